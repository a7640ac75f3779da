# SPDX-License-Identifier: GPL-3.0-or-later
"""The Basel Face Models of 2017 and 2019 (``.h5`` as Scalismo writes them): 199 identities, 100 expressions, mm.

``pcaVariance`` is a variance, other than in the file of 2009: its square root is the standard deviation."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from . import hdf5
from .checks import bytes_of, outward, triangles
from .model import (
    MAX_COMPONENTS,
    Components,
    Morphable,
    MorphableError,
    Report,
    expressions,
    identities,
    none,
    scaled,
    vertices,
)

MARK: Final = "shape/model/pcaBasis"
"""What tells such a file."""

_OF_2017: Final = frozenset({53149, 28588})
"""Vertices of the two meshes of 2017."""


def read(path: Path, count: int, report: Report) -> Morphable:
    """The model in ``path``, with no more than ``count`` identity components. Raises ``MorphableError``."""
    with hdf5.opened(path) as file:
        if "expression/model/pcaBasis" not in file:
            raise MorphableError(
                f"{path.name} has no expressions: choose one of the models of 2017 or 2019 that has, such as "
                "model2019_bfm.h5."
            )
        report("Reading the mean face", 0.1)
        mean = vertices(file.array("shape/model/mean").ravel())
        mean = mean + vertices(file.array("expression/model/mean").ravel(), "expression mean").reshape(mean.shape)
        cells = next((name for name in ("shape/representer/cells", "representer/cells") if name in file), None)
        if cells is None:
            raise MorphableError(f"{path.name} has no faces: copy or download it again.")
        faces = outward(mean, triangles(file.array(cells), len(mean)))
        report("Reading the expressions", 0.2)
        moves = expressions(_deltas(file, "expression", MAX_COMPONENTS))
        report("Reading the identities", 0.5)
        people: Components = identities(_deltas(file, "shape", count)) if count else none(len(mean))
        colour = file.array("color/model/mean").ravel() if "color/model/mean" in file else None
    year = 2017 if len(mean) in _OF_2017 else 2019
    return Morphable(
        name=f"Basel Face {year}",
        basis=f"bfm{year}-{len(moves)}",
        mean=mean,
        faces=faces,
        expressions=moves,
        identities=people,
        unit=1e-3,
        colour=None if colour is None else bytes_of(colour, 255.0 if np.nanmax(colour) > 1.5 else 1.0),
    )


def _deltas(file: hdf5.Hdf5, kind: str, count: int) -> np.ndarray:
    variance = file.array(f"{kind}/model/pcaVariance").ravel()
    basis = file.array(f"{kind}/model/pcaBasis", count)
    if (variance < 0).any():
        raise MorphableError(f"The {kind} model has a negative variance: the file is damaged.")
    return scaled(basis, np.sqrt(variance[: min(basis.shape)]), count, what=f"{kind} basis")
