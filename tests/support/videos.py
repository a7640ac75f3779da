# SPDX-License-Identifier: GPL-3.0-or-later
"""Video files made for tests: plain, with chosen presentation times, with a rotation flag."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

_MATRIX = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}


def write(path: Path, frames: Iterable[NDArray[np.uint8]], rate: float = 30.0, codec: str = "mp4v") -> Path:
    """BGR frames at a constant rate; returns ``path``."""
    writer = None
    for frame in frames:
        if writer is None:
            size = (frame.shape[1], frame.shape[0])
            writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), rate, size)
        writer.write(frame)
    assert writer is not None
    writer.release()
    return path


def write_timed(path: Path, frames: Sequence[NDArray[np.uint8]], times: Sequence[float]) -> Path:
    """BGR frames at ``times`` seconds (kept to the millisecond); returns ``path``."""
    base = Fraction(1, 1000)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=30)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt, stream.bit_rate = "yuv420p", 8_000_000
        stream.time_base = stream.codec_context.time_base = base
        for picture, time in zip(frames, times, strict=True):
            frame = av.VideoFrame.from_ndarray(picture, "bgr24")
            frame.pts, frame.time_base = round(time * 1000), base
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def rotate(path: Path, degrees: int) -> Path:
    """Gives an MP4 file the flag of a phone held so that the picture must be turned clockwise by ``degrees`` to be
    upright (ISO 14496-12, track header box: the matrix before width and height)."""
    data = bytearray(path.read_bytes())
    header = data.index(b"tkhd")
    start = header + 4 + (52 if data[header + 4] else 40)
    cos, sin = _MATRIX[degrees]
    matrix = (cos, sin, 0, -sin, cos, 0, 0, 0)  # in 16.16; the ninth number counts in 2.30
    data[start : start + 36] = struct.pack(">9i", *(round(value * 65536) for value in matrix), 1 << 30)
    path.write_bytes(data)
    return path


def grey(level: int, width: int = 64, height: int = 48) -> NDArray[np.uint8]:
    """A plain BGR picture."""
    return np.full((height, width, 3), level, np.uint8)
