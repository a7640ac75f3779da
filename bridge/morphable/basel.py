# SPDX-License-Identifier: GPL-3.0-or-later
"""The Basel Face Model of 2009 with the 29 expressions of 3DDFA, ready made or put together from its parts.

Ready made: the ExpNet authors' ``BaselFaceModel_mod.mat`` or ``.h5``, and face3d's ``BFM.mat``, which has the same
fields on another mesh. From parts: ``01_MorphableModel.mat`` of Basel, ``Model_Expression.mat`` of 3DDFA, and either
the authors' ``mod_struct_expr.mat``, which gives exactly their model, or 3DDFA's ``model_info.mat``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..basis import PUBLISHED
from . import fields
from .checks import bytes_of, outward, triangles
from .model import Morphable, MorphableError, Report, expressions, identities, scaled, vertices

_AUTHORS_SHIFT: Final = 231.0
"""Micrometres that the authors' builder moves the mesh along x (3dmm_cnn, 3DMM_model/trimBaselFace.py)."""

_SHAPE: Final = ("shapeMU", "shapePC", "shapeEV")
_EXPRESSION: Final = ("expMU", "expPC", "expEV")


def read_ready(path: Path, count: int, report: Report) -> Morphable:
    """A ready-made model, with no more than ``count`` identity components. Raises ``MorphableError``."""
    report("Reading the Basel Face Model", 0.1)
    wanted = {*_SHAPE, *_EXPRESSION, "texMU", "faces", "tri", "tri_mouth"} - (set() if count else {"shapePC"})
    held = fields.load(path, wanted, {"shapePC": count}, _ticking(report, 0.1, 0.7))
    fields.need(held, [name for name in (*_SHAPE, *_EXPRESSION) if name in wanted], path.name)
    tri = held.get("faces", held.get("tri"))
    if tri is None:
        raise MorphableError(f"{path.name} has no faces: it is no face model of this kind, or damaged.")
    report("Scaling the components", 0.7)
    mean = vertices(held["shapeMU"]) + _same_size(held["expMU"], held["shapeMU"])
    faces = [triangles(part, len(mean), _first(part)) for part in (tri, held.get("tri_mouth")) if part is not None]
    sigma = held["shapeEV"].ravel()[: _width(held["shapePC"], len(mean))] if count else held["shapeEV"]
    return _model(
        mean,
        np.concatenate(faces),
        scaled(held["expPC"], held["expEV"], len(PUBLISHED), what="expression basis"),
        scaled(held["shapePC"], sigma, count, what="shape basis") if count else None,
        held.get("texMU"),
        (),
    )


def read_parts(
    base: Path, expression: Path, structure: Path | None, info: Path | None, count: int, report: Report
) -> Morphable:
    """The model of 2009 and its expressions. Raises ``MorphableError``."""
    report("Reading the Basel Face Model", 0.05)
    wanted = {*_SHAPE, "texMU", "tl"} - (set() if count else {"shapePC"})
    held = fields.load(base, wanted, {"shapePC": count}, _ticking(report, 0.05, 0.5))
    fields.need(held, ("shapeMU", "shapeEV", "tl", *(("shapePC",) if count else ())), base.name)
    report("Reading the expressions", 0.5)
    moves = fields.load(expression, ("mu_exp", "w_exp", "sigma_exp"))
    fields.need(moves, ("mu_exp", "w_exp"), expression.name)
    whole, moved = vertices(held["shapeMU"]), vertices(moves["mu_exp"], "expression mean")
    if structure is not None:
        kept, rows, sigma, faces, notes = _authors_choice(structure, len(whole), len(moved))
        whole = whole + np.array((_AUTHORS_SHIFT, 0, 0), np.float32)
    elif info is not None:
        fields.need(moves, ("sigma_exp",), expression.name)
        kept, faces = _outer_choice(info, len(whole), len(moved))
        rows, sigma = np.arange(len(moved)), moves["sigma_exp"]
        notes = (
            f"The standard deviations are those of {expression.name}: with mod_struct_expr.mat beside it they and the "
            "mesh become exactly the ExpNet authors'.",
        )
    else:
        raise MorphableError(
            f"{expression.name} does not say which vertices it moves: choose model_info.mat of 3DDFA or "
            "mod_struct_expr.mat of the ExpNet authors with it, or put it beside it."
        )
    report("Scaling the components", 0.8)
    colour = None if "texMU" not in held else held["texMU"].reshape(-1, 3)[kept]
    return _model(
        whole[kept] + moved[rows],
        faces,
        scaled(moves["w_exp"], sigma, len(PUBLISHED), rows, "expression basis"),
        scaled(held["shapePC"], held["shapeEV"].ravel()[: held["shapePC"].shape[1]], count, kept, "shape basis")
        if count
        else None,
        colour,
        notes,
    )


def _model(
    mean: NDArray[np.float32],
    faces: NDArray[np.int32],
    moves: NDArray[np.float32],
    people: NDArray[np.float32] | None,
    colour: NDArray[Any] | None,
    notes: tuple[str, ...],
) -> Morphable:
    if len(moves) != len(PUBLISHED):
        raise MorphableError(f"The model has {len(moves)} expressions, not {len(PUBLISHED)}: choose another file.")
    if people is None:
        people = np.empty((0, *mean.shape), np.float32)
    return Morphable(
        name="Basel Face",
        basis=PUBLISHED.id,
        mean=mean,
        faces=outward(mean, faces),
        expressions=expressions(moves),
        identities=identities(people),
        unit=_unit(mean),
        colour=None if colour is None else bytes_of(colour, 255.0),
        notes=notes,
    )


def _ticking(report: Report, first: float, last: float) -> Callable[[float], None]:
    return lambda share: report("Reading the Basel Face Model", first + (last - first) * share)


def _unit(mean: NDArray[np.float32]) -> float:
    """Metres: the file of 2009 is in micrometres, the authors' in millimetres, and a head is about 0.2 m high."""
    return 1e-3 if np.ptp(mean[:, 1]) < 5000 else 1e-6


def _same_size(offset: NDArray[Any], mean: NDArray[Any]) -> NDArray[np.float32]:
    if offset.size != mean.size:
        raise MorphableError(f"The expression mean has {offset.size} numbers, the mean shape {mean.size}.")
    return vertices(offset, "expression mean")


def _first(faces: NDArray[Any]) -> int:
    """MATLAB counts from 1, which an ``.h5`` need not."""
    return int(faces.size > 0 and faces.min() > 0)


def _width(columns: NDArray[Any], count: int) -> int:
    """Components of a basis of ``count`` vertices that is stored either way round."""
    return next((size for size in reversed(columns.shape) if size != 3 * count), columns.shape[-1])


def _authors_choice(
    path: Path, whole: int, moved: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[Any], NDArray[np.int32], tuple[str, ...]]:
    """Vertices kept, rows of the expressions, standard deviations and faces of the authors' mesh."""
    held = fields.load(path, ("vertex_indices", "vertex_expr_ref", "expEV", "faces"))
    fields.need(held, ("vertex_indices", "vertex_expr_ref", "expEV", "faces"), path.name)
    kept = _numbers(held["vertex_indices"], whole, path.name)
    reference = held["vertex_expr_ref"].ravel()
    if len(reference) != whole:
        raise MorphableError(f"{path.name} is made for {len(reference)} vertices, the Basel Face Model has {whole}.")
    return kept, _numbers(reference[kept], moved, path.name), held["expEV"], triangles(held["faces"], len(kept), 1), ()


def _outer_choice(path: Path, whole: int, moved: int) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Vertices kept and faces of 3DDFA's mesh, which is without the inside of the mouth."""
    held = fields.load(path, ("trimIndex", "tri", "tri_mouth"))
    fields.need(held, ("trimIndex", "tri"), path.name)
    kept = _numbers(held["trimIndex"], whole, path.name)
    if len(kept) != moved:
        raise MorphableError(f"{path.name} names {len(kept)} vertices, the expressions have {moved}.")
    parts = [triangles(held[name], len(kept), 1) for name in ("tri", "tri_mouth") if name in held]
    return kept, np.concatenate(parts)


def _numbers(array: NDArray[Any], most: int, label: str) -> NDArray[np.intp]:
    """Numbers from 1 as indices. Raises ``MorphableError`` beyond ``most``."""
    numbers = array.ravel().astype(np.int64)
    if not len(numbers) or numbers.min() < 1 or numbers.max() > most:
        raise MorphableError(f"{label} names vertices beyond the {most} that there are: the files do not fit together.")
    return numbers - 1
