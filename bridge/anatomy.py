# SPDX-License-Identifier: GPL-3.0-or-later
"""What the names of a basis say about the face: its regions, which axes are left and right of one another, its lids.

Axes that no name explains, such as those of a principal component analysis, belong to no region and have no side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from .basis import Basis

REGIONS: Final = {
    "brows": ("brow",),
    "eyes": ("eye",),
    "cheeks": ("cheek", "nose"),
    "jaw": ("jaw",),
    "mouth": ("mouth",),
}
"""Beginnings of the names in each region. A region's name is also that of its gain."""

SIDEWAYS: Final = ("jawSide", "mouthSide")
"""Signed axes, + to the subject's left."""

LIDS: Final = ("eyelidLeft", "eyelidRight")
JAW: Final = "jawOpen"
LIPS: Final = ("mouthLowerDown", "mouthUpperUp", "mouthFunnel")
"""Axes besides the jaw that part the lips."""

SEAL: Final = "mouthClose"
"""The axis that brings the lips together while the jaw is open, by as much as ``JAW`` has parted them."""

Indices = NDArray[np.intp]
Real = TypeVar("Real", bound=np.floating)


@dataclass(frozen=True, eq=False)
class Anatomy:
    """Indices of a basis' axes. ``regions``: name to indices, empty regions left out; ``left`` and ``right``: (P,)
    each, the same row is a pair; ``sideways``, ``lids``, ``lips``; ``jaw`` and ``seal`` are None where there is none.
    """

    regions: dict[str, Indices]
    left: Indices
    right: Indices
    sideways: Indices
    lids: Indices
    jaw: int | None
    seal: int | None
    lips: Indices

    @property
    def has_sides(self) -> bool:
        """Whether the axes can be mirrored."""
        return len(self.left) > 0

    def mirrored(self, values: NDArray[Real]) -> NDArray[Real]:
        """``values`` (..., A) of the face as it is seen in a mirror."""
        out = values.copy()
        out[..., self.left], out[..., self.right] = values[..., self.right], values[..., self.left]
        out[..., self.sideways] *= -1
        return out


@lru_cache(maxsize=8)
def anatomy(basis: Basis) -> Anatomy:
    """What ``basis`` names."""
    names = basis.names
    pairs = [
        (index, names.index(name[: -len("Left")] + "Right"))
        for index, name in enumerate(names)
        if name.endswith("Left") and name[: -len("Left")] + "Right" in names
    ]
    regions = {
        region: _indices([index for index, name in enumerate(names) if name.startswith(stems)])
        for region, stems in REGIONS.items()
    }
    return Anatomy(
        {region: indices for region, indices in regions.items() if len(indices)},
        _indices([left for left, _ in pairs]),
        _indices([right for _, right in pairs]),
        _named(basis, SIDEWAYS),
        _named(basis, LIDS),
        names.index(JAW) if JAW in names else None,
        names.index(SEAL) if SEAL in names else None,
        _named(basis, LIPS),
    )


def region_of(name: str) -> str:
    """The region of an axis, "" if its name is none of a part of the face."""
    return next((region for region, stems in REGIONS.items() if name.startswith(stems)), "")


def _named(basis: Basis, wanted: tuple[str, ...]) -> Indices:
    return _indices([basis.names.index(name) for name in wanted if name in basis.names])


def _indices(values: list[int]) -> Indices:
    return np.array(values, np.intp)
