# SPDX-License-Identifier: GPL-3.0-or-later
"""How well curves came back: correlation and error per unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weights.train.score import correlation

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """Of one unit: correlation of the raw and of the baked curve with the truth, and the baked curve's mean error."""

    name: str
    raw: float
    baked: float
    error: float


def sampled(at: Floats, time: Floats, values: Floats) -> Floats:
    """``values`` (T, A) known at ``time`` (T,), taken at ``at`` (F,): frames meet by time, not by number."""
    return np.stack([np.interp(at, time, axis) for axis in values.T], axis=1)


def scores(names: tuple[str, ...], truth: Floats, raw: Floats, baked: Floats) -> list[Score]:
    """One ``Score`` a unit, from three (F, A) arrays on the same frames."""
    return [
        Score(
            name,
            correlation(truth[:, axis], raw[:, axis]),
            correlation(truth[:, axis], baked[:, axis]),
            float(np.abs(truth[:, axis] - baked[:, axis]).mean()),
        )
        for axis, name in enumerate(names)
    ]


def table(found: list[Score]) -> str:
    """A line a unit and their mean, for the terminal."""
    lines = [f"{'unit':18s} {'r raw':>7s} {'r baked':>8s} {'mean error':>11s}"]
    mean = Score("mean", *(float(np.mean([getattr(s, part) for s in found])) for part in ("raw", "baked", "error")))
    lines += [f"{s.name:18s} {s.raw:7.2f} {s.baked:8.2f} {s.error:11.2f}" for s in (*found, mean)]
    return "\n".join(lines)
