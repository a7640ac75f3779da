# SPDX-License-Identifier: GPL-3.0-or-later
"""Work that a window does piece by piece between its events, and a script in one go."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Final, TypeVar

T = TypeVar("T")

PIECE: Final = 0.008
"""Seconds after which a tick leaves the rest to the next one."""


def drained(steps: Generator[object, None, T]) -> T:
    """What ``steps`` returns, done without a pause."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def advance(steps: Generator[object, None, T], seconds: float = PIECE) -> None:
    """Do ``steps`` for about ``seconds``, at least one of them. Raises ``StopIteration``, with what they return, when
    they are through."""
    end = time.monotonic() + seconds
    next(steps)
    while time.monotonic() < end:
        next(steps)
