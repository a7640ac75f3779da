# SPDX-License-Identifier: GPL-3.0-or-later
"""Identity: MakeHuman's macro targets (origin, sex, age, build), details and asymmetries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .mesh import BaseMesh
from .targets import read_target, target_name

ORIGINS: Final = ("african", "asian", "caucasian")
DETAIL_FOLDERS: Final = (
    "cheek",
    "chin",
    "ears",
    "eyebrows",
    "eyes",
    "forehead",
    "head",
    "mouth",
    "neck",
    "nose",
    "asym",
)
_SMALLEST: Final = 1e-4
"""A macro weight below this is dropped: it moves no vertex by a tenth of a millimetre."""


@dataclass(frozen=True)
class TargetSet:
    """Named displacements: ``deltas`` (M, N, 3) in dm at strength 1. Macros have bare names, others ``folder/name``."""

    names: tuple[str, ...]
    deltas: NDArray[np.float32]

    def blend(self, weights: Mapping[str, float]) -> NDArray[np.float32]:
        """Weighted sum, (N, 3). Raises ``ValueError`` for an unknown name."""
        index = [self.names.index(name) for name in weights]
        return np.tensordot(np.array(list(weights.values()), np.float32), self.deltas[index], 1)


def load_identity(folder: Path, mesh: BaseMesh) -> TargetSet:
    """All targets that shape a head. Babies are left out, and details that move nothing above the shoulders."""
    root = folder / "mpfb2/targets"
    paths = {target_name(p): p for p in sorted((root / "macrodetails").glob("*.target.gz")) if "baby" not in p.name}
    for part in DETAIL_FOLDERS:
        paths |= {f"{part}/{target_name(p)}": p for p in sorted((root / part).glob("*.target.gz"))}
    deltas = np.stack([read_target(path, mesh) for path in paths.values()])
    wanted = (np.abs(deltas).max(axis=(1, 2)) > 0) | np.array(["/" not in name for name in paths])
    return TargetSet(tuple(name for name, keep in zip(paths, wanted, strict=True) if keep), deltas[wanted])


def macro_weights(
    *,
    male: float,
    origin: Mapping[str, float] | None = None,
    age: float = 0.0,
    muscle: float = 0.0,
    weight: float = 0.0,
) -> dict[str, float]:
    """Weights of the macro targets for one person, the blend that MakeHuman itself makes.

    ``male`` 0..1 between the two sexes; ``origin`` shares of ``ORIGINS`` (equal thirds when None); ``age`` -1 child,
    0 young adult, 1 old; ``muscle`` and ``weight`` -1 least, 0 average, 1 most.
    """
    shares = origin or dict.fromkeys(ORIGINS, 1 / len(ORIGINS))
    ages = {"child": max(-age, 0.0), "young": 1 - abs(age), "old": max(age, 0.0)}
    built = {
        f"{m}muscle-{w}weight": a * b for m, a in _three(muscle).items() for w, b in _three(weight).items()
    }  # fmt: skip
    weights: dict[str, float] = {}
    for sex, of_sex in (("male", male), ("female", 1 - male)):
        for years, of_age in ages.items():
            share = of_sex * of_age
            weights |= {f"{name}-{sex}-{years}": share * part for name, part in shares.items()}
            weights |= {f"universal-{sex}-{years}-{name}": share * part for name, part in built.items()}
    return {name: value for name, value in weights.items() if value > _SMALLEST}


def _three(value: float) -> dict[str, float]:
    return {"min": max(-value, 0.0), "average": 1 - abs(value), "max": max(value, 0.0)}
