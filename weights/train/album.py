# SPDX-License-Identifier: GPL-3.0-or-later
"""Many crops in little memory: as JPEG, one after the other, of a quality that hides nothing a video would show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_QUALITY: Final = (cv2.IMWRITE_JPEG_QUALITY, 95)


@dataclass(frozen=True)
class Album:
    """``coded`` (b,) u8: JPEG files of RGB crops; ``ends`` (n,) i64: where each ends."""

    coded: NDArray[np.uint8]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, crops: Iterable[NDArray[np.uint8]]) -> Album:
        """Of (S, S, 3) RGB crops."""
        files = [cv2.imencode(".jpg", crop[..., ::-1], _QUALITY)[1] for crop in crops]
        coded = np.concatenate(files) if files else np.zeros(0, np.uint8)
        return cls(coded.astype(np.uint8), np.cumsum([len(file) for file in files], dtype=np.int64))

    @classmethod
    def joined(cls, albums: Sequence[Album]) -> Album:
        """One after the other."""
        starts = np.cumsum([0, *(len(album.coded) for album in albums[:-1])])
        ends = [album.ends + start for album, start in zip(albums, starts, strict=True)]
        return cls(np.concatenate([album.coded for album in albums]), np.concatenate(ends))

    def part(self, start: int, stop: int) -> Album:
        """The crops from ``start`` to before ``stop``."""
        ends = self.ends[start:stop]
        first = int(self.ends[start - 1]) if start else 0
        return Album(self.coded[first : ends[-1] if len(ends) else first], ends - first)

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, index: int) -> NDArray[np.uint8]:
        """(S, S, 3) RGB."""
        start = self.ends[index - 1] if index else 0
        bgr = cv2.imdecode(self.coded[start : self.ends[index]], cv2.IMREAD_COLOR)
        if bgr is None:
            raise ValueError("Kept crops are damaged: delete the folder 'crops' among what is made on the way.")
        return np.asarray(bgr[..., ::-1], np.uint8)
