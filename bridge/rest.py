# SPDX-License-Identifier: GPL-3.0-or-later
"""The resting face of a take: what it shows when the face does nothing, which no two faces and models agree on."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .anatomy import Anatomy
from .basis import Basis

Array = NDArray[np.float64]

QUIET: Final = 0.1
"""Share of the frames, the quietest, that are taken for rest."""

FEWEST: Final = 9
"""So many frames at least, as far as there are."""

MOST: Final = 4096
"""Frames that ``Running`` keeps: of more, every second goes."""


def over(values: Array) -> Array:
    """(A,) the expression of a stretch (T, A) that is known to be at rest: the median, which a blink does not move."""
    return np.median(values, 0)


def automatic(values: Array, basis: Basis, parts: Anatomy) -> Array:
    """(A,) the resting expression of a take (T, A) of which nothing is known.

    Rest is not each axis' own minimum, which no face ever shows at once, but the median of the frames in which the face
    as a whole does least: those nearest to the low end of all activations (their 5 % quantile), or to the middle of
    axes in units of sigma, whose sign has no meaning. Lids have no say in the choice, else it would fall on wide
    eyes."""
    low = np.quantile(values, 0.05, axis=0) if basis.unit == "activation" else np.median(values, 0)
    signed = np.asarray(basis.minimum) < 0
    low[signed] = np.median(values[:, signed], 0)
    away = np.abs(values - low)
    away[:, parts.lids] = 0.0
    count = min(len(values), max(FEWEST, round(QUIET * len(values))))
    return over(values[np.argsort(away.sum(1), kind="stable")[:count]])


class Running:
    """The resting face of a take whose frames still come: ``over`` those that were picked, indices ``picked`` from
    first to last, as soon as one of them has come; before, and where none was picked, ``automatic`` over all that have
    come, anew whenever these are a tenth more."""

    def __init__(self, basis: Basis, parts: Anatomy, picked: tuple[int, int] | None = None) -> None:
        self._basis, self._parts, self._picked = basis, parts, picked
        self._begin(reached=False)

    def add(self, frame: int, values: Array) -> Array:
        """(A,) the resting face by all that has come: ``values`` (A,) is the expression in the frame of index
        ``frame``."""
        picked = self._picked is not None and self._picked[0] <= frame <= self._picked[1]
        if picked and not self._reached:
            self._begin(reached=True)
        if picked or not self._reached:
            self._keep(values)
        return self._rest

    def _begin(self, reached: bool) -> None:
        self._reached = reached
        self._rows: list[Array] = []
        self._count, self._due, self._every = 0, 1, 1
        self._rest = np.zeros(len(self._basis))

    def _keep(self, values: Array) -> None:
        if self._count % self._every == 0:
            self._rows.append(values)
        self._count += 1
        if len(self._rows) > MOST:
            del self._rows[1::2]
            self._every *= 2
        if self._count >= self._due:
            self._due = self._count + 1 + self._count // 10
            rows = np.array(self._rows)
            self._rest = over(rows) if self._reached else automatic(rows, self._basis, self._parts)


def subtract(values: Array, neutral: Array, basis: Basis, parts: Anatomy) -> Array:
    """``values`` (T, A) relative to ``neutral`` (A,). Lids are scaled as well, so that a closed eye stays closed
    whatever the open one looked like."""
    out = values - neutral
    for lid in parts.lids:
        full = basis.maximum[lid]
        if 0.0 < neutral[lid] < 0.75 * full:  # beyond, what is left of the range is noise
            out[:, lid] = np.where(out[:, lid] > 0, out[:, lid] * (full / (full - neutral[lid])), out[:, lid])
    return out
