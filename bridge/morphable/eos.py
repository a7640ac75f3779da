# SPDX-License-Identifier: GPL-3.0-or-later
"""The Surrey Face Model and others as the eos library stores them (cereal binary, versions 1 to 4), mm.

Layout: include/eos/morphablemodel/MorphableModel.hpp and PcaModel.hpp of eos: the stored eigenvalues are variances.
Version 1 has no expressions; they are six blendshapes in a file of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .binary import Numbers
from .checks import bytes_of, outward, triangles
from .model import (
    MAX_COMPONENTS,
    MAX_FACES,
    MAX_VERTICES,
    Components,
    Morphable,
    MorphableError,
    Report,
    expressions,
    identities,
    scaled,
    vertices,
)

VERSIONS: Final = range(1, 5)
_WITH_EXPRESSION, _WITH_LANDMARKS, _WITH_TEXTURE_FACES = 2, 3, 4
_PCA, _BLENDSHAPES = 0, 1

Pca = tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]


def is_model(head: bytes) -> bool:
    """Whether a file that begins with ``head`` may be a model: a version, then a mean of one column."""
    version, rows, columns = (int(value) for value in np.frombuffer(head[:12].ljust(12, b"\0"), "<i4"))
    return version in VERSIONS and columns == 1 and 0 < rows <= 3 * MAX_VERTICES and rows % 3 == 0


def is_blendshapes(head: bytes) -> bool:
    """Whether a file that begins with ``head`` may be a list of blendshapes: a count, then a short name."""
    count, length = (int(value) for value in np.frombuffer(head[:16].ljust(16, b"\xff"), "<u8"))
    return 0 < count <= MAX_COMPONENTS and 0 < length < 64


def read(path: Path, shapes: Path | None, count: int, report: Report) -> Morphable:
    """The model in ``path`` with the blendshapes in ``shapes``. Raises ``MorphableError``."""
    report("Reading the face model", 0.1)
    numbers = Numbers(path)
    version = numbers.number("I")
    mean_flat, basis, variance, tri = _pca(numbers)
    colours = _pca(numbers)[0]
    mean = vertices(mean_flat)
    moves = None
    if version >= _WITH_EXPRESSION and not numbers.number("B"):
        which = numbers.number("i")
        if which == _PCA:
            offset, own, own_variance, _ = _pca(numbers)
            mean = mean + vertices(offset, "expression mean").reshape(mean.shape)
            moves = expressions(scaled(own, _deviation(own_variance, numbers), MAX_COMPONENTS, what="expression basis"))
        elif which == _BLENDSHAPES:
            moves = _blendshapes(numbers, len(mean))
        else:
            raise numbers.damaged()
    if version >= _WITH_LANDMARKS and not numbers.number("B"):
        for _ in range(_count(numbers, 12)):
            numbers.text(numbers.number("Q"))
            numbers.number("i")
    uv = numbers.array(2 * _count(numbers, 16), "<f8").reshape(-1, 2)
    uv_tri = numbers.array(3 * _count(numbers, 12), "<i4").reshape(-1, 3) if version >= _WITH_TEXTURE_FACES else uv[:0]
    if shapes is not None:
        report("Reading the expressions", 0.6)
        moves = _blendshapes(Numbers(shapes), len(mean))
    if moves is None or not len(moves):
        raise MorphableError(
            f"{path.name} has no expressions: choose its file of blendshapes, such as expression_blendshapes_3448.bin, "
            "with it, or put it beside it."
        )
    faces = triangles(tri, len(mean))
    facing = outward(mean, faces)
    return Morphable(
        name="Surrey Face" if len(mean) in (3448, 16759, 29587) else "Face",
        basis="surrey-6" if len(moves) == 6 else "",
        mean=mean,
        faces=facing,
        expressions=moves,
        identities=identities(scaled(basis, _deviation(variance, numbers), count, what="shape basis")),
        unit=1e-3,
        colour=bytes_of(colours, 255.0 if colours.max() > 1.5 else 1.0) if colours.size == mean.size else None,
        **_texture(uv, uv_tri, faces, facing),
    )


def _texture(
    uv: NDArray[Any], uv_tri: NDArray[Any], faces: NDArray[np.int32], facing: NDArray[np.int32]
) -> dict[str, Any]:
    """Texture coordinates, whose v points down in eos, turned over with the faces; none where they do not fit."""
    own = triangles(uv_tri, len(uv)) if uv_tri.shape == faces.shape and len(uv) else faces
    if not len(uv) or own.max() >= len(uv):
        return {}
    return {
        "uv": np.column_stack((uv[:, 0], 1.0 - uv[:, 1])).astype(np.float32),
        "uv_faces": own if facing is faces else np.ascontiguousarray(own[:, ::-1]),
    }


def _deviation(variance: NDArray[Any], numbers: Numbers) -> NDArray[Any]:
    if not (variance >= 0).all():
        raise numbers.damaged()
    return np.sqrt(variance)


def _count(numbers: Numbers, size: int) -> int:
    count = numbers.number("Q")
    if count > 4 * MAX_FACES or count * size > numbers.left:
        raise numbers.damaged()
    return count


def _matrix(numbers: Numbers) -> NDArray[np.float32]:
    rows, columns = numbers.number("i"), numbers.number("i")
    if rows < 0 or columns < 0:
        raise numbers.damaged()
    return numbers.array(rows * columns, "<f4").reshape((rows, columns), order="F")


def _pca(numbers: Numbers) -> Pca:
    """Mean, basis, variances, triangles."""
    mean, basis, variance = (_matrix(numbers) for _ in range(3))
    tri = numbers.array(3 * _count(numbers, 12), "<i4").reshape(-1, 3)
    return mean, basis, variance.ravel(), tri


def _blendshapes(numbers: Numbers, count: int) -> Components:
    number = numbers.number("Q")
    if not 0 < number <= MAX_COMPONENTS:
        raise numbers.damaged()
    names, deltas = [], []
    for _ in range(number):
        length = numbers.number("Q")
        if not 0 < length < 64:
            raise numbers.damaged()
        names.append(numbers.text(length))
        delta = _matrix(numbers)
        if delta.size != 3 * count:
            raise MorphableError(f"The blendshape {names[-1]} does not fit the model's {count} vertices.")
        deltas.append(delta.reshape(-1, 3))
    return Components(tuple(names), np.array(deltas, np.float32), (0.0,) * number, (1.0,) * number)
