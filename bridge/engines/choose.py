# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Which engine runs a model: the one that was asked for, or the best of those installed."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import Final

from ..card import read_model, summary_of
from ..published.file import NETWORK
from .engine import Engine, EngineError

ENGINES: Final = {"onnx": "onnxruntime", "torch": "torch"}
"""Engine to the module that must be installed for it."""


@dataclass(frozen=True)
class Wish:
    """``engine``: "auto" or one of ``ENGINES``; ``device``, ``threads`` and ``precision`` as the engines say (ONNX
    Runtime computes in the precision of the file)."""

    engine: str = "auto"
    device: str = "auto"
    threads: int = 0
    precision: str = "auto"


def load(path: str, wish: Wish) -> Engine:
    """The model in the file ``path``, ready. Raises ``ModelError`` and ``EngineError``."""
    name = wish.engine if wish.engine != "auto" else _best(path, wish)
    if name not in ENGINES:
        raise EngineError(f"There is no engine '{name}': choose one of {', '.join(ENGINES)}, or auto.")
    if not _installed(name):
        raise EngineError(f"The engine {name} is not installed: pip install {ENGINES[name]}, or choose another.")
    if name == "torch":
        from .pytorch import TorchEngine

        return TorchEngine(path, wish.device, wish.threads, wish.precision)
    if wish.precision not in ("auto", "fp32"):
        raise EngineError(f"ONNX Runtime computes in float32: choose --engine torch for {wish.precision}.")
    from .onnx import OnnxEngine

    return OnnxEngine(path, wish.device, wish.threads)


def _best(path: str, wish: Wish) -> str:
    """PyTorch for a published net if its device or precision can be had from it alone, else ONNX Runtime."""
    if not _installed("onnx"):
        return "torch"
    if not _installed("torch") or NETWORK not in summary_of(read_model(path), path).metadata:
        return "onnx"
    if wish.precision not in ("auto", "fp32") or wish.device == "mps":
        return "torch"
    if wish.device not in ("auto", "cuda"):
        return "onnx"
    from ..runtime import onnxruntime

    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        return "onnx"
    import torch

    return "torch" if torch.cuda.is_available() else "onnx"


def _installed(engine: str) -> bool:
    return importlib.util.find_spec(ENGINES[engine]) is not None
