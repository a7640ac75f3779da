# SPDX-License-Identifier: GPL-3.0-or-later
"""Follows one face through a video and steadies its box, looking a few frames ahead so that nothing lags."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..crop import eye_line
from .detect import Face
from .smooth import local_fit
from .tracks import PATIENCE, Tracker, centre, size
from .video import Frame

AHEAD: Final = 5
"""Frames looked ahead, and back, for smoothing and for choosing whom to follow."""

_TREMBLE: Final = 0.008
"""Distance from the smooth curve, over the face's size, at which half of the smoothing is left. The detector's own
jitter is 0.001 to 0.004; a head that is shaken goes off the curve by 0.025, and smoothing would leave it behind."""

_HITS: Final = 3
"""Detections near a frame that make a face, unless the shot is shorter: a single one is a ghost."""


@dataclass(frozen=True)
class Target:
    """Where the followed face is in a frame, in pixels: ``box`` (4,) x0 y0 x1 y1 and ``eyes`` (2, 2), the line to be
    level (``eye_line``), both smoothed; ``score`` of the detection; ``id`` counts the faces followed so far, from 0."""

    id: int
    box: NDArray[np.float64]
    eyes: NDArray[np.float64]
    score: float


@dataclass
class _Moment:
    frame: Frame | None
    """None once released: only what was seen in it is still of use."""
    time: float
    shot: int
    tracks: dict[int, Face]


class Follower:
    """Push every frame with its detections; each comes back ``ahead`` frames later with the face that is followed.

    Followed is, from the start of a shot, the largest, most central and most steadily seen face, until it has been away
    for ``PATIENCE`` seconds. A frame in which it was not detected has no target: nothing is made up.
    """

    def __init__(self, width: int, height: int, threshold: float = 0.6, ahead: int = AHEAD) -> None:
        self._middle = np.array([width, height]) / 2
        self._ahead = ahead
        self._tracker = Tracker(threshold)
        self._past: deque[_Moment] = deque(maxlen=ahead)
        self._coming: deque[_Moment] = deque()
        self._shot = 0
        self._followed: int | None = None
        self._last_seen, self._last_shot = 0.0, 0
        self._faces = -1

    def push(self, frame: Frame, faces: Sequence[Face], cut: bool) -> list[tuple[Frame, Target | None]]:
        """Takes the next frame, ``cut`` if it starts a shot; gives the frames that are decided now (none or one)."""
        self._shot += cut
        self._coming.append(_Moment(frame, frame.time, self._shot, self._tracker.update(frame.time, faces, cut)))
        return [self._release()] if len(self._coming) > self._ahead else []

    def flush(self) -> list[tuple[Frame, Target | None]]:
        """The frames that are still held, at the end of the video."""
        return [self._release() for _ in range(len(self._coming))]

    def _release(self) -> tuple[Frame, Target | None]:
        now = self._coming[0]
        before = list(takewhile(lambda moment: moment.shot == now.shot, reversed(self._past)))
        after = list(takewhile(lambda moment: moment.shot == now.shot, self._coming))
        around = before[::-1] + after
        target = self._target(now, around)
        self._past.append(self._coming.popleft())
        frame, now.frame = now.frame, None
        assert frame is not None
        return frame, target

    def _target(self, now: _Moment, around: list[_Moment]) -> Target | None:
        if self._followed is not None and self._followed not in now.tracks and self._lost(now, around):
            self._followed = None
        if self._followed is None and (chosen := self._choose(now, around)) is not None:
            self._followed = chosen
            self._faces += 1
        face = now.tracks.get(self._followed) if self._followed is not None else None
        if face is None or self._followed is None:
            return None
        self._last_seen, self._last_shot = now.time, now.shot
        seen = [(moment.time, moment.tracks[self._followed]) for moment in around if self._followed in moment.tracks]
        fit, distance = local_fit([time for time, _ in seen], [_place(each) for _, each in seen], now.time)
        share = 1.0 / (1.0 + (distance / size(face) / _TREMBLE) ** 2)
        steady = share * fit + (1.0 - share) * _place(face)
        return Target(self._faces, steady[:4], steady[4:].reshape(2, 2), face.score)

    def _lost(self, now: _Moment, around: list[_Moment]) -> bool:
        """Whether the followed face does not come back in this shot, as far as one can see."""
        if now.shot != self._last_shot:
            return True
        return now.time - self._last_seen > PATIENCE and not any(self._followed in moment.tracks for moment in around)

    def _choose(self, now: _Moment, around: list[_Moment]) -> int | None:
        """The track to follow from ``now`` on, or None."""
        needed = min(_HITS, len(around))
        weights = {}
        for track in now.tracks:
            hits = [moment.tracks[track] for moment in around if track in moment.tracks]
            if len(hits) >= needed:
                weights[track] = sum(size(face) ** 2 * self._centrality(face) for face in hits)
        return max(weights, key=weights.__getitem__, default=None)

    def _centrality(self, face: Face) -> float:
        """1 in the middle of the frame, 0.5 in a corner."""
        return 1.0 - 0.5 * min(1.0, float(np.linalg.norm((centre(face) - self._middle) / self._middle)) / np.sqrt(2))


def _place(face: Face) -> NDArray[np.float64]:
    """(8,) what is smoothed: the box and the ends of the line to be level."""
    return np.concatenate([face.box, eye_line(face.points).ravel()])
