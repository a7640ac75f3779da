# SPDX-License-Identifier: GPL-3.0-or-later
"""Video files, decoded with OpenCV's FFmpeg: upright frames with their presentation times."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # read once, at the first open; what fails is reported below

import cv2  # noqa: E402
import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from ..errors import UserError  # noqa: E402

_UPRIGHT: Final = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
_DEFAULT_RATE: Final = 30.0
_CHUNK: Final = 1 << 20


class VideoError(UserError):
    """The file cannot be decoded; the text is one sentence for the user."""


@dataclass(frozen=True)
class Frame:
    """One decoded frame: ``index`` from 0, ``time`` in seconds since the first frame, ``bgr`` (H, W, 3) u8, upright."""

    index: int
    time: float
    bgr: NDArray[np.uint8]


@dataclass(frozen=True)
class VideoInfo:
    """What the container says. ``width`` and ``height`` are the upright frame's; ``rate`` is nominal frames per second
    (0 unknown); ``frames`` and ``duration`` (s) are None where it does not say."""

    name: str
    width: int
    height: int
    rate: float
    frames: int | None
    duration: float | None


def never() -> bool:
    """The default of ``stopped``: nobody asks to stop."""
    return False


class Video:
    """An open video. Opening decodes the first frame, so a file that opens has a picture. Use it as a context manager.

    Raises ``VideoError`` for a file that is missing, unreadable or no video.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        _check(self.path)
        # Backends other than FFmpeg give neither presentation times nor the rotation flag on every platform.
        self._capture = cv2.VideoCapture(str(self.path), cv2.CAP_FFMPEG)
        # Wheels of OpenCV 4 say that they rotate and do not: do it here, the same way everywhere.
        self._capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 0)
        self._turn = _UPRIGHT.get(round(self._capture.get(cv2.CAP_PROP_ORIENTATION_META)) % 360)
        if not self._capture.isOpened() or not self._capture.grab():
            self.close()
            raise VideoError(
                f"'{self.path.name}' is no video that can be decoded, or it has no frame: "
                "check that it plays, or convert it to MP4 (H.264)."
            )
        self._origin, self._start = self._clock(), self._ticks()
        self._first = self._retrieve()
        self.info = self._describe()
        self._until = 0.0  # when the last decoded frame ends
        self._offset = 0.0  # the first frame's own time stamp

    def __enter__(self) -> Video:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._capture.release()

    def frames(
        self, first: float | None = None, last: float | None = None, stopped: Callable[[], bool] = never
    ) -> Iterator[Frame]:
        """The frames from ``first`` to ``last`` seconds, both included, in order; can be run once.

        Times strictly increase: where the file's do not, a frame lasts one nominal period. Frames before ``first`` are
        decoded and left out, since only counting gives the index of a frame. Ends early when ``stopped()``.
        """
        period = 1.0 / (self.info.rate or _DEFAULT_RATE)
        index, time = 0, 0.0
        while not stopped():
            self._until = time + period
            if last is not None and time > last:
                return
            if first is None or time >= first:
                bgr = self._first if index == 0 else self._retrieve()
                if bgr is None:
                    return
                yield Frame(index, time, bgr)
            self._first = None
            if not self._capture.grab():
                return
            index += 1
            now = self._clock() - self._origin
            if now > 0 and (ticks := self._ticks()) > self._start:
                self._offset = max(0.0, self._start * now / (ticks - self._start))
            time = now if math.isfinite(now) and now > time else time + period

    def shortfall(self, last: float | None = None) -> float:
        """Seconds by which decoding ended before the container's end (or before ``last``); 0.0 within its tolerance.

        Containers round, and some count from before the first frame: a quarter of a second, 2 % and the first frame's
        own time stamp do not count.
        """
        if self.info.duration is None:
            return 0.0
        wanted = self.info.duration if last is None else min(last, self.info.duration)
        missing = wanted - self._until - self._offset
        return missing if missing > max(0.25, 0.02 * wanted) else 0.0

    def _clock(self) -> float:
        """Presentation time of the frame just grabbed, seconds (before a grab it is still the previous frame's)."""
        return self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0

    def _ticks(self) -> float:
        """The same frame's time stamp as the file has it, in a unit that OpenCV does not tell."""
        return self._capture.get(cv2.CAP_PROP_PTS)

    def _retrieve(self) -> NDArray[np.uint8] | None:
        good, bgr = self._capture.retrieve()
        if not good:
            return None
        return np.asarray(bgr if self._turn is None else cv2.rotate(bgr, self._turn), np.uint8)

    def _describe(self) -> VideoInfo:
        if self._first is None:
            raise VideoError(f"'{self.path.name}' has no frame that can be decoded.")
        height, width = self._first.shape[:2]
        rate = self._capture.get(cv2.CAP_PROP_FPS)
        count = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        rate = rate if math.isfinite(rate) and 0.0 < rate <= 1000.0 else 0.0
        frames = round(count) if math.isfinite(count) and 0 < count < 2**31 else None
        return VideoInfo(self.path.name, width, height, rate, frames, frames / rate if frames and rate else None)


def _check(path: Path) -> None:
    """Raises the sentence that fits a path that is no readable file."""
    if path.is_dir():
        raise VideoError(f"'{path.name}' is a folder: choose a video file in it.")
    if not path.exists():
        raise VideoError(f"There is no file '{path}': choose the video again.")
    if not path.is_file():
        raise VideoError(f"'{path.name}' is no file: choose a video file.")
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise VideoError(f"'{path.name}' cannot be read ({error.strerror}): check its permissions.") from error
    if empty:
        raise VideoError(f"'{path.name}' is an empty file: choose another video.")


def fingerprint(path: str | os.PathLike[str], stopped: Callable[[], bool] = never) -> str:
    """SHA-256 of a file, 64 hexadecimal digits; "" if ``stopped()`` came first. Raises ``VideoError``."""
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            while chunk := file.read(_CHUNK):
                if stopped():
                    return ""
                digest.update(chunk)
    except OSError as error:
        raise VideoError(f"'{Path(path).name}' cannot be read ({error.strerror}): check its permissions.") from error
    return digest.hexdigest()
