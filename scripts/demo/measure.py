# SPDX-License-Identifier: GPL-3.0-or-later
"""How well curves came back: correlation and error per unit, and the angle between head rotations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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


def correlation(truth: Floats, result: Floats) -> float:
    """Pearson's r of two curves (F,); 0 where the result does not move at all, for then it tells nothing."""
    truth, result = truth - truth.mean(), result - result.mean()
    scale = np.sqrt((truth @ truth) * (result @ result))
    return float(truth @ result / scale) if scale > 1e-9 else 0.0


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


def angles_between(one: Floats, other: Floats) -> Floats:
    """Degrees from each unit quaternion (F, 4) of ``one`` to that of ``other``."""
    return 2.0 * np.degrees(np.arccos(np.clip(np.abs((one * other).sum(1)), 0.0, 1.0)))


def table(found: list[Score]) -> str:
    """A line a unit and their mean, for the terminal."""
    lines = [f"{'unit':18s} {'r raw':>7s} {'r baked':>8s} {'mean error':>11s}"]
    mean = Score("mean", *(float(np.mean([getattr(s, part) for s in found])) for part in ("raw", "baked", "error")))
    lines += [f"{s.name:18s} {s.raw:7.2f} {s.baked:8.2f} {s.error:11.2f}" for s in (*found, mean)]
    return "\n".join(lines)
