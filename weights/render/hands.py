# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands at a face: four fingers, a thumb and the forearm as bent tubes, laid against the skin or held before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .props import Prop
from .solids import resampled, rounded, tube, tube_triangles
from .surface import Surface

RINGS: Final = 14
TUBES: Final = 6  # four fingers with their part of the palm, the thumb, the forearm
KNUCKLES: Final = np.array([-0.30, -0.10, 0.10, 0.29])  # from the index finger on, dm across a hand
REACH: Final = np.array([0.96, 1.0, 0.97, 0.88])  # wrist to knuckle
FINGERS: Final = np.array([0.94, 1.05, 0.98, 0.78])
BONES: Final = np.array([0.44, 0.27, 0.21])  # of a finger, from the knuckle on, dm

# Places (x, y) in dm from the middle between the eyes that the fingertips go to, on the hand's own side, and where the
# fingers point, in radians from upright towards the middle.
PLACES: Final = (
    (0.22, -1.15, 0.3, 0.4), (0.45, -0.7, 0.25, 0.4), (0.0, -0.66, 0.9, 0.5), (0.1, -0.95, 0.7, 0.5),
    (0.55, 0.1, 0.2, 0.4), (0.2, 0.45, 0.6, 0.4), (0.15, -0.3, 0.6, 0.5), (0.6, -0.4, 0.1, 0.5),
)  # fmt: skip
_LIKELY: Final = np.array([0.3, 0.17, 0.13, 0.17, 0.06, 0.04, 0.05, 0.08])


@dataclass(frozen=True)
class Hand:
    """``side`` 1 the subject's left hand, -1 the right; fingertips at ``place`` (2,) on that side, ``direction`` of the
    fingers, ``lift`` over the skin in dm, ``curl`` (4,) and ``spread`` of the fingers in radians, ``tilt`` of the palm,
    ``size`` of the hand, ``tone`` against the face's skin, bare forearm or ``sleeve``."""

    side: float
    place: tuple[float, float]
    direction: float
    lift: float
    curl: tuple[float, float, float, float]
    spread: float
    tilt: float
    size: float
    tone: float
    sleeve: float


def sample(rng: np.random.Generator, size: float, tone: float, sleeve: float) -> Hand:
    x, y, direction, wide = PLACES[int(rng.choice(len(PLACES), p=_LIKELY))]
    away = rng.random() < 0.2  # a gesture, nearer to the camera
    fist = rng.uniform(0.1, 0.5) if rng.random() < 0.6 else rng.uniform(0.6, 1.3)
    return Hand(
        side=float(rng.choice((-1.0, 1.0))),
        place=(x + rng.normal(0, 0.12), y + rng.normal(0, 0.12)),
        direction=direction + rng.normal(0, wide),
        lift=rng.uniform(0.4, 1.2) if away else rng.uniform(0.02, 0.12),
        curl=tuple(fist + rng.normal(0, 0.12, 4) + np.linspace(0, rng.normal(0, 0.3), 4)),  # pyright: ignore[reportArgumentType]
        spread=rng.uniform(0.0, 0.12),
        tilt=rng.normal(0.1, 0.25),
        size=size,
        tone=tone,
        sleeve=sleeve,
    )


def holding(rng: np.random.Generator, hand: Hand, prop: Prop) -> Hand:
    """The same hand, closed about the thing."""
    x, y = prop.place[0] + 0.55 * np.sin(prop.aside), prop.place[1] - 0.5 * prop.size
    curl = tuple(float(c) for c in rng.uniform(0.9, 1.4) + rng.normal(0, 0.08, 4))
    return replace(
        hand,
        place=(float(x) * hand.side + rng.normal(0, 0.08), float(y)),
        direction=rng.uniform(0.3, 1.3),
        lift=max(prop.gap, 0.2) + rng.uniform(0.0, 0.2),
        curl=curl,  # pyright: ignore[reportArgumentType]
        spread=0.02,
    )


def triangles() -> NDArray[np.int32]:
    return tube_triangles(TUBES, RINGS)


def build(hand: Hand, surface: Surface) -> NDArray[np.float64]:
    """(TUBES * RINGS * AROUND, 3) vertices in the subject's frame; the forearm's come last."""
    target, outward = surface.at(hand.side * hand.place[0], hand.place[1])
    outward = outward + np.array([0, 0, 0.6])
    outward /= np.linalg.norm(outward)
    towards = np.array([-hand.side * np.sin(hand.direction), np.cos(hand.direction), 0.0])
    towards -= towards @ outward * outward
    towards /= np.linalg.norm(towards)
    across = np.cross(towards, outward) * hand.side  # from the index finger to the little one when seen on the left
    tilted = np.cos(hand.tilt) * towards - np.sin(hand.tilt) * outward
    back = np.cos(hand.tilt) * outward + np.sin(hand.tilt) * towards
    local, tips = [], []
    for i in range(4):
        bend, lean = np.cumsum(np.array([0.55, 1.0, 0.7]) * hand.curl[i]), (i - 1.5) * hand.spread
        steps = BONES[:, None] * FINGERS[i] * np.stack([np.sin(lean) * np.cos(bend), np.cos(bend), -np.sin(bend)], 1)
        knuckle = np.array([KNUCKLES[i], REACH[i], 0.02])
        line = np.concatenate([[(KNUCKLES[i] * 0.5, 0, 0)], knuckle[None], knuckle + np.cumsum(steps, 0)])
        local.append(rounded(line, [0.15, 0.112, 0.098, 0.088, 0.072], RINGS))
        tips.append(line[-1])
    open_ = 0.25 + 0.5 * float(np.clip(1 - hand.curl[0], 0, 1))
    thumb = np.array([(-0.12, 0.12, -0.02), (-0.42, 0.42, -0.08), (-0.42 - 0.35 * open_, 0.74, -0.14),
                      (-0.40 - 0.42 * open_, 1.02, -0.2)])  # fmt: skip
    local.append(rounded(thumb, [0.15, 0.125, 0.105, 0.08], RINGS))
    local.append(resampled(np.array([(0, 0.1, 0), (0, -0.2, -0.02), (0.05, -2.6, -0.1)]), [0.24, 0.24, 0.36], RINGS))
    frame = np.stack([across, tilted, back]) * hand.size
    wrist = target + outward * hand.lift - np.mean(tips[:3], 0) @ frame
    parts = [tube(line @ frame + wrist, radius * hand.size, radius * hand.size * 0.92, back) for line, radius in local]
    return np.concatenate(parts)
