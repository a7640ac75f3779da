# SPDX-License-Identifier: GPL-3.0-or-later
"""Little-endian numbers one after the other, each count checked against what is left of the file."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .model import MorphableError

MAX_BYTES: Final = 1 << 30


class Numbers:
    """The bytes of a file from the front. Every method raises ``MorphableError`` if it is cut short."""

    def __init__(self, path: Path) -> None:
        self._label = path.name
        try:
            with open(path, "rb") as file:
                self._data = memoryview(file.read(MAX_BYTES + 1))
        except OSError as error:
            raise MorphableError(f"Cannot read {path}: {error.strerror or error}.") from None
        if len(self._data) > MAX_BYTES:
            raise MorphableError(f"{path.name} is larger than {MAX_BYTES >> 20} MB: choose another file.")
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def number(self, kind: str) -> int:
        """One integer of a ``struct`` kind."""
        return struct.unpack("<" + kind, self._take(struct.calcsize("<" + kind)))[0]

    def array(self, count: int, dtype: str) -> NDArray[Any]:
        """``count`` numbers of a little-endian dtype."""
        kind = np.dtype(dtype)
        if count < 0:
            raise self.damaged()
        return np.frombuffer(self._take(count * kind.itemsize), kind)

    def text(self, count: int) -> str:
        return bytes(self._take(count)).decode("utf-8", "replace")

    def damaged(self) -> MorphableError:
        return MorphableError(f"{self._label} is cut short or no face model: copy or download it again.")

    def _take(self, count: int) -> memoryview:
        if count > self.left:
            raise self.damaged()
        self._at += count
        return self._data[self._at - count : self._at]
