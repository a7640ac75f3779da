# SPDX-License-Identifier: GPL-3.0-or-later
"""A 1080p30 clip of a moving face: the tests' head, enlarged before a moving, noisy background."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np

from tests.data import head

WIDTH, HEIGHT, RATE = 1920, 1080, 30
SECONDS: Final = 10
FACE: Final = 900
"""Side of the square that the head's clip becomes, pixels."""


def make(path: Path) -> Path:
    """Write the clip unless it is there; H.264, about 10 Mbit/s, as cameras and phones give."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part.mp4")
    random = np.random.default_rng(0)
    noise = random.integers(0, 9, (HEIGHT, WIDTH, 3), np.uint8)
    backdrop = cv2.GaussianBlur(random.integers(0, 256, (HEIGHT, WIDTH + 300, 3), np.uint8), (0, 0), 15)
    source = cv2.VideoCapture(str(head.VIDEO))
    with av.open(str(unfinished), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "20", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for index in range(SECONDS * RATE):
            if index % head.FRAMES == 0:
                source.set(cv2.CAP_PROP_POS_FRAMES, 0)
            _, face = source.read()
            picture = backdrop[:, index : index + WIDTH].copy()
            left = round((WIDTH - FACE) / 2 + 200 * np.sin(index / 40))
            picture[90 : 90 + FACE, left : left + FACE] = cv2.resize(face, (FACE, FACE), interpolation=cv2.INTER_CUBIC)
            picture = np.asarray(cv2.add(picture, np.roll(noise, 37 * index, axis=1)), np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, "bgr24")
            frame.pts, frame.time_base = index, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    unfinished.rename(path)
    return path
