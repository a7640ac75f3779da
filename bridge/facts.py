# SPDX-License-Identifier: GPL-3.0-or-later
"""What a take can and cannot be relied on for: which axes its video moved, how well its model follows them, and where
it saw the face badly."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .take import Take

STILL: Final = 0.06
"""An axis that spans less than this, between its 1 % and 99 % quantile and as a share of its basis' range, was not
moved. The default model's own jitter spans less in 77 % of its units, over 55 stretches of real clips with a still
face."""

UNSURE: Final = 0.6
"""Confidence below which a face counts as badly seen."""


def moved(take: Take, span: float = 1.0) -> NDArray[np.bool_]:
    """(A,) whether the video moved each axis. ``span``: range of the basis' axes."""
    if not take.found.any():
        return np.zeros(len(take.names), bool)
    low, high = np.quantile(take.coefficients[take.found], (0.01, 0.99), axis=0)
    return np.asarray(high - low > STILL * span)


def reliability(take: Take) -> dict[str, float]:
    """For each axis by name the correlation with the truth that was measured for the take's model, where known."""
    said = take.meta.get("reliability")
    if not isinstance(said, dict):
        return {}
    return {
        name: float(value)
        for name, value in said.items()
        if name in take.names and isinstance(value, int | float) and np.isfinite(value)
    }


def unsure(take: Take) -> NDArray[np.bool_]:
    """(T,) frames on which a face was found but badly seen."""
    return take.found & (np.nan_to_num(take.confidence, nan=1.0) < UNSURE)


def spans(rows: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First row and the row after the last of each run of True in (T,) ``rows``."""
    edges = np.flatnonzero(np.diff(rows.astype(np.int8), prepend=0, append=0))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]
