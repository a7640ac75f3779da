# SPDX-License-Identifier: GPL-3.0-or-later
"""How still the output is where a face is still, and whether it is quick enough for blinks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge.anatomy import anatomy
from bridge.basis import DEFAULT

BOUND: Final = 0.05
"""A segment is still when no channel of the reference ranges further in it. Of 2511 frames of nine clips 690 are."""
SHORTEST: Final = 10
"""Frames of a still segment."""
SHUT: Final = 0.5
"""Above this a lid of the reference blinks."""
REACHED: Final = 0.7
"""Share of the 99th percentile of its own output that a lid must reach to have blinked."""

Curves = NDArray[np.floating]


def runs(frames: NDArray[np.integer]) -> list[slice]:
    """Rows of frames that follow each other without a gap."""
    ends = [*(np.flatnonzero(np.diff(frames) != 1) + 1).tolist(), len(frames)]
    return [slice(start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True)] if len(frames) else []


def segments(reference: Curves, frames: NDArray[np.integer]) -> list[slice]:
    """Rows of ``reference`` (T, 29) in which it hardly moves, each as long as the bound allows. ``frames`` (T,): their
    numbers in the video."""
    found = []
    for run in runs(frames):
        start = run.start
        while start + SHORTEST <= run.stop:
            if np.ptp(reference[start : start + SHORTEST], axis=0).max() > BOUND:
                start += 1
                continue
            rest = reference[start : run.stop]
            ranges = np.maximum.accumulate(rest) - np.minimum.accumulate(rest)
            length = int((ranges.max(1) <= BOUND).sum())
            found.append(slice(start, start + length))
            start += length
    return found


def jitter(units: Curves, parts: list[slice]) -> float:
    """Root mean square of the second differences of ``units`` (T, 29) over frames of the parts and channels, in slider
    units per frame squared; NaN without a part. Slow movement does not count, trembling does."""
    bends = [np.diff(np.asarray(units[part], np.float64), 2, axis=0).ravel() for part in parts]
    return float(np.sqrt(np.mean(np.concatenate(bends) ** 2))) if bends else float("nan")


def blinks(lid: Curves, frames: NDArray[np.integer]) -> list[int]:
    """Rows at which the reference's ``lid`` (T,) is furthest down, once each time that it falls shut and opens."""
    peaks = []
    for run in runs(frames):
        shut = np.flatnonzero(np.diff(np.concatenate([[False], lid[run] > SHUT, [False]]).astype(int)))
        for start, end in shut.reshape(-1, 2):
            if start > 0 and end < run.stop - run.start:
                peaks.append(run.start + int(start + np.argmax(lid[run][start:end])))
    return peaks


def reached(lid: Curves, peaks: list[int]) -> int:
    """At how many of the peaks ``lid`` (T,) is shut by its own measure, at most one frame early or late."""
    wanted = REACHED * np.percentile(lid, 99)
    return sum(bool(lid[max(0, peak - 1) : peak + 2].max() >= wanted) for peak in peaks)


@dataclass(frozen=True)
class Stillness:
    """``jitter`` and ``frames`` of the clips that have still segments; ``blinks`` of single lids in the reference, and
    how many of them the output ``reached``."""

    jitter: dict[str, float]
    frames: dict[str, int]
    blinks: int
    reached: int

    @property
    def share(self) -> str:
        return f"{self.reached} of {self.blinks}"

    @property
    def mean(self) -> float:
        return float(np.mean(list(self.jitter.values()))) if self.jitter else float("nan")


def stillness(
    found: Mapping[str, Curves], reference: Mapping[str, Curves], frames: Mapping[str, NDArray[np.integer]]
) -> Stillness:
    """By clip: ``found`` and ``reference`` (T, 29) and the ``frames`` (T,) of the video that their rows are."""
    shaking, still, total, good = {}, {}, 0, 0
    for clip, wanted in reference.items():
        parts = segments(wanted, frames[clip])
        if parts:
            shaking[clip], still[clip] = jitter(found[clip], parts), sum(part.stop - part.start for part in parts)
        for k in anatomy(DEFAULT).lids:
            peaks = blinks(wanted[:, k], frames[clip])
            total, good = total + len(peaks), good + reached(found[clip][:, k], peaks)
    return Stillness(shaking, still, total, good)
