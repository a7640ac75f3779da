# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a solve is, and how long it will still take."""

from __future__ import annotations

import time
from collections import deque
from typing import Final

from ..protocol import Progress
from .video import VideoInfo

_EVERY: Final = 0.2
_SPAN: Final = 20
"""Reports over which the speed is taken: four seconds, so that a start-up or a hard part does not count for ever."""


class Meter:
    """Counts frames ``decoded``, rows ``told`` and faces ``found`` of the range ``first`` to ``last`` seconds."""

    def __init__(self, info: VideoInfo, first: float | None, last: float | None) -> None:
        self.decoded = self.told = self.found = 0
        self.total = _expected(info, first, last)
        self._marks: deque[tuple[float, int]] = deque([(time.monotonic(), 0)], maxlen=_SPAN)

    def tell(self, found: bool) -> None:
        """Counts a row that is on its way to the client."""
        self.told += 1
        self.found += found

    def progress(self) -> Progress | None:
        """A report when one is due, else None."""
        now = time.monotonic()
        if now - self._marks[-1][0] < _EVERY:
            return None
        self._marks.append((now, self.told))
        (start, before), (end, after) = self._marks[0], self._marks[-1]
        fps = min((after - before) / (end - start), 1e6)
        total = None if self.total is None else max(self.total, self.decoded)
        remaining = (total - self.told) / fps if total is not None and fps > 0 else None
        return Progress(self.told, total, self.found, fps, remaining)


def _expected(info: VideoInfo, first: float | None, last: float | None) -> int | None:
    """Frames in the range as the container's count and rate let expect."""
    if info.frames is None or info.duration is None:
        return info.frames if first is None and last is None else None
    begin = min(first or 0.0, info.duration)
    end = info.duration if last is None else min(last, info.duration)
    return max(0, min(info.frames, round(info.frames * (end - begin) / info.duration)))
