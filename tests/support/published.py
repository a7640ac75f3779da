# SPDX-License-Identifier: GPL-3.0-or-later
"""Converted files of small random nets, without the checkpoints that they would come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bridge.published.architecture import AlexNet, Published, ResNet
from weights.published.describe import properties
from weights.published.graph import model

RESNET, ALEXNET = ResNet((1, 4, 1, 1), 4), AlexNet(16)
"""Nets as small as they come, with both ways of naming blocks."""

SPEC = Published(RESNET, True, ALEXNET)
"""All three of them."""


def random(shapes: Mapping[str, tuple[int, ...]], seed: int = 0) -> dict[str, NDArray[np.float32]]:
    """Arrays with which the nets answer differently to different pictures."""
    rng = np.random.default_rng(seed)
    found = {}
    for name, shape in shapes.items():
        spread = 0.1 if len(shape) == 1 else np.sqrt(2 / np.prod(shape[:-1]))
        if name.endswith("CNN/conv1/weights"):
            spread /= 50  # of the grey levels that come in
        found[name] = rng.normal(0, spread, shape).astype(np.float32)
        if name.endswith(("/variance", "/scale")):
            found[name] = rng.uniform(0.5, 1.0, shape).astype(np.float32)
    return found


def weights(spec: Published, seed: int = 0) -> dict[str, NDArray[np.float32]]:
    """All arrays of a file."""
    found = random(spec.variables(), seed)
    found["mean"] = np.full_like(found["mean"], 110)
    return found


def model_bytes(spec: Published = SPEC, seed: int = 0, **changes: Any) -> bytes:
    """A converted file; ``changes`` replace entries of its metadata."""
    return model(spec, weights(spec, seed), properties(spec, {}, **changes)).SerializeToString()
