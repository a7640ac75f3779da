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


def subtract(values: Array, neutral: Array, basis: Basis, parts: Anatomy) -> Array:
    """``values`` (T, A) relative to ``neutral`` (A,). Lids are scaled as well, so that a closed eye stays closed
    whatever the open one looked like."""
    out = values - neutral
    for lid in parts.lids:
        full = basis.maximum[lid]
        if 0.0 < neutral[lid] < 0.75 * full:  # beyond, what is left of the range is noise
            out[:, lid] = np.where(out[:, lid] > 0, out[:, lid] * (full / (full - neutral[lid])), out[:, lid])
    return out
