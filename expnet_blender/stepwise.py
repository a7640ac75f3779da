# SPDX-License-Identifier: GPL-3.0-or-later
"""Work that a window does piece by piece between its events, and a script in one go."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")


def drained(steps: Generator[object, None, T]) -> T:
    """What ``steps`` returns, done without a pause."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
