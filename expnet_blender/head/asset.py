# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the head that ships. Needs numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

FOLDER: Final = Path(__file__).resolve().parents[1] / "assets" / "head"
FORMAT: Final = 1


@dataclass(frozen=True)
class HeadAsset:
    """The head in metres, z up, facing -y, x the subject's left, its origin where the skull rests on the neck.

    ``vertices`` (V, 3); polygons as ``sizes`` (F,) and ``loops`` (L,) vertex indices; ``uv`` (L, 2), v up; ``material``
    (F,) index into ``materials``; ``deltas`` one pair per name in ``names``: vertex indices (m,) and displacements
    (m, 3) at strength 1. ``basis`` is the id of the basis whose axes the names are.
    """

    basis: str
    names: tuple[str, ...]
    materials: tuple[str, ...]
    vertices: NDArray[np.float32]
    sizes: NDArray[np.uint8]
    loops: NDArray[np.uint16]
    uv: NDArray[np.float32]
    material: NDArray[np.uint8]
    deltas: tuple[tuple[NDArray[np.uint16], NDArray[np.float32]], ...]

    def posed(self, index: int) -> NDArray[np.float32]:
        """Vertices (V, 3) with one unit at strength 1."""
        moved, delta = self.deltas[index]
        shape = self.vertices.copy()
        shape[moved] += delta
        return shape


def load_head(path: Path = FOLDER / "head.npz") -> HeadAsset:
    """Read ``head.npz``. Raises ``FileNotFoundError`` if it is not there, ``ValueError`` for another format."""
    with np.load(path, allow_pickle=False) as store:
        if int(store["format"]) != FORMAT:
            raise ValueError(f"{path.name} has format {store['format']}, not {FORMAT}: reinstall the extension.")
        cuts = np.cumsum(store["counts"])[:-1]
        return HeadAsset(
            basis=str(store["basis"]),
            names=tuple(str(name) for name in store["names"]),
            materials=tuple(str(name) for name in store["materials"]),
            vertices=store["vertices"],
            sizes=store["sizes"],
            loops=store["loops"],
            uv=store["uv"],
            material=store["material"],
            deltas=tuple(zip(np.split(store["moved"], cuts), np.split(store["deltas"], cuts), strict=True)),
        )
