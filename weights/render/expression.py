# SPDX-License-Identifier: GPL-3.0-or-later
"""Expressions sampled as faces move: 52 ARKit members that stay correlated, with asymmetry, speech, blinks and gaze.

A uniform sampler trains a network on faces that nobody makes. Here an expression is an emotion, a moment of speech,
both, or a few units on their own (:mod:`.prototypes` says which members move together), and muscles that exclude each
other are kept apart afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge import basis

from .prototypes import EMOTIONS, RAISED, SMILES, SMILING, SPEECH

INDEX: Final = {name: i for i, name in enumerate(basis.ARKIT)}
LOOK_SIDE, LOOK_VERTICAL = 0.55, 0.45  # radians of eye rotation at a look score of 1
FURTHEST_SIDE, FURTHEST_UP, FURTHEST_DOWN = 0.62, 0.42, 0.46  # radians
TOTAL: Final = 12.0  # no face moves everything at once

_FURTHER: Final = {
    "brow": 1.6, "eyeSquint": 1.5, "noseSneer": 1.5, "jawLeft": 1.5, "jawRight": 1.5, "jawForward": 1.4,
    "mouthFrown": 1.5, "mouthDimple": 1.3, "mouthPress": 1.3, "mouthShrug": 1.4, "mouthStretch": 1.3,
    "mouthUpperUp": 1.6, "mouthLowerDown": 1.6, "mouthLeft": 1.3, "mouthRight": 1.3, "mouthPucker": 1.2,
    "mouthFunnel": 1.2, "cheekPuff": 1.2, "cheekSquint": 1.2, "eyeBlink": 1.05, "jawOpen": 1.05, "mouthClose": 1.05,
}  # fmt: skip
"""How far people go, in sculpted shapes. A brow of the head rises by 0.04 of the distance between the eyes on average
(0.10 at most) where people reach 0.10 to 0.15; shapes of the jaw's sides, lids and lips are as timid."""
LIMITS: Final = np.array(
    [next((far for stem, far in _FURTHER.items() if name.startswith(stem)), 1.1) for name in basis.ARKIT], np.float32
)
"""(52,) largest score of each member."""


@dataclass(frozen=True)
class Expression:
    """``members`` (52,) float32 ARKit scores, 0 to :data:`LIMITS`; ``gaze`` (2,) radians to the subject's left and up.

    ``follow``: how much of eyeBlink (of eyeWide where negative) on both sides is the lid following the gaze.
    """

    members: NDArray[np.float32]
    gaze: NDArray[np.float32]
    follow: float = 0.0

    @property
    def units(self) -> NDArray[np.float32]:
        """(29,) the label: the members folded to the units of the default basis."""
        return basis.fold(self.members)


def _pair(*stems: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    left, right = (tuple(INDEX[stem + side] for stem in stems) for side in ("Left", "Right"))
    return left, right


GROUPS: Final[tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]] = (
    *(_pair(stem) for stem in ("browDown", "browOuterUp", "eyeWide", "eyeBlink", "noseSneer", "mouthSmile",
      "mouthFrown", "mouthDimple", "mouthStretch", "mouthPress", "mouthUpperUp", "mouthLowerDown")),
    _pair("eyeSquint", "cheekSquint"),
    ((INDEX["mouthRollLower"],), (INDEX["mouthRollUpper"],)),
    ((INDEX["mouthShrugLower"],), (INDEX["mouthShrugUpper"],)),
    *(((INDEX[name],), ()) for name in ("browInnerUp", "cheekPuff", "jawOpen", "jawForward", "jawLeft", "jawRight",
      "mouthClose", "mouthFunnel", "mouthPucker", "mouthLeft", "mouthRight")),
)  # fmt: skip
"""Members that a face moves together: the two sides of a unit, or the two lips."""
TIMID: Final = (
    "mouthFrown", "mouthDimple", "jawForward", "jawLeft", "jawRight", "mouthRoll", "mouthShrug", "noseSneer",
    "cheekPuff", "mouthPress", "eyeSquint", "mouthClose", "mouthStretch", "browDown",
)  # fmt: skip
"""Stems that emotions and speech hardly show without others beside them: shown alone more often."""
_CHANCE: Final = np.array([1.6 if basis.ARKIT[first[0]].startswith(TIMID) else 1.0 for first, _ in GROUPS])


def _sides(rng: np.random.Generator, even: float, spread: float) -> tuple[float, float]:
    """Factors for left and right: nearly even, or with probability ``1 - even`` clearly one-sided."""
    tilt = rng.normal(0, spread) if rng.random() < even else rng.choice((-1.0, 1.0)) * rng.uniform(0.4, 1.0)
    return float(np.clip(1 + tilt, 0, 1.3)), float(np.clip(1 - tilt, 0, 1.3))


def _pose(rng: np.random.Generator, members: NDArray[np.float32], prototype: dict[str, float], gain: float) -> None:
    """Adds one prototype; ``*`` in a name stands for both sides."""
    left, right = _sides(rng, 0.8, 0.12)
    for name, amplitude in prototype.items():
        amount = amplitude * gain * rng.uniform(0.5, 1.3)
        if name.endswith("*"):
            wobble = rng.normal(0, 0.06)
            members[INDEX[name[:-1] + "Left"]] += amount * (left + wobble)
            members[INDEX[name[:-1] + "Right"]] += amount * (right - wobble)
        else:
            members[INDEX[name]] += amount


def _act(rng: np.random.Generator, members: NDArray[np.float32], group: int, amplitude: float) -> None:
    """Adds one group; ``amplitude`` 1 is as far as people go."""
    factors = _sides(rng, 0.75, 0.1) if GROUPS[group][1] else (1.0, 0.0)
    for side, factor in zip(GROUPS[group], factors, strict=True):
        wobble = rng.normal(1, 0.1)
        for i in side:
            members[i] += amplitude * factor * wobble * LIMITS[i]


def _single_units(rng: np.random.Generator, members: NDArray[np.float32], probability: float) -> None:
    for group in range(len(GROUPS)):
        if rng.random() < probability:
            _act(rng, members, group, rng.beta(1.1, 1.6))


def _deliberate(rng: np.random.Generator, members: NDArray[np.float32]) -> None:
    """One to three groups, clearly, and nothing else: what an actor does when asked for one movement."""
    for group in rng.choice(len(GROUPS), rng.integers(1, 4), replace=False, p=_CHANCE / _CHANCE.sum()):
        _act(rng, members, int(group), rng.beta(1.8, 1.3))
        if GROUPS[group][0][0] == INDEX["mouthClose"]:  # lips can only meet over a jaw that is open
            members[INDEX["jawOpen"]] = max(float(members[INDEX["jawOpen"]]), rng.uniform(0.2, 0.9))


def _blink(rng: np.random.Generator, members: NDArray[np.float32]) -> bool:
    """Blinks (12 %: fully closed or on the way), winks (5 %); tells whether a lid was moved."""
    left, right = INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]
    draw = rng.random()
    if draw < 0.12:
        closing = 1.0 if rng.random() < 0.5 else rng.random()
        members[left] = closing * rng.uniform(0.9, 1.05)
        members[right] = closing * rng.uniform(0.9, 1.05)
    elif draw < 0.17:
        members[rng.choice((left, right))] = rng.uniform(0.6, 1.05)
    return draw < 0.17


def _gaze(rng: np.random.Generator) -> tuple[float, float]:
    """Radians to the left and up: ahead, about, or anywhere."""
    draw = rng.random()
    if draw < 0.25:
        return 0.0, 0.0
    if draw < 0.75:
        side, up = rng.normal(0, 0.2), rng.normal(-0.03, 0.13)
    else:
        side, up = rng.uniform(-FURTHEST_SIDE, FURTHEST_SIDE), rng.uniform(-FURTHEST_DOWN, FURTHEST_UP)
    return float(np.clip(side, -FURTHEST_SIDE, FURTHEST_SIDE)), float(np.clip(up, -FURTHEST_DOWN, FURTHEST_UP))


def _look(rng: np.random.Generator, members: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """Gaze, and how far the upper lid follows it up and down, which is part of what the eyelid axis shows.

    In a quarter of the pictures the lid stays where it is, so that the lid can be told from the gaze.
    """
    side, up = _gaze(rng)
    horizontal = ("eyeLookOutLeft", "eyeLookInRight") if side > 0 else ("eyeLookInLeft", "eyeLookOutRight")
    for name in horizontal:
        members[INDEX[name]] = abs(side) / LOOK_SIDE
    steady = 0.0 if rng.random() < 0.25 else rng.uniform(0.6, 1.2)
    moved = steady * (0.5 if up > 0 else 0.4) * abs(up) / LOOK_VERTICAL
    for end in ("Left", "Right"):
        members[INDEX[("eyeLookUp" if up > 0 else "eyeLookDown") + end]] = abs(up) / LOOK_VERTICAL
        members[INDEX[("eyeWide" if up > 0 else "eyeBlink") + end]] += moved
    return np.array([side, up], np.float32), float(-moved if up > 0 else moved)


def _exclude(rng: np.random.Generator, m: NDArray[np.float32]) -> None:
    """Muscles that pull against each other do not show together."""

    def damp(name: str, by: float) -> None:
        m[INDEX[name]] *= float(np.clip(by, 0, 1))

    def at(name: str) -> float:
        return float(m[INDEX[name]])

    for end in ("Left", "Right"):
        damp("eyeWide" + end, 1 - 2 * at("eyeBlink" + end))
        damp("eyeSquint" + end, 1.2 - at("eyeWide" + end))
        damp("browOuterUp" + end, 1.3 - at("browDown" + end))
        damp("mouthFrown" + end, 1 - 1.2 * at("mouthSmile" + end))
        damp("mouthSmile" + end, 1.1 - at("mouthFrown" + end))
        damp("mouthSmile" + end, 1.3 - at("mouthPucker"))
        damp("mouthStretch" + end, 1.2 - max(at("mouthPucker"), at("mouthFunnel")))
        damp("mouthPress" + end, 1 - 1.5 * at("jawOpen"))
    for lip in ("mouthRollLower", "mouthRollUpper"):
        damp(lip, 1.2 - at("mouthFunnel"))
    damp("cheekPuff", 1 - 1.5 * at("jawOpen"))
    for left, right in (("jawLeft", "jawRight"), ("mouthLeft", "mouthRight")):
        both = min(at(left), at(right))
        m[INDEX[left]] -= both
        m[INDEX[right]] -= both
    if at("mouthClose") > 0:  # lips that meet over an open jaw: never closed further than the jaw opened them
        m[INDEX["mouthClose"]] = min(at("mouthClose"), at("jawOpen") * rng.uniform(0.3, 1.0))


def _emotion(rng: np.random.Generator) -> dict[str, float]:
    first, last = (0, SMILES) if rng.random() < SMILING else (SMILES, len(EMOTIONS))
    return EMOTIONS[rng.integers(first, last)]


def sample(rng: np.random.Generator) -> Expression:
    """One random expression. The same state of ``rng`` gives the same expression."""
    members = np.zeros(len(basis.ARKIT), np.float32)
    kind = rng.random()
    if kind < 0.28:
        _pose(rng, members, _emotion(rng), rng.uniform(0.3, 1.25))
    elif kind < 0.48:
        _pose(rng, members, SPEECH[rng.integers(len(SPEECH))], rng.uniform(0.3, 1.2))
    elif kind < 0.62:
        _pose(rng, members, SPEECH[rng.integers(len(SPEECH))], rng.uniform(0.3, 1.1))
        _pose(rng, members, _emotion(rng), rng.uniform(0.2, 0.8))
    elif kind < 0.86:
        _deliberate(rng, members)
    if kind < 0.62 or kind >= 0.86:
        _single_units(rng, members, float(rng.choice((0.0, 0.05, 0.12, 0.28), p=(0.2, 0.35, 0.28, 0.17))))
        if rng.random() < 0.1:  # whole brows go up with whatever is said
            _pose(rng, members, RAISED, rng.beta(1.5, 1.5) * 1.5)
        if rng.random() < 0.25:
            members[INDEX["jawOpen"]] = max(members[INDEX["jawOpen"]], rng.beta(1, 2))
    gaze, follow = _look(rng, members)
    if _blink(rng, members):
        follow = min(follow, 0.0)
    members = np.clip(members, 0, LIMITS)
    _exclude(rng, members)
    if members[INDEX["jawOpen"]] > 0.25 and rng.random() < 0.08:
        members[INDEX["tongueOut"]] = rng.random()
    members *= min(1.0, TOTAL / max(float(members.sum()), 1e-6))
    return Expression(members.astype(np.float32), gaze, follow)


def acted(rng: np.random.Generator, prototypes: tuple[dict[str, float], ...]) -> Expression:
    """One of the prototypes as somebody shows it who was asked to: clearly, eyes ahead, with little beside it."""
    members = np.zeros(len(basis.ARKIT), np.float32)
    _pose(rng, members, prototypes[rng.integers(len(prototypes))], rng.uniform(0.7, 1.2))
    _single_units(rng, members, 0.06)
    members = np.clip(members, 0, LIMITS)
    _exclude(rng, members)
    return Expression(members, np.zeros(2, np.float32))


def blank() -> Expression:
    """A face at rest, eyes ahead."""
    return Expression(np.zeros(len(basis.ARKIT), np.float32), np.zeros(2, np.float32))


def neutral(rng: np.random.Generator) -> Expression:
    """A face nearly at rest: only gaze, and what follows it."""
    members = np.zeros(len(basis.ARKIT), np.float32)
    gaze, follow = _look(rng, members)
    return Expression(members, gaze, follow)
