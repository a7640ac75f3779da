# SPDX-License-Identifier: GPL-3.0-or-later
"""Files to a model: which reader, with which of the files beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from . import archive, basel, bfm2017, eos, facewarehouse, flame, ict
from .kinds import Kind, tell
from .model import MAX_COMPONENTS, Morphable, MorphableError, Report, Source

_BESIDE: Final = {
    Kind.BASEL_EXPRESSION: "Model_Expression.mat",
    Kind.BASEL_STRUCTURE: "mod_struct_expr.mat",
    Kind.BASEL_INFO: "model_info.mat",
    Kind.EOS_BLENDSHAPES: "expression_blendshapes*.bin",
}
"""Parts of a model that are looked for beside its main file under the names that they are published with."""

_PARTS: Final = {
    Kind.BASEL_2009: (Kind.BASEL_EXPRESSION, Kind.BASEL_STRUCTURE, Kind.BASEL_INFO),
    Kind.EOS: (Kind.EOS_BLENDSHAPES,),
    Kind.FACEWAREHOUSE: (Kind.WAVEFRONT,),
}
"""What may come with a main file. Every other kind is a whole model."""

_NEEDS_MAIN: Final = {
    Kind.BASEL_EXPRESSION: "choose 01_MorphableModel.mat of the Basel Face Model with it",
    Kind.BASEL_STRUCTURE: "choose 01_MorphableModel.mat and Model_Expression.mat with it",
    Kind.BASEL_INFO: "choose 01_MorphableModel.mat and Model_Expression.mat with it",
    Kind.EOS_BLENDSHAPES: "choose the face model, such as sfm_shape_3448.bin, with it",
    Kind.WAVEFRONT: "import it with File > Import > Wavefront, or choose shape.bs of FaceWarehouse with it",
}


@dataclass(frozen=True)
class Wish:
    """``identities``: identity components at most. ``jaw``: joints of a skinned head as keys or as bones."""

    identities: int = MAX_COMPONENTS
    jaw: flame.Jaw = "keys"


def read(paths: Sequence[Path], wish: Wish, report: Report) -> Morphable:
    """The model in ``paths``: one file, a folder, or a main file and its parts. Raises ``MorphableError``."""
    report("Looking at the files", 0.0)
    found: dict[Kind, Path] = {}
    for path in paths:
        kind = tell(path)
        if kind in found and found[kind] != path:
            raise MorphableError(f"{found[kind].name} and {path.name} are of the same kind: choose one of them.")
        found[kind] = path
    main = [kind for kind in found if kind not in _NEEDS_MAIN]
    if not main:
        if not found:
            raise MorphableError("No file was chosen: choose a 3D morphable face.")
        kind, path = next(iter(found.items()))
        raise MorphableError(f"{path.name} is only a part of a model: {_NEEDS_MAIN[kind]}.")
    if len(main) > 1:
        names = " and ".join(found[kind].name for kind in main)
        raise MorphableError(f"{names} are models of their own: choose one of them.")
    for kind in _PARTS.get(main[0], ()):
        beside = _beside(found[main[0]], kind)
        if kind not in found and beside is not None:
            found[kind] = beside
    with np.errstate(all="ignore"):  # numbers that are not finite are told in a sentence
        model = _READERS[main[0]](found, wish, report)
    used = [found[main[0]], *(path for kind, path in found.items() if kind in _PARTS.get(main[0], ()))]
    sources = model.sources or tuple(_source(path) for path in used)
    report("Done", 1.0)
    return model.with_sources(sources)


def _beside(main: Path, kind: Kind) -> Path | None:
    """A part under its usual name in the main file's folder; one that is something else by content does not count."""
    if kind not in _BESIDE:
        return None
    for path in sorted(main.parent.glob(_BESIDE[kind])):
        try:
            if tell(path) is kind:
                return path
        except MorphableError:
            continue
    return None


def _source(path: Path) -> Source:
    file = path / ict.NEUTRAL if path.is_dir() else path
    try:
        with open(file, "rb") as stream:
            return Source(file.name, hashlib.file_digest(stream, "sha256").hexdigest())
    except OSError as error:
        raise MorphableError(f"Cannot read {file}: {error.strerror or error}.") from None


def _basel_parts(found: dict[Kind, Path], wish: Wish, report: Report) -> Morphable:
    main, expression = found[Kind.BASEL_2009], found.get(Kind.BASEL_EXPRESSION)
    if expression is None:
        raise MorphableError(
            f"{main.name} has no expressions: choose Model_Expression.mat of 3DDFA with it, or put it beside it."
        )
    parts = found.get(Kind.BASEL_STRUCTURE), found.get(Kind.BASEL_INFO)
    return basel.read_parts(main, expression, *parts, wish.identities, report)


def _ict(found: dict[Kind, Path], wish: Wish, report: Report) -> Morphable:
    path = found[Kind.ICT]
    return ict.read(path if path.is_dir() else path.parent, wish.identities, report)


_READERS: Final = {
    Kind.OPEN: lambda found, wish, report: archive.read(found[Kind.OPEN], wish.identities),
    Kind.BASEL: lambda found, wish, report: basel.read_ready(found[Kind.BASEL], wish.identities, report),
    Kind.BASEL_2009: _basel_parts,
    Kind.BASEL_2017: lambda found, wish, report: bfm2017.read(found[Kind.BASEL_2017], wish.identities, report),
    Kind.FLAME_NPZ: lambda found, wish, report: flame.read(
        found[Kind.FLAME_NPZ], False, wish.identities, wish.jaw, report
    ),
    Kind.FLAME_PICKLE: lambda found, wish, report: flame.read(
        found[Kind.FLAME_PICKLE], True, wish.identities, wish.jaw, report
    ),
    Kind.FACEWAREHOUSE: lambda found, wish, report: facewarehouse.read(
        found[Kind.FACEWAREHOUSE], found.get(Kind.WAVEFRONT), report
    ),
    Kind.EOS: lambda found, wish, report: eos.read(
        found[Kind.EOS], found.get(Kind.EOS_BLENDSHAPES), wish.identities, report
    ),
    Kind.ICT: _ict,
}
