# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip of the drawn face in motion, with what is true of each of its frames."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.support import drawn_face, videos

RATE = 30.0


@dataclass(frozen=True)
class Clip:
    """``red`` (T,) how red the face is, ``eyes`` (T, 2, 2) where, NaN where it is away."""

    path: Path
    red: NDArray[np.float64]
    eyes: NDArray[np.float64]


def make_clip(path: Path, count: int, away: Container[int] = ()) -> Clip:
    """Writes ``count`` frames of 480 x 360 pixels; the face is missing in the frames ``away``."""
    phase = np.arange(count) / RATE * 2 * np.pi
    red, roll = 0.75 + 0.25 * np.sin(phase), 0.35 * np.sin(phase / 2)
    eyes = np.full((count, 2, 2), np.nan)
    frames = []
    for index in range(count):
        frame = np.full((360, 480, 3), 90, np.uint8)
        if index not in away:
            centre = (240 + 60 * np.sin(phase[index] / 2), 180 + 15 * np.cos(phase[index]))
            eyes[index] = drawn_face.place(frame, drawn_face.face(red[index]), centre, 0.75, roll[index])
        frames.append(frame)
    return Clip(videos.write(path, frames, RATE), red, eyes)
