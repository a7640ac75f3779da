# SPDX-License-Identifier: GPL-3.0-or-later
"""Random people: weights of MakeHuman's macro, detail and asymmetry targets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np

from weights.face import TargetSet, macro_weights
from weights.face.identity import ORIGINS

SPREAD: Final = {"neck": 0.15, "head": 0.2, "ears": 0.25}  # of a detail's strength; 0.28 elsewhere
BROWS: Final = {
    "eyebrows/eyebrows-trans-down": (-0.5, 0.6), "eyebrows/eyebrows-angle-down": (-0.25, 0.35),
    "eyebrows/eyebrows-angle-up": (0.1, 0.3),
}  # fmt: skip
"""Mean and deviation. Each of these targets lowers a part of a brow that is low already: when they were drawn as other
details are, people looked angry at rest. Negative weights raise it, by 0.03 of the distance between the eyes."""
SKIPPED: Final = 0.45  # share of the details that stay at rest in one person
SIDES: Final = 0.06  # how much the two sides of a detail differ, beside the asymmetry targets
ASYMMETRIC: Final = 0.25  # share of the asymmetry targets that act in one person


@dataclass(frozen=True)
class Identity:
    """One head: ``targets`` (name, weight) for :meth:`weights.face.TargetSet.blend`, and what was drawn to get there.

    ``african``, ``asian``, ``caucasian`` sum to 1; ``male`` 0..1; ``age`` -1 child, 0 young adult, 1 old.
    """

    targets: tuple[tuple[str, float], ...]
    african: float
    asian: float
    caucasian: float
    male: float
    age: float


def _details(rng: np.random.Generator, names: tuple[str, ...]) -> dict[str, float]:
    """Left and right of a detail go together; the two directions of one cancel in part, as two random draws do."""
    tied: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        folder, _, detail = name.partition("/")
        if detail and folder != "asym":
            tied[folder, detail.removeprefix("l-").removeprefix("r-")].append(name)
    weights: dict[str, float] = {}
    for (folder, _), members in tied.items():
        strength = abs(rng.normal(0, SPREAD.get(folder, 0.28)))
        if rng.random() < SKIPPED:
            continue
        for name in members:
            weights[name] = strength * (1 + rng.normal(0, SIDES))
    return weights


def _asymmetries(rng: np.random.Generator, names: tuple[str, ...]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for name in names:
        strength = rng.normal(0, 0.25)
        if name.startswith("asym/") and rng.random() < ASYMMETRIC and strength > 0:
            weights[name] = strength
    return weights


def _age(rng: np.random.Generator) -> float:
    """12 % children and adolescents, half young adults, the rest up to old."""
    draw = rng.random()
    if draw < 0.12:
        return -rng.uniform(0.3, 0.9)
    return 0.0 if draw < 0.55 else rng.beta(1.2, 1.6)


def sample(rng: np.random.Generator, targets: TargetSet) -> Identity:
    """One random person. The same state of ``rng`` and the same targets give the same person."""
    shares = rng.dirichlet((0.5,) * len(ORIGINS))
    male, age = rng.beta(0.5, 0.5), _age(rng)
    weights = macro_weights(
        male=male,
        origin=dict(zip(ORIGINS, shares, strict=True)),
        age=age,
        muscle=float(np.clip(rng.normal(0, 0.5), -1, 1)),
        weight=float(np.clip(rng.normal(0.1, 0.6), -1, 1)),
    )
    known = set(targets.names)
    weights = {name: value for name, value in weights.items() if name in known}  # an average build has no target
    weights |= _details(rng, targets.names) | _asymmetries(rng, targets.names)
    weights |= {name: rng.normal(mean, deviation) for name, (mean, deviation) in BROWS.items()}
    african, asian, caucasian = (float(share) for share in shares)
    return Identity(
        tuple((name, float(value)) for name, value in weights.items()),
        african,
        asian,
        caucasian,
        float(male),
        float(age),
    )
