# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the parts of a model fit together, and what readers share to make them fit."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .model import MAX_COMPONENTS, MAX_FACES, MAX_VERTICES, Components, Joints, Morphable, MorphableError

FARTHEST: Final = 10.0
"""Metres: farther from the origin lies no vertex of a face."""


def check(model: Morphable) -> None:
    """Raises ``MorphableError`` where the parts of a model do not fit together."""
    count = len(model.mean)
    if model.mean.shape != (count, 3) or not 3 <= count <= MAX_VERTICES:
        raise MorphableError(f"The model has {count} vertices, the limit is {MAX_VERTICES}.")
    if not 1e-9 < model.unit < 1e3 or model.up not in ("Y", "Z"):
        raise MorphableError("The model names no unit or no axis that points up.")
    _finite(model.mean, "mean shape")
    if np.abs(model.mean).max() * model.unit > FARTHEST:
        raise MorphableError(f"The model's vertices lie more than {FARTHEST:g} m apart: its unit is not what it says.")
    _check_faces(model.faces, count, "faces")
    for components, what in ((model.expressions, "expressions"), (model.identities, "identities")):
        _check_components(components, count, what)
    names = model.expressions.names + model.identities.names
    if len(set(names)) != len(names):
        raise MorphableError("Two components of the model have the same name.")
    if model.colour is not None and (model.colour.shape != (count, 3) or model.colour.dtype != np.uint8):
        raise MorphableError(f"The model's colours are not three bytes for each of {count} vertices.")
    if (model.uv is None) != (model.uv_faces is None):
        raise MorphableError("The model has texture coordinates without faces or faces without them.")
    if model.uv is not None and model.uv_faces is not None:
        if model.uv.ndim != 2 or model.uv.shape[1] != 2 or model.uv_faces.shape != model.faces.shape:
            raise MorphableError("The model's texture coordinates do not fit its faces.")
        _finite(model.uv, "texture coordinates")
        _check_faces(model.uv_faces, len(model.uv), "texture faces")
        if ((model.uv_faces < 0) != (model.faces < 0)).any():
            raise MorphableError("The model's texture coordinates do not fit its faces.")
    if model.joints is not None:
        _check_joints(model.joints, count)


def outward(mean: NDArray[np.floating], faces: NDArray[np.int32]) -> NDArray[np.int32]:
    """The triangles, turned over if most of the surface shows its back.

    A face is a bulge, so a triangle seen from outside has its normal away from the centre of the vertices."""
    corners = mean[faces].astype(np.float64) - mean.mean(0)
    volume = (corners[:, 0] * np.cross(corners[:, 1], corners[:, 2])).sum()
    return faces if volume >= 0 else np.ascontiguousarray(faces[:, ::-1])


def triangles(faces: NDArray[Any], count: int, first: int = 0) -> NDArray[np.int32]:
    """(F, 3) or (3, F) vertex numbers, counted from ``first``, as (F, 3) i4 from 0. ``count``: vertices.

    Raises ``MorphableError`` for numbers beyond the vertices."""
    if faces.ndim != 2 or 3 not in faces.shape or not 1 <= faces.size <= 3 * MAX_FACES or faces.dtype.kind not in "iuf":
        raise MorphableError(f"The faces of shape {faces.shape} are no triangles.")
    numbers = (faces if faces.shape[1] == 3 else faces.T).astype(np.int64)
    if numbers.min() < first or numbers.max() >= count + first:
        raise MorphableError(
            f"The faces name vertices {numbers.min()} to {numbers.max()} of {count}: the file is damaged."
        )
    return np.ascontiguousarray(numbers - first, np.int32)


def bytes_of(colour: NDArray[Any], largest: float) -> NDArray[np.uint8]:
    """(3N,) or (N, 3) colours of 0..``largest`` as (N, 3) u1."""
    values = np.asarray(colour, np.float32).reshape(-1, 3) * (255.0 / largest)
    if not np.isfinite(values).all():
        raise MorphableError("The model's colours hold numbers that are not finite: the file is damaged.")
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def _finite(array: NDArray[Any], what: str) -> None:
    if not np.isfinite(array).all():
        raise MorphableError(f"The model's {what} hold numbers that are not finite: the file is damaged.")


def _check_faces(faces: NDArray[np.int32], count: int, what: str) -> None:
    if faces.ndim != 2 or faces.shape[1] not in (3, 4) or not 1 <= len(faces) <= MAX_FACES:
        raise MorphableError(f"The model's {what} of shape {faces.shape} are no triangles or quads.")
    missing = faces < 0
    if missing[:, :3].any() or (faces < -1).any() or (faces >= count).any():
        raise MorphableError(f"The model's {what} name vertices that it does not have: the file is damaged.")


def _check_components(components: Components, count: int, what: str) -> None:
    number = len(components.names)
    if components.deltas.shape != (number, count, 3) or number > MAX_COMPONENTS:
        raise MorphableError(f"The model's {what} do not fit its {count} vertices.")
    if not all(0 < len(name.encode()) < 64 for name in components.names):
        raise MorphableError(f"The model's {what} have names that are empty or longer than 63 bytes.")
    low, high = np.array(components.minimum, float), np.array(components.maximum, float)
    if low.shape != (number,) or high.shape != (number,) or not (np.abs(np.r_[low, high]) <= 10).all():
        raise MorphableError(f"The model's {what} have no ranges within +-10.")
    if (low > 0).any() or (high < 0).any() or (low == high).any():
        raise MorphableError(f"The model's {what} have ranges without a zero.")
    for delta in components.deltas:  # one by one, so that no mask of all is needed
        _finite(delta, what)


def _check_joints(joints: Joints, count: int) -> None:
    number = len(joints.names)
    fits = len(joints.parents) == number and joints.places.shape == (number, 3)
    if not 1 <= number <= 64 or not fits or joints.weights.shape != (count, number) or len(set(joints.names)) < number:
        raise MorphableError("The model's joints do not fit its vertices.")
    if not all(-1 <= parent < index for index, parent in enumerate(joints.parents)):
        raise MorphableError("The model's joints do not follow their parents.")
    _finite(joints.places, "joints")
    _finite(joints.weights, "weights")
    if (np.abs(joints.weights.sum(1) - 1) > 0.01).any():
        raise MorphableError("The model's weights do not add up to 1.")
