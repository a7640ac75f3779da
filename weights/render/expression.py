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

from .prototypes import EMOTIONS, SPEECH

INDEX: Final = {name: i for i, name in enumerate(basis.ARKIT)}
GAZE: Final = tuple(name for name in basis.ARKIT if name.startswith("eyeLook"))
LOOK_SIDE, LOOK_VERTICAL = 0.55, 0.45  # radians of eye rotation at a look score of 1
LIMIT: Final = 1.1  # faces of actors overshoot the sculpted shape a little
TOTAL: Final = 9.0  # no face moves everything at once


@dataclass(frozen=True)
class Expression:
    """``members`` (52,) float32 ARKit scores, mostly 0..1; ``gaze`` (2,) radians to the subject's left and up."""

    members: NDArray[np.float32]
    gaze: NDArray[np.float32]

    @property
    def units(self) -> NDArray[np.float32]:
        """(29,) the label: the members folded to the units of the default basis."""
        return basis.fold(self.members)


def _groups() -> list[tuple[int, ...]]:
    """Members that a face moves together: left and right of a muscle, and the single ones."""
    groups: list[tuple[int, ...]] = []
    for name, i in INDEX.items():
        if name in GAZE or name == "tongueOut" or name.endswith("Right") and not name.startswith(("jaw", "mouthR")):
            continue
        partner = name.replace("Left", "Right")
        if name in ("jawLeft", "jawRight", "mouthLeft", "mouthRight") or partner == name:
            groups.append((i,))
        elif name.endswith("Left"):
            groups.append((i, INDEX[partner]))
    return groups


GROUPS: Final = _groups()


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


def _single_units(rng: np.random.Generator, members: NDArray[np.float32], probability: float) -> None:
    for group in GROUPS:
        if rng.random() >= probability:
            continue
        amplitude = rng.beta(1.1, 1.6) * LIMIT
        factors = _sides(rng, 0.7, 0.1) if len(group) == 2 else (1.0,)
        for i, factor in zip(group, factors, strict=True):
            members[i] += amplitude * factor


def _blink(rng: np.random.Generator, members: NDArray[np.float32]) -> None:
    """Blinks (12 %: fully closed or on the way), winks (5 %)."""
    left, right = INDEX["eyeBlinkLeft"], INDEX["eyeBlinkRight"]
    draw = rng.random()
    if draw < 0.12:
        closing = 1.0 if rng.random() < 0.5 else rng.random()
        members[left] = closing * rng.uniform(0.9, 1.05)
        members[right] = closing * rng.uniform(0.9, 1.05)
    elif draw < 0.17:
        members[rng.choice((left, right))] = rng.uniform(0.6, 1.05)


def _look(rng: np.random.Generator, members: NDArray[np.float32]) -> NDArray[np.float32]:
    """Gaze; the upper lid follows it up and down, and that is part of what the eyelid axis shows."""
    side, up = (0.0, 0.0) if rng.random() < 0.3 else (rng.normal(0, 0.22), rng.normal(-0.03, 0.15))
    side, up = float(np.clip(side, -0.6, 0.6)), float(np.clip(up, -0.5, 0.4))
    horizontal = ("eyeLookOutLeft", "eyeLookInRight") if side > 0 else ("eyeLookInLeft", "eyeLookOutRight")
    for name in horizontal:
        members[INDEX[name]] = abs(side) / LOOK_SIDE
    for end in ("Left", "Right"):
        members[INDEX[("eyeLookUp" if up > 0 else "eyeLookDown") + end]] = abs(up) / LOOK_VERTICAL
        follow = "eyeWide" if up > 0 else "eyeBlink"
        members[INDEX[follow + end]] += (0.5 if up > 0 else 0.4) * abs(up) / LOOK_VERTICAL
    return np.array([side, up], np.float32)


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


def sample(rng: np.random.Generator) -> Expression:
    """One random expression. The same state of ``rng`` gives the same expression."""
    members = np.zeros(len(basis.ARKIT), np.float32)
    kind = rng.random()
    if kind < 0.35:
        _pose(rng, members, EMOTIONS[rng.integers(len(EMOTIONS))], rng.uniform(0.3, 1.25))
    elif kind < 0.60:
        _pose(rng, members, SPEECH[rng.integers(len(SPEECH))], rng.uniform(0.3, 1.2))
    elif kind < 0.75:
        _pose(rng, members, SPEECH[rng.integers(len(SPEECH))], rng.uniform(0.3, 1.1))
        _pose(rng, members, EMOTIONS[rng.integers(len(EMOTIONS))], rng.uniform(0.2, 0.8))
    _single_units(rng, members, float(rng.choice((0.0, 0.05, 0.12, 0.28), p=(0.15, 0.35, 0.3, 0.2))))
    if rng.random() < 0.25:
        members[INDEX["jawOpen"]] = max(members[INDEX["jawOpen"]], rng.beta(1, 2))
    gaze = _look(rng, members)
    _blink(rng, members)
    members = np.clip(members, 0, LIMIT)
    _exclude(rng, members)
    if members[INDEX["jawOpen"]] > 0.25 and rng.random() < 0.08:
        members[INDEX["tongueOut"]] = rng.random()
    members *= min(1.0, TOTAL / max(float(members.sum()), 1e-6))
    return Expression(members.astype(np.float32), gaze)


def neutral(rng: np.random.Generator) -> Expression:
    """A face nearly at rest: only gaze, and what follows it."""
    members = np.zeros(len(basis.ARKIT), np.float32)
    gaze = _look(rng, members)
    return Expression(members, gaze)
