# SPDX-License-Identifier: GPL-3.0-or-later
"""Follows the faces of a video and steadies their boxes, looking a few frames ahead so that nothing lags."""

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
from .people import People
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

LEAST: Final = 32.0
"""Longer side of the box of a further face, pixels: below, the weights lose more than the 0.02 of r that they were
measured to lose here."""

_BACKGROUND: Final = 0.25
"""Size, over that of the main face, below which a further one belongs to the background. It would cost as much time."""


@dataclass(frozen=True)
class Target:
    """Where a followed face is in a frame, in pixels: ``box`` (4,) x0 y0 x1 y1 and ``eyes`` (2, 2), the line to be
    level (``eye_line``), both smoothed; ``score`` of the detection; ``id`` of the person (``people.py``), from 0."""

    id: int
    box: NDArray[np.float64]
    eyes: NDArray[np.float64]
    score: float


@dataclass(frozen=True)
class Decided:
    """A frame with the faces to solve in it: the ``main`` one, None where it is not seen, and ``others``."""

    frame: Frame
    main: Target | None
    others: tuple[Target, ...] = ()


@dataclass
class _Moment:
    frame: Frame | None
    """None once released: only what was seen in it is still of use."""
    time: float
    shot: int
    tracks: dict[int, Face]


class Follower:
    """Push every frame with its detections; each comes back ``ahead`` frames later with the faces that are followed.

    The main face is, from the start of a shot, the largest, most central and most steadily seen one, until it has been
    away for ``PATIENCE`` seconds. With it come up to ``most - 1`` others, in the order of their size; those that were
    followed in the frame before go first. A frame in which a face was not detected has no target: nothing is made up.
    """

    def __init__(self, width: int, height: int, threshold: float = 0.6, ahead: int = AHEAD, most: int = 1) -> None:
        self._middle = np.array([width, height]) / 2
        self._ahead = ahead
        self._most = most
        self._tracker = Tracker(threshold)
        self._people = People()
        self._names: dict[int, int] = {}
        """Track -> person, of the shot ``_named``."""
        self._named = 0
        self._beside: list[int] = []
        """Tracks of the others in the frame before."""
        self._past: deque[_Moment] = deque(maxlen=ahead)
        self._coming: deque[_Moment] = deque()
        self._shot = 0
        self._main: int | None = None
        self._main_size = 0.0
        self._last_seen, self._last_shot = 0.0, 0

    def push(self, frame: Frame, faces: Sequence[Face], cut: bool) -> list[Decided]:
        """Takes the next frame, ``cut`` if it starts a shot; gives the frames that are decided now (none or one)."""
        self._shot += cut
        self._coming.append(_Moment(frame, frame.time, self._shot, self._tracker.update(frame.time, faces, cut)))
        return [self._release()] if len(self._coming) > self._ahead else []

    def flush(self) -> list[Decided]:
        """The frames that are still held, at the end of the video."""
        return [self._release() for _ in range(len(self._coming))]

    def _release(self) -> Decided:
        now = self._coming[0]
        before = list(takewhile(lambda moment: moment.shot == now.shot, reversed(self._past)))
        after = list(takewhile(lambda moment: moment.shot == now.shot, self._coming))
        around = before[::-1] + after
        frame, now.frame = now.frame, None
        assert frame is not None
        if now.shot != self._named:
            self._named = now.shot
            self._names.clear()
        self._follow(now, around)
        self._beside = self._others(now, around)
        main = [] if self._main is None or self._main not in now.tracks else [self._main]
        self._name([*main, *self._beside], now, after, frame)
        targets = {track: self._steadied(track, now, around) for track in (*main, *self._beside)}
        self._past.append(self._coming.popleft())
        return Decided(frame, targets[main[0]] if main else None, tuple(targets[track] for track in self._beside))

    def _follow(self, now: _Moment, around: list[_Moment]) -> None:
        """Decides whose face is the main one."""
        if self._main is not None and self._main not in now.tracks and self._lost(now, around):
            self._main = None
        if self._main is None:
            self._main = self._choose(now, around)
        if self._main is not None and self._main in now.tracks:
            self._last_seen, self._last_shot = now.time, now.shot
            self._main_size = size(now.tracks[self._main])

    def _others(self, now: _Moment, around: list[_Moment]) -> list[int]:
        """The tracks to solve beside the main one."""
        if self._most == 1:
            return []
        least = max(LEAST, _BACKGROUND * self._main_size)
        worth = [
            track
            for track, face in now.tracks.items()
            if track != self._main and (track in self._names or size(face) >= least and self._real(track, around))
        ]
        worth.sort(key=lambda track: (track not in self._beside, -size(now.tracks[track])))
        return worth[: self._most - 1]

    def _name(self, tracks: list[int], now: _Moment, after: list[_Moment], frame: Frame) -> None:
        """Finds out who is on each of ``tracks``, and remembers how they look."""
        present = {self._names[track] for moment in after for track in moment.tracks if track in self._names}
        new = {track: now.tracks[track] for track in tracks if track not in self._names}
        self._names |= self._people.meet(new, frame.bgr, present) if new else {}
        for track in tracks:
            self._people.see(self._names[track], now.tracks[track], frame.bgr, now.time)

    def _steadied(self, track: int, now: _Moment, around: list[_Moment]) -> Target:
        face = now.tracks[track]
        seen = [(moment.time, moment.tracks[track]) for moment in around if track in moment.tracks]
        fit, distance = local_fit([time for time, _ in seen], [_place(each) for _, each in seen], now.time)
        share = 1.0 / (1.0 + (distance / size(face) / _TREMBLE) ** 2)
        steady = share * fit + (1.0 - share) * _place(face)
        return Target(self._names[track], steady[:4], steady[4:].reshape(2, 2), face.score)

    def _lost(self, now: _Moment, around: list[_Moment]) -> bool:
        """Whether the main face does not come back in this shot, as far as one can see."""
        if now.shot != self._last_shot:
            return True
        return now.time - self._last_seen > PATIENCE and not any(self._main in moment.tracks for moment in around)

    def _choose(self, now: _Moment, around: list[_Moment]) -> int | None:
        """The track of the main face from ``now`` on, or None."""
        weights = {
            track: sum(size(face) ** 2 * self._centrality(face) for face in _hits(track, around))
            for track in now.tracks
            if self._real(track, around)
        }
        return max(weights, key=weights.__getitem__, default=None)

    @staticmethod
    def _real(track: int, around: list[_Moment]) -> bool:
        """Whether what is seen is a face and no ghost."""
        return len(_hits(track, around)) >= min(_HITS, len(around))

    def _centrality(self, face: Face) -> float:
        """1 in the middle of the frame, 0.5 in a corner."""
        return 1.0 - 0.5 * min(1.0, float(np.linalg.norm((centre(face) - self._middle) / self._middle)) / np.sqrt(2))


def _hits(track: int, around: list[_Moment]) -> list[Face]:
    return [moment.tracks[track] for moment in around if track in moment.tracks]


def _place(face: Face) -> NDArray[np.float64]:
    """(8,) what is smoothed: the box and the ends of the line to be level."""
    return np.concatenate([face.box, eye_line(face.points).ravel()])
