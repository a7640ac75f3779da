# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints the skin: tone, blood, lips, lids, scalp and pores, all placed by the shape of the face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .atlas import Chart
from .noise import layered, noise

TONE: Final = np.array([0.80, 0.595, 0.49])
BLOOD: Final = np.array([0.03, -0.045, -0.035])
LIPS: Final = np.array([0.745, 0.46, 0.425])
LIDS: Final = np.array([0.70, 0.475, 0.40])
SCALP: Final = np.array([0.40, 0.30, 0.25])


@dataclass(frozen=True)
class Landmarks:
    """Points of the face in dm: centres of the eyes (left's; the right is its mirror), nose tip, mouth, ear."""

    eye: NDArray[np.float64]
    nose: NDArray[np.float64]
    mouth: NDArray[np.float64]
    ear: NDArray[np.float64]


def paint(
    chart: Chart, marks: Landmarks, lips: NDArray[np.floating], lids: NDArray[np.floating]
) -> NDArray[np.float32]:
    """sRGB 0..1 of the picture, (h, w, 3). ``lips`` and ``lids`` (p,): how much of each covered pixel is that."""
    point = chart.point
    folded = np.c_[np.abs(point[:, 0]), point[:, 1:]]

    def spot(centre: NDArray[np.floating], reach: float) -> NDArray[np.float64]:
        return np.exp(-(((folded - centre) / reach) ** 2).sum(axis=1))

    blotch = layered(point, 4.0, 4, 1)
    cheek = np.array([marks.eye[0] * 1.45, (marks.eye[1] + marks.mouth[1]) / 2, marks.eye[2]])
    chin = marks.mouth - [0, 0.33, 0]
    blood = 0.75 * spot(cheek, 0.36) + 0.6 * spot(marks.nose, 0.2)
    blood += 0.35 * spot(chin, 0.22) + 0.8 * spot(marks.ear, 0.3)
    colour = TONE + BLOOD * (blood * (1 + 0.5 * blotch) + 0.35 * blotch)[:, None]

    below = marks.eye + [-0.04, -0.2, 0.15]
    colour *= 1 - np.array([0.05, 0.06, 0.03]) * spot(below, 0.14)[:, None]
    for weight, target in ((0.55 * lids, LIDS), (chart.cover, SCALP), (lips, LIPS)):
        colour += (target - colour) * weight[:, None]

    pores = noise(point, 60.0, 11) + 0.6 * noise(point, 110.0, 12)
    colour *= 1 + (0.012 * pores * (1 - 0.5 * lips) + 0.012 * layered(point, 18.0, 2, 13))[:, None]
    colour *= 1 + (0.05 * lips * noise(point * [4.0, 0.4, 0.4], 16.0, 14))[:, None]
    picture = np.zeros((*chart.covered.shape, 3), np.float32)
    picture[chart.covered] = np.clip(colour, 0, 1)
    return picture
