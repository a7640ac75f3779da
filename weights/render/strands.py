# SPDX-License-Identifier: GPL-3.0-or-later
"""Locks of hair that hang over the forehead, the brows or an eye."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .solids import AROUND, tube, tube_triangles
from .surface import Surface

LOCKS: Final = 16
RINGS: Final = 8
TOP: Final = 0.86  # dm above the eyes where the hair begins


@dataclass(frozen=True)
class Locks:
    """(n, 2) ``roots`` and ``tips`` in dm from the middle between the eyes, ``bows`` (n,) sideways, widths, lifts."""

    roots: NDArray[np.float64]
    tips: NDArray[np.float64]
    bows: NDArray[np.float64]
    widths: NDArray[np.float64]
    lifts: NDArray[np.float64]


def sample(rng: np.random.Generator) -> Locks:
    """A few loose strands or a whole fringe."""
    fringe = rng.random() < 0.4
    count = int(rng.integers(9, LOCKS + 1)) if fringe else int(rng.integers(1, 7))
    parting, lean = rng.normal(0, 0.25), rng.normal(0, 0.3)
    x = np.linspace(-0.55, 0.55, count) + rng.normal(0, 0.05, count) if fringe else parting + rng.normal(0, 0.25, count)
    end = rng.normal(0.36, 0.12) if fringe else rng.normal(0.1, 0.35)
    tips = np.stack([x * rng.uniform(0.9, 1.4) + lean * rng.random(count), end + rng.normal(0, 0.08, count)], 1)
    wide = rng.uniform(0.04, 0.075) if fringe else rng.uniform(0.006, 0.03)
    return Locks(
        roots=np.stack([x * 0.8, TOP + rng.normal(0, 0.06, count)], 1),
        tips=np.clip(tips, (-0.75, -0.9), (0.75, 0.7)),
        bows=rng.normal(0, 0.08, count),
        widths=wide * rng.uniform(0.6, 1.4, count),
        lifts=rng.uniform(0.015, 0.09, count),
    )


def triangles() -> NDArray[np.int32]:
    return tube_triangles(LOCKS, RINGS)


def build(locks: Locks, surface: Surface) -> NDArray[np.float64]:
    """(LOCKS * RINGS * AROUND, 3) vertices; locks that are not worn lie in one point behind the face."""
    out = np.full((LOCKS, RINGS * AROUND, 3), (0.0, 0.0, -0.8))
    t = np.linspace(0, 1, RINGS)
    taper = np.array([0.5, 0.9, 1, 1, 0.95, 0.85, 0.6, 0.12])
    for i in range(len(locks.roots)):
        flat = locks.roots[i] * (1 - t[:, None]) + locks.tips[i] * t[:, None]
        flat[:, 0] += locks.bows[i] * np.sin(np.pi * t)
        line = np.column_stack([flat, surface.depth(flat) + locks.lifts[i] * np.sin(np.pi * (0.15 + 0.85 * t)) + 0.01])
        out[i] = tube(line, locks.widths[i] * taper, locks.widths[i] * taper * 0.35 + 0.003, (0, 0, 1))
    return out.reshape(-1, 3)
