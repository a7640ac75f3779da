# SPDX-License-Identifier: GPL-3.0-or-later
"""Small look-alikes of 3D morphable faces: random numbers in the layouts of the published files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bridge.basis import PUBLISHED
from bridge.morphable.model import Morphable
from bridge.morphable.read import Wish, read

SIDE = 7
"""Vertices along an edge of the bulging square that stands for a face."""

COUNT = SIDE * SIDE

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Parts:
    """What a PCA face model is made of, in millimetres with y up: ``mean`` (N, 3), ``offset`` (N, 3) the expression
    mean, ``faces`` (F, 3) from 0, ``moves`` (29, N, 3) and ``people`` (M, N, 3) without sigma, ``colour`` (N, 3)
    0..255."""

    mean: Array
    offset: Array
    faces: NDArray[np.int64]
    moves: Array
    sigma: Array
    people: Array
    deviation: Array
    colour: Array


def load(*paths: Path, **wish: Any) -> Morphable:
    """The model in ``paths``; every report of progress is looked at."""

    def report(text: str, share: float) -> None:
        assert text and 0 <= share <= 1

    return read(paths, Wish(**wish), report)


def bulge(side: int = SIDE) -> tuple[Array, NDArray[np.int64]]:
    """A square of 160 mm that bulges towards +z, and its triangles, counter-clockwise seen from there."""
    x, y = np.meshgrid(np.linspace(-80, 80, side), np.linspace(-80, 80, side))
    places = np.stack((x, y, 60 - (x**2 + y**2) / 150), -1).reshape(-1, 3)
    corner = (np.arange(side - 1)[:, None] * side + np.arange(side - 1)).ravel()
    lower = np.stack((corner, corner + 1, corner + side + 1), -1)
    upper = np.stack((corner, corner + side + 1, corner + side), -1)
    return places, np.concatenate((lower, upper))


def parts(seed: int = 0, people: int = 5, moves: int = len(PUBLISHED)) -> Parts:
    rng = np.random.default_rng(seed)
    mean, faces = bulge()
    return Parts(
        mean=mean,
        offset=rng.normal(0, 1, mean.shape),
        faces=faces,
        moves=rng.normal(0, 1, (moves, *mean.shape)),
        sigma=rng.uniform(0.1, 2, moves),
        people=rng.normal(0, 1, (people, *mean.shape)),
        deviation=rng.uniform(10, 100, people),
        colour=rng.uniform(0, 255, mean.shape),
    )


def columns(components: Array) -> Array:
    """(K, N, 3) as the (3N, K) of the files."""
    return components.reshape(len(components), -1).T


def published(model: Parts, scale: float = 1.0) -> dict[str, Array]:
    """The fields of the ExpNet authors' ``BaselFaceModel_mod``; ``scale``: units in a millimetre."""
    return {
        "faces": (model.faces + 1).astype("u2"),
        "shapeMU": model.mean.reshape(-1, 1) * scale,
        "shapePC": columns(model.people),
        "shapeEV": model.deviation.reshape(-1, 1) * scale,
        "texMU": model.colour.reshape(-1, 1),
        "expMU": model.offset.reshape(-1, 1) * scale,
        "expPC": columns(model.moves) * scale,
        "expEV": model.sigma.reshape(-1, 1),
    }
