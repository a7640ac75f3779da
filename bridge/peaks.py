# SPDX-License-Identifier: GPL-3.0-or-later
"""Short peaks of a curve: blinks, and, turned upside down, the moments in which the lips meet."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FOOT: Final = 0.1
"""A peak begins and ends where this share of its height is left."""


class Peak(NamedTuple):
    """Rows of a peak: ``start`` < ``top`` < ``end``."""

    start: int
    top: int
    end: int


def find(time: Array, values: Array, reach: float, height: float) -> list[Peak]:
    """The peaks of ``values`` (T,) at rising ``time`` (T,) that stand out by ``height`` on both sides within ``reach``
    seconds, in order. What stays up for longer is no peak."""
    if len(time) < 3:
        return []
    lag = max(1, int(np.ceil(reach / np.median(np.diff(time)))))
    before, after = _lowest_before(values, lag), _lowest_before(values[::-1], lag)[::-1]
    crest = values >= _highest_near(values, max(1, lag // 2))
    tops = np.flatnonzero(crest & (values - before >= height) & (values - after >= height))
    peaks: list[Peak] = []
    for top in tops[np.diff(tops, prepend=-lag) > 1]:  # of a flat top the first row
        first = max(0, int(np.searchsorted(time, time[top] - reach)))
        last = min(len(time), int(np.searchsorted(time, time[top] + reach, "right")))
        start = top - _foot(values[first : top + 1][::-1])
        end = top + _foot(values[top:last])
        if start < top < end and not (peaks and start < peaks[-1].top):
            peaks.append(Peak(int(start), int(top), int(end)))
    return peaks


def _foot(falling: Array) -> int:
    """How many rows after the first, the top, the foot of the peak is reached."""
    low = falling.min()
    return int(np.argmax(falling <= low + FOOT * (falling[0] - low)))


def _lowest_before(values: Array, lag: int) -> Array:
    """(T,) the least of each value and the ``lag`` before it."""
    padded = np.concatenate((np.full(lag, values[0]), values))
    return np.lib.stride_tricks.sliding_window_view(padded, lag + 1).min(1)


def _highest_near(values: Array, lag: int) -> Array:
    """(T,) the largest of each value and the ``lag`` to each side of it."""
    padded = np.concatenate((np.full(lag, values[0]), values, np.full(lag, values[-1])))
    return np.lib.stride_tricks.sliding_window_view(padded, 2 * lag + 1).max(1)
