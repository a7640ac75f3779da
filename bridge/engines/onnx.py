# SPDX-License-Identifier: GPL-3.0-or-later
"""ONNX Runtime on whatever device it offers: CUDA, DirectML, CoreML or the CPU."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..card import read_card, read_model
from ..errors import first_line
from ..runtime import onnxruntime
from .engine import EngineError, Outputs
from .outputs import outputs

DEVICES: Final = {
    "cuda": "CUDAExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "cpu": "CPUExecutionProvider",
}
"""Devices in the order in which "auto" tries them, and ONNX Runtime's names for them."""


class OnnxEngine:
    """The model file ``path`` on ``device`` ("auto" or a key of ``DEVICES``) with ``threads`` CPU threads (0: as many
    as the machine has cores). Runs the model once, so that a model which does not keep its word is refused here.

    Raises ``ModelError`` for the file and ``EngineError`` for the device.
    """

    def __init__(self, path: str | os.PathLike[str], device: str = "auto", threads: int = 0) -> None:
        label = os.fspath(path)
        data = read_model(path)
        name = f"ONNX Runtime {onnxruntime.__version__}"
        card = read_card(data, label, name, device)  # the file is trusted with an engine only once it passed
        self._session = _session(data, _providers(device), threads, label)
        used = self._session.get_providers()[0]
        actual = next((name for name, provider in DEVICES.items() if provider == used), used)
        self.card = replace(card, device=actual)
        self._dtype = np.dtype(self.card.dtype)
        size = self.card.size
        for count in (1, 3):
            self.infer(np.full((count, size, size, 3), 127, np.uint8))

    def infer(self, crops: NDArray[np.uint8]) -> Outputs:
        """See ``Engine``."""
        try:
            values = self._session.run(list(self.card.outputs), {"crops": crops.astype(self._dtype, copy=False)})
        except Exception as error:  # ONNX Runtime has a class of its own per status and no common base
            raise EngineError(f"The model {self.card.id} failed on {self.card.device}: {first_line(error)}") from None
        return outputs(self.card, len(crops), dict(zip(self.card.outputs, values, strict=True)))


def _providers(device: str) -> list[str]:
    available = onnxruntime.get_available_providers()
    if device == "auto":
        return [provider for provider in DEVICES.values() if provider in available]
    provider = DEVICES.get(device)
    if provider is None or provider not in available:
        usable = ", ".join(name for name, provider in DEVICES.items() if provider in available)
        raise EngineError(f"ONNX Runtime has no device '{device}' here: choose one of {usable}, or auto.")
    return [provider]


def _session(data: bytes, providers: list[str], threads: int, label: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 4
    # Idle threads would otherwise spin and take the cores from the decoder on the same machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if DEVICES["directml"] in providers:
        options.enable_mem_pattern = False
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    try:
        return onnxruntime.InferenceSession(data, options, providers=providers)
    except Exception as error:  # as above
        raise EngineError(f"ONNX Runtime cannot load {label}: {first_line(error)}") from None
