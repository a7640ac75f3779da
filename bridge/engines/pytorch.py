# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The published nets on PyTorch: CUDA, Apple's Metal or the CPU, in half precision where that changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from ..card import ModelError, read_card, read_model, summary_of
from ..errors import first_line
from ..onnx_file import OnnxError
from ..published.file import arrays, network_of
from ..published.network import PublishedNet, load
from .engine import EngineError, Outputs
from .outputs import outputs

DEVICES: Final = ("cuda", "mps", "cpu")
"""In the order in which "auto" tries them."""

PRECISIONS: Final = {"fp32": None, "fp16": torch.float16, "bf16": torch.bfloat16}

PARITY: Final = 0.02
"""Largest difference from float32, in sigma, at which "auto" takes half precision."""
_PROBES: Final = 8


class TorchEngine:
    """The converted file ``path`` on ``device`` ("auto" or one of ``DEVICES``) in ``precision`` ("auto": half
    precision on CUDA if it keeps within ``PARITY`` of float32, else float32; or a key of ``PRECISIONS``), with
    ``threads`` CPU threads (0: as PyTorch chooses).

    Raises ``ModelError`` for the file and ``EngineError`` for the device.
    """

    def __init__(
        self, path: str | os.PathLike[str], device: str = "auto", threads: int = 0, precision: str = "auto"
    ) -> None:
        label = os.fspath(path)
        data = read_model(path)
        self._device = _device(device)
        if threads:
            torch.set_num_threads(threads)
        try:
            spec = network_of(summary_of(data, label))
            if spec is None:
                raise EngineError(
                    f"PyTorch runs the published nets only, and {label} is none: choose the engine onnx, or auto."
                )
            weights = arrays(data, spec)
        except OnnxError as error:
            raise ModelError(f"The model {label} {error}.") from None
        torch.backends.cudnn.allow_tf32 = False  # or float32 would have ten bits on new GPUs

        def network(kind: str) -> PublishedNet:
            return load(PublishedNet(spec, PRECISIONS[kind]), weights).to(self._device)

        used = self._choose(precision, network)
        self.card = read_card(data, label, f"PyTorch {torch.__version__.split('+')[0]} {used}", self._device)
        self.infer(_probes()[:1])

    def infer(self, crops: NDArray[np.uint8]) -> Outputs:
        """See ``Engine``."""
        try:
            values = self._run(crops)
        except (RuntimeError, torch.cuda.OutOfMemoryError) as error:
            reason = first_line(error, "no reason given")
            raise EngineError(f"The model {self.card.id} failed on {self._device}: {reason}") from None
        return outputs(self.card, len(crops), {name: values[name] for name in self.card.outputs})

    def _run(self, crops: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        with torch.inference_mode():
            found = self._network(torch.from_numpy(np.ascontiguousarray(crops)).to(self._device))
        return {name: value.cpu().numpy() for name, value in found.items()}

    def _choose(self, precision: str, network: Callable[[str], PublishedNet]) -> str:
        """Makes the network in the precision asked for, or in the best that agrees with float32; its name."""
        if precision != "auto" and precision not in PRECISIONS:
            raise EngineError(f"There is no precision '{precision}': choose one of {', '.join(PRECISIONS)}, or auto.")
        self._network = network("fp32" if precision == "auto" else precision)
        if precision != "auto":
            return precision
        if self._device == "cuda":
            exact, whole = self._run(_probes()), self._network
            for name in ("fp16", "bf16"):
                self._network = network(name)
                if differ(self._run(_probes()), exact) <= PARITY:
                    return name
            self._network = whole
        return "fp32"


def differ(found: dict[str, NDArray[np.float32]], exact: dict[str, NDArray[np.float32]]) -> float:
    """The largest difference of a coefficient, sigma; infinite where a value is not finite."""
    if not all(np.isfinite(value).all() for value in found.values()):
        return float("inf")
    return max(float(np.abs(found[name] - exact[name]).max()) for name in found if name != "pose")


def _probes() -> NDArray[np.uint8]:
    """Pictures with structure at all scales, from nearly black to nearly white."""
    rng = np.random.default_rng(0)
    sizes = (2, 5, 16, 57)
    coarse = [rng.integers(0, 256, (_PROBES, size, size, 3)).repeat(-(-227 // size), 1).repeat(-(-227 // size), 2)
              for size in sizes]  # fmt: skip
    mixed = np.mean([part[:, :227, :227] for part in coarse], axis=0)
    light = np.linspace(0.4, 1.6, _PROBES)[:, None, None, None]
    return np.clip(mixed * light, 0, 255).astype(np.uint8)


def _device(name: str) -> str:
    usable = [each for each in DEVICES if _available(each)]
    if name == "auto":
        return usable[0]
    if name not in usable:
        raise EngineError(f"PyTorch has no device '{name}' here: choose one of {', '.join(usable)}, or auto.")
    return name


def _available(device: str) -> bool:
    if device == "cuda":
        return torch.cuda.is_available()
    return device == "cpu" or torch.backends.mps.is_available()
