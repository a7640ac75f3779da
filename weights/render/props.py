# SPDX-License-Identifier: GPL-3.0-or-later
"""Things held before a face: microphones, cups, bottles, spoons, phones, as one tube with a profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .solids import tube, tube_triangles
from .surface import Surface

RINGS: Final = 12

# Profiles from the end at the face on: how far along (0..1) and how wide (of the widest), and what they are:
# length, half width, thickness over width, squareness of the section, the place of the near end, its usual gap.
_KINDS: Final = (
    ("microphone", (0, 0, .03, .08, .14, .2, .24, .25, .3, .6, 1, 1), (0, .45, .8, 1, 1, .85, .62, .5, .46, .4, .34, 0),
     (1.9, 0.26, 1.0, 2.0), (0.0, -0.85), (0.1, 0.7)),
    ("cup", (0, 0, .02, .1, .2, .4, .6, .8, .95, 1, 1, 1), (0, .96, 1, .98, .96, .92, .87, .82, .78, .7, .4, 0),
     (1.0, 0.42, 1.0, 2.0), (0.0, -0.6), (0.3, 0.6)),
    ("bottle", (0, 0, .06, .12, .2, .3, .36, .45, .7, .98, 1, 1), (0, .3, .32, .32, .35, .6, .9, 1, 1, 1, .8, 0),
     (2.0, 0.34, 1.0, 2.0), (0.0, -0.65), (0.1, 0.5)),
    ("phone", (0, 0, .02, .1, .3, .5, .7, .8, .9, .98, 1, 1), (0, .9, 1, 1, 1, 1, 1, 1, 1, 1, .9, 0),
     (1.5, 0.38, 0.11, 8.0), (0.5, -0.2), (0.2, 1.2)),
    ("spoon", (0, .02, .06, .12, .18, .22, .3, .4, .5, .7, 1, 1), (0, .5, .85, 1, .7, .35, .2, .2, .2, .22, .3, 0),
     (1.8, 0.19, 0.3, 2.0), (0.0, -0.66), (0.02, 0.3)),
)  # fmt: skip


@dataclass(frozen=True)
class Prop:
    """Number of a ``kind``; its near end at ``place`` (2,) and ``gap`` dm before the skin; where it points away to:
    ``aside`` and ``forward`` in radians from straight down; ``size``; linear ``colour``, ``gloss``, stripes."""

    kind: int
    place: tuple[float, float]
    gap: float
    aside: float
    forward: float
    size: float
    colour: tuple[float, float, float]
    gloss: float
    stripe: float


def sample(rng: np.random.Generator) -> Prop:
    kind = int(rng.choice(len(_KINDS), p=(0.4, 0.22, 0.1, 0.2, 0.08)))
    _, _, _, _, (x, y), (near, far) = _KINDS[kind]
    dark = rng.random() < (0.8 if kind in (0, 3) else 0.3)
    colour = np.full(3, rng.uniform(0.005, 0.06)) if dark else rng.uniform(0.1, 0.8) * (0.4 + 0.6 * rng.random(3))
    return Prop(
        kind=kind,
        place=(x * float(rng.choice((-1, 1))) + rng.normal(0, 0.12), y + rng.normal(0, 0.1)),
        gap=rng.uniform(near, far),
        aside=rng.normal(0, 0.5),
        forward=rng.normal(0.6, 0.3),
        size=rng.uniform(0.85, 1.15),
        colour=tuple(float(c) for c in colour),  # pyright: ignore[reportArgumentType]
        gloss=rng.uniform(0, 1.2),
        stripe=float(rng.random() < 0.2) * rng.uniform(4, 14),
    )


def triangles() -> NDArray[np.int32]:
    return tube_triangles(1, RINGS)


def build(prop: Prop, surface: Surface) -> NDArray[np.float64]:
    """(RINGS * AROUND, 3) vertices in the subject's frame."""
    _, along, wide, (length, half, flat, square), _, _ = _KINDS[prop.kind]
    start, _ = surface.at(*prop.place)
    start = start + np.array([0, 0, prop.gap])
    away = np.array([np.sin(prop.aside), -np.cos(prop.aside) * np.cos(prop.forward), np.sin(prop.forward)])
    away /= np.linalg.norm(away)
    line = start + (np.array(along) + np.linspace(0, 1e-4, RINGS))[:, None] * (away * length * prop.size)
    radius = np.array(wide) * half * prop.size
    return tube(line, radius, radius * flat, (0, 0, 1), square)
