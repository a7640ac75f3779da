# SPDX-License-Identifier: GPL-3.0-or-later
"""Faces differ at rest: lids that hang, brows that are high or knit, mouths that droop. No label says so."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge import basis

_HABITS: Final = {
    "eyeBlink*": (0.03, 0.09, 0.0, 0.28), "eyeWide*": (0.1, 0.2, 0.0, 0.5), "browDown*": (-0.12, 0.18, -0.5, 0.4),
    "browInnerUp": (0.12, 0.2, -0.3, 0.6), "browOuterUp*": (0.08, 0.18, -0.3, 0.5),
    "mouthSmile*": (0.03, 0.08, -0.1, 0.22), "mouthFrown*": (-0.04, 0.14, -0.25, 0.35),
    "mouthPress*": (0.0, 0.1, -0.15, 0.25), "mouthShrugLower": (0.0, 0.1, -0.2, 0.25),
    "mouthPucker": (0.0, 0.1, -0.2, 0.25), "cheekSquint*": (0.0, 0.1, -0.15, 0.25),
    "mouthDimple*": (0.0, 0.1, -0.2, 0.25), "jawForward": (0.0, 0.12, -0.3, 0.3),
}  # fmt: skip
"""Mean, deviation and bounds, in sculpted shapes; ``*`` stands for both sides."""
_UNEVEN: Final = 0.04


def sample(rng: np.random.Generator) -> NDArray[np.float32]:
    """(52,) scores that are part of the person; two habits in five are absent."""
    rest = np.zeros(len(basis.ARKIT), np.float32)
    for name, (mean, deviation, low, high) in _HABITS.items():
        amount = float(np.clip(rng.normal(mean, deviation), low, high)) * (rng.random() < 0.6)
        for side in ("Left", "Right") if name.endswith("*") else ("",):
            uneven = rng.normal(0, _UNEVEN) if side and amount else 0.0
            rest[basis.ARKIT.index(name.removesuffix("*") + side)] = amount + uneven
    return rest


def lids(rest: NDArray[np.floating]) -> NDArray[np.float32]:
    """(2,) how far the left and right lid hang, along the eyelid axis: a blink has only the way left to go."""
    at = [[basis.ARKIT.index(stem + side) for side in ("Left", "Right")] for stem in ("eyeBlink", "eyeWide")]
    return (rest[at[0]] - basis.WIDE * rest[at[1]]).astype(np.float32)
