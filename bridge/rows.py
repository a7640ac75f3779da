# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a solve as they arrive at a client of the sender, and the takes they become: one of the main face, and
one of each person who was there long enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from .protocol import Opened, Portrait, Row, floats
from .stepwise import drained
from .take import Take, TakeError

PIECE: Final = 1000
"""Rows that are laid out between two pauses: a few milliseconds."""

LONG_ENOUGH: Final = 1.0
"""Seconds for which a person must be seen to be one of the faces of a video; half of a video that is shorter."""

MOST_KEPT: Final = 16
"""Further faces that are kept of a video, those seen longest: a crowd is no list to choose from."""

_ALONE: Final = 0.95
"""Share of the main face's frames that must be one person's, and of that person's frames that must be the main face's,
for the two to be one face."""


@dataclass(frozen=True)
class Face:
    """One of the faces of a video. ``person``: id, None for the main face, which may be several people's in turn.
    ``found``: frames in which it is seen. ``portrait``: its picture, if pictures were asked for."""

    person: int | None
    found: int
    portrait: Portrait | None


class Rows:
    """Collects the rows of a video. ``opened`` is set before the first row comes; ``found`` counts frames with the main
    face, and so do length and ``last``."""

    def __init__(self) -> None:
        self.opened: Opened | None = None
        self.found = 0
        self._main: list[Row] = []
        self._people: dict[int, dict[int, Row]] = {}
        self._portraits: dict[int, Portrait] = {}

    def __len__(self) -> int:
        return len(self._main)

    @property
    def last(self) -> Row | None:
        """The main face's row that came last."""
        return self._main[-1] if self._main else None

    @property
    def people(self) -> list[int]:
        """Everyone who was there long enough up to now."""
        needed = self._long_enough()
        return [person for person, rows in self._people.items() if len(rows) >= needed]

    def add(self, row: Row) -> None:
        if row.main:
            self._main.append(row)
            self.found += row.found
        if row.found and row.face is not None:
            self._people.setdefault(row.face, {})[row.frame] = row

    def add_portrait(self, portrait: Portrait) -> None:
        self._portraits[portrait.face] = portrait

    def faces(self) -> list[Face]:
        """The main face and, if there are several people, every other one who was there long enough, first come first.
        A person who is the main face from end to end is not told twice."""
        in_main = Counter(row.face for row in self._main if row.found and row.face is not None)
        most_of_main = max(in_main, key=in_main.__getitem__, default=None)
        others = [
            Face(person, len(rows), self._portraits.get(person))
            for person in self.people
            if in_main[person] < _ALONE * max(self.found, len(rows := self._people[person]))
        ]
        others.sort(key=lambda face: -face.found)
        kept = sorted(others[:MOST_KEPT], key=lambda face: face.person or 0)
        portrait = None if most_of_main is None else self._portraits.get(most_of_main)
        return [Face(None, self.found, portrait), *kept]

    def _long_enough(self) -> float:
        """Frames."""
        count = len(self._main)
        duration = self._main[-1].time - self._main[0].time if count > 1 else 0.0
        return min(count / 2, LONG_ENOUGH * (count - 1) / duration) if duration > 0 else count / 2

    def take(self, program: str, person: int | None = None) -> Take:
        """All rows so far of the main face, or of ``person``; ``program`` is noted as their maker. Raises ``TakeError``
        if they do not fit together."""
        return drained(self.take_steps(program, person))

    def take_steps(self, program: str, person: int | None = None) -> Generator[None, None, Take]:
        """``take`` in short pieces, during which no row may come."""
        if self.opened is None:
            raise ValueError("no row can come before Opened")
        card, count = self.opened.card, len(self._main)
        seen = None if person is None else self._people[person]

        widths = (len(card.names), 4, 4, 3, 2)
        coefficients, box, rotation, translation, gaze = (np.full((count, n), np.nan, np.float32) for n in widths)
        confidence = np.full(count, np.nan, np.float32)
        found = np.zeros(count, np.bool_)
        for index, main in enumerate(self._main):
            if index % PIECE == 0:
                yield
            row = main if seen is None else seen.get(main.frame)
            if row is None or row.coefficients is None:
                continue
            found[index] = row.found
            vector = floats.unpack(row.coefficients)
            if len(vector) != len(card.names):
                raise TakeError(f"Frame {row.frame} has {len(vector)} coefficients, the model names {len(card.names)}.")
            coefficients[index] = vector
            confidence[index] = 1.0 if row.confidence is None else row.confidence
            optional = (box, row.box), (rotation, row.rotation), (translation, row.translation), (gaze, row.gaze)
            for array, values in optional:
                if values is not None:
                    array[index] = values
        return Take(
            names=card.names,
            coefficients=coefficients,
            frame=np.array([row.frame for row in self._main], np.int64),
            time=np.array([row.time for row in self._main], np.float64),
            found=found,
            confidence=confidence,
            box=box,
            rotation=rotation,
            translation=translation,
            gaze=gaze if np.isfinite(gaze).any() else None,
            meta=_meta(self.opened, program)
            | _identity(self._main if seen is None else seen.values())
            | ({} if person is None else {"person": person}),
        )


def closest(take: Take, others: list[Take]) -> int:
    """Which of ``others``, solves of the same video, is of the same face as ``take``: the one whose boxes lie over its
    own most; the first one if none does."""
    return int(np.argmax([_overlap(take, other) for other in others]))


def _overlap(a: Take, b: Take) -> float:
    """Intersection over union of the boxes, summed over the frames in which both have one."""
    _, of_a, of_b = np.intersect1d(a.frame, b.frame, return_indices=True)
    both = a.found[of_a] & b.found[of_b]
    first, second = a.box[of_a[both]].astype(np.float64), b.box[of_b[both]].astype(np.float64)
    shared = np.clip(np.minimum(first[:, 2:], second[:, 2:]) - np.maximum(first[:, :2], second[:, :2]), 0, None).prod(1)
    union = (first[:, 2:] - first[:, :2]).prod(1) + (second[:, 2:] - second[:, :2]).prod(1) - shared
    return float(np.nansum(shared / np.where(union > 0, union, np.nan)))


def _identity(rows: Iterable[Row]) -> dict[str, object]:
    """The person as the model sees them, averaged over all frames with a face: nobody changes within a video."""
    identities = [floats.unpack(row.identity) for row in rows if row.identity is not None]
    if not identities or len({len(each) for each in identities}) > 1:
        return {}
    return {"identity": np.mean(identities, axis=0, dtype=np.float64).round(5).tolist()}


def _meta(opened: Opened, program: str) -> dict[str, object]:
    return {
        "video": opened.name, "sha256": opened.sha256, "width": opened.width, "height": opened.height,
        "rate": opened.rate, "model": opened.card.id, "model_sha256": opened.card.sha256, "basis": opened.card.basis,
        "reliability": dict(opened.card.reliability), "steady": bool(opened.card.noise), "program": program,
    }  # fmt: skip
