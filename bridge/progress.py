# SPDX-License-Identifier: GPL-3.0-or-later
"""A progress bar on a terminal; plain lines, now and then, where output goes to a file."""

from __future__ import annotations

import shutil
import sys
import time
from typing import Final, TextIO

from .protocol import Progress

_BAR: Final = 24
_PLAIN_EVERY: Final = 5.0


class ProgressLine:
    """Shows reports of one job called ``name`` on ``stream``; leaves a terminal's line empty when done."""

    def __init__(self, name: str, stream: TextIO | None = None) -> None:
        self._name = name
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._next = 0.0
        self._shown = False

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._terminal and self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def show(self, progress: Progress) -> None:
        """Draws one report."""
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write("\r" + self._text(progress, bar=True)[:width] + "\x1b[K")
        elif time.monotonic() >= self._next:
            self._next = time.monotonic() + _PLAIN_EVERY
            self._stream.write(self._text(progress, bar=False) + "\n")
        self._shown = True
        self._stream.flush()

    def _text(self, progress: Progress, bar: bool) -> str:
        parts = [self._name]
        if progress.total:
            share = min(1.0, progress.decoded / progress.total)
            filled = round(share * _BAR)
            parts += [f"[{'#' * filled}{'.' * (_BAR - filled)}]"] if bar else []
            parts.append(f"{progress.decoded} of {progress.total} frames ({share:.0%})")
        else:
            parts.append(f"{progress.decoded} frames")
        parts.append(f"{progress.found} with a face, {progress.fps:.0f} frames/s")
        if progress.remaining is not None:
            parts.append(f"{_duration(progress.remaining)} left")
        return "  ".join(parts)


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 100 else f"{whole // 60}:{whole % 60:02d} min"
