# SPDX-License-Identifier: GPL-3.0-or-later
"""A short video of the default head, with the curves that made it; rendered once by ``make_head.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FOLDER: Final = Path(__file__).resolve().parent
VIDEO: Final = FOLDER / "head.mp4"
RATE: Final = 30
FRAMES: Final = 75


def truth() -> dict[str, NDArray[Any]]:
    """``names`` (29), ``time`` (T) in s, ``values`` (T, 29) of the units, ``rotation`` (T, 4) w x y z of the head."""
    with np.load(FOLDER / "head_truth.npz", allow_pickle=False) as file:
        return dict(file)
