# SPDX-License-Identifier: GPL-3.0-or-later
"""The crop of the default weights."""

from __future__ import annotations

from typing import Final

from bridge.crop import CropRule

RULE: Final = CropRule("level", scale=1.32, size=192, shift=0.04)
"""The trunk was made for 1.5 x the bounding box of its 468 points. On 622 frames of real faces that square is 1.32
times YuNet's longer side (standard deviation 4 %) and its centre 0.04 of that side further down (2 %).
Mean r on real clips of three heads trained on 2560 renders: 0.671, 0.677, 0.679; with scale 1.5 and no shift 0.665,
0.644, 0.664."""
