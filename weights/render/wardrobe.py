# SPDX-License-Identifier: GPL-3.0-or-later
"""The assets that people of one split wear. What the test split wears, the training split never shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from weights.face import texture_names

SPLITS: Final = ("train", "test")
HELD_OUT: Final = frozenset((
    "skins/young_lightskinned_male2", "skins/young_darkskinned_female", "skins/middleage_lightskinned_female2",
    "skins/old_lightskinned_male", "hair/short04", "hair/bob02", "brows/eyebrow004", "brows/eyebrow009",
    "lashes/eyelashes03", "teeth/teeth_shape02",
))  # fmt: skip
"""Only the test split wears these."""

TEETH: Final = ("teeth/teeth_base", *(f"teeth/teeth_shape{i:02d}" for i in range(1, 6)))
SHORT: Final = "hair/short"
OVER_EYE: Final = frozenset(("hair/bob02", "hair/braid01", "hair/short03"))
COVERS_AN_EYE: Final = 0.25
"""How often hair that hides an eye is worn, against other hair: what lies under it cannot be learnt."""


@dataclass(frozen=True)
class Wardrobe:
    """Names of the assets of one split, by kind."""

    skins: Sequence[str]
    hairs: Sequence[str]
    brow_meshes: Sequence[str]
    lash_meshes: Sequence[str]
    teeth_meshes: Sequence[str]

    def skin(self, rng: np.random.Generator) -> str:
        return _pick(rng, self.skins)

    def hair(self, rng: np.random.Generator, short: bool) -> str:
        fitting = [name for name in self.hairs if name.startswith(SHORT) == short]
        if OVER_EYE.issuperset(fitting):  # nothing else of that length: wear any
            fitting = list(self.hairs)
        chance = np.array([COVERS_AN_EYE if name in OVER_EYE else 1.0 for name in fitting])
        return fitting[int(rng.choice(len(fitting), p=chance / chance.sum()))]

    def brows(self, rng: np.random.Generator) -> str:
        return _pick(rng, self.brow_meshes)

    def lashes(self, rng: np.random.Generator) -> str:
        return _pick(rng, self.lash_meshes)

    def teeth(self, rng: np.random.Generator) -> str:
        return _pick(rng, self.teeth_meshes)


def wardrobe(split: str) -> Wardrobe:
    """The wardrobe of ``"train"`` or ``"test"``. Raises ``ValueError`` for another split."""
    if split not in SPLITS:
        raise ValueError(f"The split is {split!r}: it must be one of {', '.join(SPLITS)}.")

    def worn(names: Sequence[str]) -> list[str]:
        return [name for name in names if (name in HELD_OUT) == (split == "test")]

    return Wardrobe(
        worn(texture_names("skins")),
        worn(texture_names("hair")),
        worn(texture_names("brows")),
        worn(texture_names("lashes")),
        worn(TEETH),
    )


def _pick(rng: np.random.Generator, names: Sequence[str]) -> str:
    return names[int(rng.integers(len(names)))]
