# SPDX-License-Identifier: GPL-3.0-or-later
"""FLAME (Li, Bolkart, Black, Li, Romero, SIGGRAPH Asia 2017): ``.pkl`` as distributed, or an ``.npz`` of its arrays.

5023 vertices in metres; 300 identities and 100 expressions with sigma multiplied in; neck, jaw and eyes are joints."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from .. import npz
from . import unpickle
from .checks import outward, triangles
from .joints import as_keys
from .model import MAX_VALUES, MAX_VERTICES, Joints, Morphable, MorphableError, Report, expressions, identities

Jaw = Literal["keys", "bones"]

MARK: Final = "v_template"
"""The array that tells such a file."""

_WANTED: Final = (MARK, "f", "shapedirs", "posedirs", "J_regressor", "J", "weights", "kintree_table")
_PEOPLE: Final = 300
_NAMES: Final = ("root", "neck", "jaw", "eyeLeft", "eyeRight")


def read(path: Path, pickled: bool, count: int, jaw: Jaw, report: Report) -> Morphable:
    """The model in ``path``, with no more than ``count`` identity components. ``jaw``: neck, jaw and eyes as bones, or
    neck and jaw as keys. Raises ``MorphableError``."""
    report("Reading FLAME", 0.1)
    held = unpickle.read(path) if pickled else _arrays(path)
    missing = [name for name in (MARK, "f", "shapedirs") if not isinstance(held.get(name), np.ndarray)]
    if missing:
        raise MorphableError(f"{path.name} lacks {', '.join(missing)}: it is no FLAME model, or damaged.")
    mean, directions = held[MARK], held["shapedirs"]
    if mean.ndim != 2 or mean.shape[1] != 3 or not 3 <= len(mean) <= MAX_VERTICES:
        raise MorphableError(f"{path.name} has a template of shape {mean.shape}: it is no FLAME model.")
    if directions.ndim != 3 or directions.shape[:2] != mean.shape or directions.shape[2] <= _PEOPLE:
        raise MorphableError(
            f"{path.name} has shape directions of shape {directions.shape}, of which the first {_PEOPLE} should be "
            "identities and the rest expressions: choose a complete FLAME model."
        )
    mean = mean.astype(np.float32)
    report("Sorting the components", 0.7)
    shapes = np.moveaxis(directions, 2, 0)
    moves = expressions(shapes[_PEOPLE:])
    model = Morphable(
        name="FLAME Head",
        basis=f"flame-{len(moves)}",
        mean=mean,
        faces=outward(mean, triangles(held["f"], len(mean))),
        expressions=moves,
        identities=identities(shapes[: min(count, _PEOPLE)]),
        unit=1.0,
    )
    joints = _joints(held, mean)
    if joints is None:
        return replace(model, notes=(f"{path.name} holds no joints that can be read: the head has no jaw.",))
    if jaw == "bones":
        return replace(model, joints=joints)
    pose = held.get("posedirs")
    fits = isinstance(pose, np.ndarray) and pose.shape == (*mean.shape, 9 * (len(joints.names) - 1))
    return replace(model, expressions=as_keys(joints, mean, pose if fits else None) + moves)


def _joints(held: dict[str, Any], mean: NDArray[np.float32]) -> Joints | None:
    weights, tree = held.get("weights"), held.get("kintree_table")
    regressor, places = held.get("J_regressor"), held.get("J")
    if not isinstance(weights, np.ndarray) or weights.shape != (len(mean), len(_NAMES)):
        return None
    if isinstance(regressor, np.ndarray) and regressor.shape == (len(_NAMES), len(mean)):
        places = regressor @ mean
    if not isinstance(places, np.ndarray) or places.shape != (len(_NAMES), 3):
        return None
    parents = (-1, 0, 1, 1, 1)
    if isinstance(tree, np.ndarray) and tree.shape == (2, len(_NAMES)):
        parents = (-1, *(int(parent) for parent in tree[0, 1:]))
    return Joints(_NAMES, parents, places.astype(np.float32), weights.astype(np.float32))


def _arrays(path: Path) -> dict[str, Any]:
    """The wanted arrays of an ``.npz``; those that are pickled inside are passed over."""
    held: dict[str, Any] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name, info in npz.names(archive).items():
                if name in _WANTED:
                    try:
                        held[name] = npz.array(archive, info, _is_plain, fortran=True)
                    except npz.Unfit:
                        continue
    except (npz.Cut, *npz.BROKEN):
        raise MorphableError(f"{path.name} is a damaged .npz: copy or download it again.") from None
    return held


def _is_plain(shape: tuple[int, ...], dtype: np.dtype[Any]) -> bool:
    return dtype.kind in "iuf" and np.prod(shape, dtype=object) <= MAX_VALUES
