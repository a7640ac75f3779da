# SPDX-License-Identifier: GPL-3.0-or-later
"""What every format becomes: a mesh and linear displacements of its vertices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from ..errors import UserError

MAX_VERTICES: Final = 400_000
MAX_FACES: Final = 800_000
MAX_COMPONENTS: Final = 512
"""Largest model. The largest known one has 58,000 vertices and 300 components of a kind."""

MAX_VALUES: Final = 150_000_000
"""Numbers in one array: 600 MB as float32."""

IDENTITY: Final = "identity"
"""What the names of identity components begin with."""

Report = Callable[[str, float], None]
"""Called with what is being done and how much of all is done, 0..1."""


class MorphableError(UserError):
    """A file that is no face model, or a model that cannot be used; the text is one sentence for the user."""


@dataclass(frozen=True, eq=False)
class Components:
    """K linear displacements: ``deltas`` (K, N, 3) f4 in the model's unit, each for its coefficient at 1.

    A component of a PCA is multiplied by its standard deviation already, so that coefficients are in sigma.
    ``minimum`` and ``maximum`` (K) bound a usual coefficient and become the shape key's slider."""

    names: tuple[str, ...]
    deltas: NDArray[np.float32]
    minimum: tuple[float, ...]
    maximum: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.names)

    def __add__(self, other: Components) -> Components:
        return Components(
            self.names + other.names,
            np.concatenate((self.deltas, other.deltas)),
            self.minimum + other.minimum,
            self.maximum + other.maximum,
        )


def expressions(deltas: NDArray[np.floating]) -> Components:
    """PCA components (K, N, 3) of expression, multiplied by sigma, named as those of ``bridge.basis.PUBLISHED``."""
    return _sigmas([f"expression{index:02d}" for index in range(len(deltas))], deltas)


def identities(deltas: NDArray[np.floating]) -> Components:
    """PCA components (K, N, 3) of identity, multiplied by sigma."""
    return _sigmas([f"{IDENTITY}{index:03d}" for index in range(len(deltas))], deltas)


def _sigmas(names: list[str], deltas: NDArray[np.floating]) -> Components:
    """Usual coefficients lie within +-3."""
    return Components(tuple(names), np.asarray(deltas, np.float32), (-3.0,) * len(names), (3.0,) * len(names))


def none(vertices: int) -> Components:
    """No components."""
    return Components((), np.empty((0, vertices, 3), np.float32), (), ())


@dataclass(frozen=True, eq=False)
class Joints:
    """J joints of a skinned head: ``parents`` (J), -1 for the root; ``places`` (J, 3); ``weights`` (N, J), each row 1
    in sum."""

    names: tuple[str, ...]
    parents: tuple[int, ...]
    places: NDArray[np.float32]
    weights: NDArray[np.float32]


@dataclass(frozen=True)
class Source:
    """A file that the model was read from: its name without folders, and its SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True, eq=False)
class Morphable:
    """A face of N vertices.

    ``name``: of the model. ``basis``: id of the basis of ``expressions``, "" where the names alone say what they are.
    ``mean`` (N, 3) f4: the resting face, the expression mean in it. ``faces`` (F, 3 or 4) i4, counter-clockwise seen
    from outside, -1 at the end of a triangle among quads. ``identities``: components of other people's faces.
    ``colour`` (N, 3) u1, sRGB. ``uv`` (U, 2) f4, v up, with ``uv_faces`` shaped like ``faces``. ``unit``: metres in one
    unit. ``up``: the axis that points up; the face looks along +Z where that is Y, along -Y where it is Z; x is the
    subject's left. ``notes``: sentences about what was decided where the file does not say.

    Raises ``MorphableError`` when built from arrays that do not fit together."""

    name: str
    basis: str
    mean: NDArray[np.float32]
    faces: NDArray[np.int32]
    expressions: Components
    identities: Components
    unit: float
    up: Literal["Y", "Z"] = "Y"
    colour: NDArray[np.uint8] | None = None
    uv: NDArray[np.float32] | None = None
    uv_faces: NDArray[np.int32] | None = None
    joints: Joints | None = None
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        from .checks import check

        check(self)

    def with_sources(self, sources: tuple[Source, ...]) -> Morphable:
        return replace(self, sources=sources)


def vertices(flat: NDArray[Any], what: str = "mean shape") -> NDArray[np.float32]:
    """(3N,) or (3N, 1), x y z of a vertex side by side, as (N, 3). Raises ``MorphableError`` for another length."""
    if flat.size % 3 or not 3 <= flat.size <= 3 * MAX_VERTICES or flat.size != max(flat.shape, default=0):
        raise MorphableError(f"The {what} has {flat.size} numbers of shape {flat.shape}, which are no vertices.")
    return np.ascontiguousarray(flat, np.float32).reshape(-1, 3)


def scaled(
    columns: NDArray[Any], sigma: NDArray[Any], count: int, rows: NDArray[np.intp] | None = None, what: str = "basis"
) -> NDArray[np.float32]:
    """A PCA basis (3N, K), or its transpose, as (K', N', 3) displacements of one sigma.

    ``sigma`` (K); ``count``: components kept at most; ``rows``: the vertices kept, all if None."""
    sigma = np.asarray(sigma, np.float32).ravel()
    if columns.ndim != 2 or len(sigma) not in columns.shape:
        raise MorphableError(f"The {what} of shape {columns.shape} does not fit its {len(sigma)} standard deviations.")
    if columns.shape[1] != len(sigma) or columns.shape[0] % 3:
        columns = columns.T
    if columns.shape[0] % 3:
        raise MorphableError(f"The {what} of shape {columns.shape} has no three coordinates for each vertex.")
    kept = min(count, len(sigma), MAX_COMPONENTS)
    shapes = columns.T[:kept].reshape(kept, -1, 3)
    if rows is not None:
        shapes = shapes[:, rows]
    return np.multiply(shapes, sigma[:kept, None, None], dtype=np.float32)
