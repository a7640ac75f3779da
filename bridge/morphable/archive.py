# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own open form of a face model: a plain ``.npz``, which also crosses from the reading process to Blender.

Arrays: ``mean`` (N, 3) f4; ``faces`` (F, 3 or 4) i4 from 0; ``expr`` (K, N, 3) f4 and optional ``shape`` (M, N, 3) f4,
displacements at coefficient 1 (sigma multiplied in); ``expr_names``, ``shape_names`` str; ``expr_range`` and
``shape_range`` (K, 2) f4; optional ``expr_mean`` (N, 3), added to ``mean`` on reading; ``colour`` (N, 3) u1; ``uv`` and
``uv_faces``; ``joint_names``, ``joint_parents``, ``joints`` (J, 3), ``weights`` (N, J). ``meta``: JSON text with
``format``, ``name``, ``basis``, ``unit`` (metres), ``up``, ``sources``, ``notes``."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from .. import npz
from .model import (
    MAX_COMPONENTS,
    MAX_FACES,
    MAX_VALUES,
    MAX_VERTICES,
    Components,
    Joints,
    Morphable,
    MorphableError,
    Source,
    none,
)

FORMAT: Final = 1
"""Version of the layout, in ``meta["format"]``."""

_MAX_META: Final = 1 << 18

_ARRAYS: Final[dict[str, tuple[str, tuple[int, ...]]]] = {
    # kind of dtype, largest shape
    "mean": ("f", (MAX_VERTICES, 3)),
    "faces": ("i", (MAX_FACES, 4)),
    "expr": ("f", (MAX_COMPONENTS, MAX_VERTICES, 3)),
    "shape": ("f", (MAX_COMPONENTS, MAX_VERTICES, 3)),
    "expr_mean": ("f", (MAX_VERTICES, 3)),
    "expr_names": ("U", (MAX_COMPONENTS,)),
    "shape_names": ("U", (MAX_COMPONENTS,)),
    "expr_range": ("f", (MAX_COMPONENTS, 2)),
    "shape_range": ("f", (MAX_COMPONENTS, 2)),
    "colour": ("u", (MAX_VERTICES, 3)),
    "uv": ("f", (4 * MAX_FACES, 2)),
    "uv_faces": ("i", (MAX_FACES, 4)),
    "joint_names": ("U", (64,)),
    "joint_parents": ("i", (64,)),
    "joints": ("f", (64, 3)),
    "weights": ("f", (MAX_VERTICES, 64)),
    "meta": ("U", ()),
}


def write(model: Morphable, file: BinaryIO, packed: bool = True) -> None:
    """Writes ``model``. ``packed``: compressed, which takes several times as long."""
    meta = {
        "format": FORMAT, "name": model.name, "basis": model.basis, "unit": model.unit, "up": model.up,
        "sources": [[source.name, source.sha256] for source in model.sources], "notes": list(model.notes),
    }  # fmt: skip
    arrays: dict[str, Any] = {
        "mean": model.mean,
        "faces": model.faces,
        "colour": model.colour,
        "uv": model.uv,
        "uv_faces": model.uv_faces,
        **_components("expr", model.expressions),
        **_components("shape", model.identities),
    }
    if model.joints is not None:
        arrays |= {
            "joint_names": np.array(model.joints.names),
            "joint_parents": np.array(model.joints.parents, np.int32),
            "joints": model.joints.places,
            "weights": model.joints.weights,
        }
    arrays = {name: array for name, array in arrays.items() if array is not None}
    save = np.savez_compressed if packed else np.savez
    save(file, meta=np.array(json.dumps(meta, ensure_ascii=False)), **arrays)


def read(path: Path, identities: int = MAX_COMPONENTS) -> Morphable:
    """The model in a file, with no more than so many identity components. Raises ``MorphableError``."""
    try:
        with zipfile.ZipFile(path) as archive:
            headers = npz.names(archive)
            skipped = {"shape", "shape_names", "shape_range"} if not identities else set()
            held = {
                name: _array(archive, info, name, path.name)
                for name, info in headers.items()
                if name in _ARRAYS and name not in skipped
            }
            return _model(held, path.name, identities)
    except npz.BROKEN:
        raise MorphableError(f"{path.name} is a damaged .npz: copy or convert it again.") from None


def _components(stem: str, components: Components) -> dict[str, Any]:
    if not len(components):
        return {}
    return {
        stem: components.deltas,
        f"{stem}_names": np.array(components.names),
        f"{stem}_range": np.column_stack((components.minimum, components.maximum)).astype(np.float32),
    }


def _array(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, label: str) -> NDArray[Any]:
    kind, limit = _ARRAYS[name]

    def accepts(shape: tuple[int, ...], dtype: np.dtype[Any]) -> bool:
        text = 4 * (_MAX_META if name == "meta" else 64)
        sized = all(size <= most for size, most in zip(shape, limit, strict=False))
        sized = sized and np.prod(shape, dtype=object) <= MAX_VALUES
        return len(shape) == len(limit) and sized and dtype.kind == kind and (kind != "U" or dtype.itemsize <= text)

    try:
        return npz.array(archive, info, accepts, fortran=True)
    except npz.Unfit as unfit:
        raise MorphableError(f"{label} is no face model: its {name} is {unfit}.") from None
    except npz.Cut:
        raise MorphableError(f"{label} is damaged: its {name} is not as long as it says.") from None


def _model(held: dict[str, NDArray[Any]], label: str, identities: int) -> Morphable:
    missing = {"mean", "faces", "meta"} - held.keys()
    if missing:
        raise MorphableError(f"{label} is no whole face model: it lacks {', '.join(sorted(missing))}.")
    meta = _meta(str(held["meta"]), label)
    mean = held["mean"].astype(np.float32)
    if "expr_mean" in held:
        if held["expr_mean"].shape != mean.shape:
            raise MorphableError(f"{label} has an expr_mean of another size than its mean: convert it again.")
        mean = mean + held["expr_mean"].astype(np.float32)
    joints = None
    if "joints" in held:
        needed = [held.get(name) for name in ("joint_names", "joint_parents", "weights")]
        if any(part is None for part in needed):
            raise MorphableError(f"{label} has joints without names, parents or weights: convert it again.")
        names, parents, weights = (np.asarray(part) for part in needed)
        joints = Joints(
            tuple(map(str, names)),
            tuple(map(int, parents)),
            held["joints"].astype(np.float32),
            weights.astype(np.float32),
        )
    faces, uv, uv_faces = held["faces"].astype(np.int32), held.get("uv"), held.get("uv_faces")
    if uv is not None and uv_faces is None and len(uv) == len(mean):
        uv_faces = faces
    return Morphable(
        mean=mean,
        faces=faces,
        expressions=_read_components(held, "expr", len(mean), MAX_COMPONENTS, label),
        identities=_read_components(held, "shape", len(mean), identities, label),
        colour=held.get("colour"),
        uv=None if uv is None else uv.astype(np.float32),
        uv_faces=None if uv_faces is None else uv_faces.astype(np.int32),
        joints=joints,
        **meta,
    )


def _read_components(held: dict[str, NDArray[Any]], stem: str, count: int, most: int, label: str) -> Components:
    if stem not in held:
        return none(count)
    deltas, number = held[stem], len(held[stem])
    names = held.get(f"{stem}_names", np.array([f"{'expression' if stem == 'expr' else 'identity'}{i:02d}"
                                                for i in range(number)]))  # fmt: skip
    ranges = held.get(f"{stem}_range", np.tile(np.array((-3, 3), np.float32), (number, 1)))
    if len(names) != number or ranges.shape != (number, 2):
        raise MorphableError(f"{label} has {number} {stem} components with {len(names)} names: convert it again.")
    kept = slice(0, most)
    low, high = (tuple(map(float, side)) for side in ranges[kept].T)
    return Components(tuple(map(str, names[kept])), deltas[kept].astype(np.float32, copy=False), low, high)


def _meta(text: str, label: str) -> dict[str, Any]:
    """Fields of ``Morphable`` that are no arrays."""
    try:
        meta = json.loads(text)
        version = meta["format"]
        if version != FORMAT:
            raise MorphableError(f"{label} has format {str(version)[:20]}, this is {FORMAT}: update the add-on.")
        return {
            "name": str(meta["name"])[:60] or "Face",
            "basis": str(meta["basis"])[:60],
            "unit": float(meta["unit"]),
            "up": str(meta["up"]),
            "sources": tuple(Source(str(name)[:200], str(sha)[:64]) for name, sha in meta.get("sources", ())),
            "notes": tuple(str(note)[:400] for note in meta.get("notes", ())[:16]),
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise MorphableError(f"{label} is no face model of ExpNet: its description is missing or no JSON.") from None
