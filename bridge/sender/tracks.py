# SPDX-License-Identifier: GPL-3.0-or-later
"""Ties the detections of successive frames together, one track per person and shot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .detect import Face

PATIENCE: Final = 0.5
"""Seconds that a track survives without a detection."""

_REACH: Final = 0.6
"""How much a face changes between two frames at most: its way in its own size, and the logarithm of its growth."""


@dataclass
class _Track:
    id: int
    face: Face
    time: float


class Tracker:
    """A face must reach ``threshold`` to start a track and half of it to go on, so that a face does not flicker."""

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self._tracks: list[_Track] = []
        self._next = 0

    def update(self, time: float, faces: Sequence[Face], cut: bool) -> dict[int, Face]:
        """The faces of the frame at ``time`` (s) by track. After a ``cut`` all tracks are new."""
        self._tracks = [] if cut else [track for track in self._tracks if time - track.time <= PATIENCE]
        pairs = sorted(
            # Who was there just now goes before who was away.
            (time - track.time, difference(track.face, face), number, index)
            for number, track in enumerate(self._tracks)
            for index, face in enumerate(faces)
            if face.score >= self.threshold / 2 and _within_reach(track.face, face)
        )
        taken: dict[int, int] = {}
        for _, _, number, index in pairs:
            if number not in taken.values() and index not in taken:
                taken[index] = number
        seen: dict[int, Face] = {}
        for index, face in enumerate(faces):
            if index in taken:
                track = self._tracks[taken[index]]
                track.face, track.time = face, time
                seen[track.id] = face
            elif face.score >= self.threshold:
                self._tracks.append(_Track(self._next, face, time))
                seen[self._next] = face
                self._next += 1
        return seen


def size(face: Face) -> float:
    """Longer side of the box, pixels."""
    return float(max(face.box[2] - face.box[0], face.box[3] - face.box[1]))


def centre(face: Face) -> np.ndarray:
    """Centre of the box (2,), pixels."""
    return (face.box[:2] + face.box[2:]) / 2


def difference(a: Face, b: Face) -> float:
    """Way between the centres in mean sizes, plus the logarithm of the sizes' ratio."""
    way, growth = _change(a, b)
    return way + growth


def _change(a: Face, b: Face) -> tuple[float, float]:
    small, large = sorted((size(a), size(b)))
    return float(np.linalg.norm(centre(a) - centre(b))) / ((small + large) / 2), math.log(large / small)


def _within_reach(a: Face, b: Face) -> bool:
    """Whether a face can have become the other from one frame to the next."""
    return max(_change(a, b)) < _REACH
