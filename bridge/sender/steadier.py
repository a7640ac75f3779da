# SPDX-License-Identifier: GPL-3.0-or-later
"""The model's temporal step: takes out of a video's rows what trembles on a face that is still.

A network that sees one frame at a time gives a still face a little differently in each, and its model card says by how
much. Blinks and lips that close stand far out of that and stay."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Final

import numpy as np

from .. import filters, rotation
from ..protocol import ModelCard, Row, floats

_PIECE: Final = 0.25
"""Seconds of video that are settled at a time, which spreads the cost of those around them."""


class Steadier:
    """Push every row; it comes back once the ``filters.LAG`` seconds after it are known, in the same order.

    With a card that knows of no noise, rows come back at once and as they are."""

    def __init__(self, card: ModelCard) -> None:
        self._noise = card.noise
        self._spread = np.array([self._noise.get(name, 0.0) for name in card.names])
        self._held: deque[Row] = deque()
        self._past: deque[Row] = deque()

    def push(self, row: Row, cut: bool = False) -> list[Row]:
        """Takes the next row, ``cut`` if it is the first one of a shot, across which nothing is averaged even of a
        person who is in both; gives the rows that are settled now."""
        if not self._noise:
            return [row]
        if cut:
            ended = self.flush()
            self._past.clear()
            self._held.append(row)
            return ended
        self._held.append(row)
        settled = row.time - filters.LAG
        return self._settle(settled) if settled - self._held[0].time >= _PIECE else []

    def flush(self) -> list[Row]:
        """The rows that are still held, at the end of the video."""
        return self._settle(float("inf"))

    def _settle(self, until: float) -> list[Row]:
        """The held rows up to a time."""
        count = sum(row.time <= until for row in self._held)
        near = [*self._past, *self._held]
        first = len(self._past)
        out = near[first : first + count]
        for face in {row.face for row in out if row.found}:
            where = [i for i, row in enumerate(near) if row.face == face]
            calm = self._calm([near[i] for i in where])
            for i, row in zip(where, calm, strict=True):
                if first <= i < first + count:
                    out[i - first] = row
        for _ in range(count):
            self._past.append(self._held.popleft())
        while self._past and self._past[-1].time - self._past[0].time > filters.LAG:
            self._past.popleft()
        return out

    def _calm(self, rows: list[Row]) -> list[Row]:
        """One person's rows."""
        time = np.array([row.time for row in rows])
        units = np.array([floats.unpack(row.coefficients or b"") for row in rows], np.float64)
        steady = filters.steady(time, units, self._spread)
        found = [replace(row, coefficients=floats.pack(each)) for row, each in zip(rows, steady, strict=True)]
        if all(row.rotation is not None for row in rows):
            turns = rotation.continuous(np.array([row.rotation for row in rows], np.float64))
            turns = rotation.normalise(self._channel(time, turns, "rotation"))
            found = [replace(row, rotation=tuple(each)) for row, each in zip(found, turns.tolist(), strict=True)]
        if all(row.gaze is not None for row in rows):
            looks = self._channel(time, np.array([row.gaze for row in rows], np.float64), "gaze")
            found = [replace(row, gaze=tuple(each)) for row, each in zip(found, looks.tolist(), strict=True)]
        return found

    def _channel(self, time: filters.Array, values: filters.Array, name: str) -> filters.Array:
        return filters.steady(time, values, np.full(values.shape[1], self._noise.get(name, 0.0)))
