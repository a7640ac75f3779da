# SPDX-License-Identifier: GPL-3.0-or-later
"""The network per face, and the curves of a minute of video."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

import numpy as np

from bridge.basis import DEFAULT
from bridge.card import DEFAULT_WEIGHTS
from bridge.engines.onnx import OnnxEngine
from bridge.reduce import reduce
from bridge.refine import Settings, Tuning, refine
from bridge.take import Take

from ..demo.performance import perform

MINUTE = 1800
"""Frames at 30 frames/s."""


def best(action: Callable[[], object], rounds: int) -> float:
    """Milliseconds of the quickest of some rounds, which is the least disturbed by whatever else the machine does."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return 1e3 * min(times)


def network() -> dict[str, float]:
    """Milliseconds per face, one at a time and in a batch of 16, on the CPU."""
    engine = OnnxEngine(DEFAULT_WEIGHTS, "cpu")
    size = engine.card.size
    crops = np.random.default_rng(0).integers(0, 256, (16, size, size, 3), np.uint8)
    engine.infer(crops)
    single, batch = best(lambda: engine.infer(crops[:1]), 50), best(lambda: engine.infer(crops), 20) / 16
    return {"ms/face, single": single, "ms/face, batch of 16": batch, "batch / single": batch / single}


def curves() -> dict[str, float]:
    """Milliseconds of refining a minute to 24 frames/s: for the first time, with everything switched on, again as while
    a slider is dragged; and of finding Bezier keys for it within a hundredth of a slider."""
    random = np.random.default_rng(0)
    performed = np.resize(perform(20, 30).units, (MINUTE, len(DEFAULT)))
    found = random.random(MINUTE) > 0.05
    take = synthetic(performed + random.normal(0, 0.02, performed.shape), found)
    bare = Settings(smoothing=0.1)
    full = Settings(
        smoothing=0.1, neutral="auto", mirror=True, symmetry=0.5, gain=1.2, blinks=1.0, closures=1.0,
        regions={"jaw": 1.1}, units={name: Tuning(gain=1.1) for name in DEFAULT.names},
    )  # fmt: skip

    def first() -> None:
        refine(dataclasses.replace(take), DEFAULT, bare)  # a take that nothing is remembered of

    result = refine(take, DEFAULT, full)
    keys = reduce(result.frame, result.values, 0.01)
    return {
        "refine, first time, ms": best(first, 10),
        "refine, everything on, again, ms": best(lambda: refine(take, DEFAULT, full), 10),
        "reduce to 0.01, ms": best(lambda: reduce(result.frame, result.values, 0.01), 10),
        "frames / keys": len(result.frame) * len(keys) / sum(len(key.frame) for key in keys),
    }


def synthetic(values: np.ndarray, found: np.ndarray) -> Take:
    """A take of the default basis at 30 frames/s with (T, 29) ``values`` where (T,) ``found``."""
    count = len(values)
    seen = np.where(found, 1.0, np.nan).astype(np.float32)[:, None]
    return Take(
        names=DEFAULT.names,
        coefficients=values.astype(np.float32) * seen,
        frame=np.arange(count),
        time=np.arange(count) / 30,
        found=found,
        confidence=seen[:, 0],
        box=np.array([0, 0, 100, 100], np.float32) * seen,
        rotation=np.array([1, 0, 0, 0], np.float32) * seen,
        translation=np.zeros(3, np.float32) * seen,
        gaze=None,
        meta={"basis": DEFAULT.id, "video": "clip.mp4"},
    )
