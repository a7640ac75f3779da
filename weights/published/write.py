# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Writes a converted file, and makes sure that it says what PyTorch says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from bridge.engines.onnx import OnnxEngine
from bridge.engines.outputs import outputs
from bridge.published.architecture import CROP, Published
from bridge.published.network import PublishedNet, load
from bridge.take import write_whole

from .errors import SourceError
from .graph import model

TOLERANCE: Final = 1e-4
"""Largest difference between the two, over the largest value where that is above 1."""


def write(spec: Published, arrays: Mapping[str, NDArray[np.float32]], properties: Mapping[str, str], path: Path) -> int:
    """Writes ``path`` whole or not at all; returns its size in bytes. Raises ``UserError``."""
    partial = path.with_name(f"{path.name}.unchecked")
    data = model(spec, arrays, properties).SerializeToString()
    write_whole(partial, data)
    try:
        worst = _difference(spec, arrays, partial)
        if not worst <= TOLERANCE:
            raise SourceError(
                f"ONNX Runtime differs from PyTorch by {worst:.2g} with these weights, more than {TOLERANCE}: nothing "
                f"is written."
            )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return len(data)


def _difference(spec: Published, arrays: Mapping[str, NDArray[np.float32]], path: Path) -> float:
    engine = OnnxEngine(path, "cpu")
    crops = np.random.default_rng(0).integers(0, 256, (2, CROP, CROP, 3), np.uint8)
    with torch.inference_mode():
        said = load(PublishedNet(spec), arrays)(torch.from_numpy(crops))
    wanted = outputs(engine.card, len(crops), {name: said[name].numpy() for name in engine.card.outputs})
    found = engine.infer(crops)
    pairs = [(getattr(found, name), getattr(wanted, name)) for name in spec.outputs]
    return max(float(np.abs(a - b).max() / max(1.0, np.abs(b).max())) for a, b in pairs)
