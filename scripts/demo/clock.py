# SPDX-License-Identifier: GPL-3.0-or-later
"""Says what the demo is doing and how long each part took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Wall time of each stage, ``seconds`` by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Print the stage's name, and its time when it is over."""
        print(f"{name} ...", flush=True)
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 2)
        print(f"{'':4}{self.seconds[name]:.1f} s", flush=True)

    @property
    def total(self) -> float:
        return round(sum(self.seconds.values()), 2)
