# SPDX-License-Identifier: GPL-3.0-or-later
"""A video of two people, made of the clip of the default head: the second one is smaller, darker, mirrored and
backwards in time."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.data import head
from tests.support import videos

SHADE = (0.5, 0.6, 0.75)
"""What is left of blue, green and red of the second one."""

SCALE = 0.85


def frames() -> list[NDArray[np.uint8]]:
    """The clip of the head, (400, 400, 3) BGR each."""
    reader, read = cv2.VideoCapture(str(head.VIDEO)), []
    while (frame := reader.read())[0]:
        read.append(frame[1].astype(np.uint8))
    return read


def write(path: Path, passes: int = 1) -> Path:
    """Writes the video, 800 x 400 pixels, the clip played ``passes`` times to and fro; returns ``path``."""
    one = frames()
    played = [frame for number in range(passes) for frame in one[:: 1 if number % 2 == 0 else -1]]
    both = [np.hstack([left, _second(right)]) for left, right in zip(played, reversed(played), strict=True)]
    return videos.write(path, both, head.RATE)


def _second(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    side = frame.shape[0]
    matrix = np.array([[-SCALE, 0, side * (1 + SCALE) / 2], [0, SCALE, side * (1 - SCALE)]])
    turned = cv2.warpAffine(frame, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE)
    return (turned * SHADE).astype(np.uint8)
