# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file is, told by its content: names and extensions are whatever a user made of them."""

from __future__ import annotations

import zipfile
from enum import Enum, auto
from pathlib import Path

from .. import npz
from . import bfm2017, eos, facewarehouse, fields, flame, hdf5, ict
from .model import MorphableError


class Kind(Enum):
    """The files that a model is made of."""

    OPEN = auto()
    BASEL = auto()
    BASEL_2009 = auto()
    BASEL_EXPRESSION = auto()
    BASEL_STRUCTURE = auto()
    BASEL_INFO = auto()
    BASEL_2017 = auto()
    FLAME_NPZ = auto()
    FLAME_PICKLE = auto()
    FACEWAREHOUSE = auto()
    EOS = auto()
    EOS_BLENDSHAPES = auto()
    ICT = auto()
    WAVEFRONT = auto()


_HEAD = 1024
_READY = frozenset({"shapeMU", "expPC"})
"""What a Basel model with its expressions has, under these names."""


def tell(path: Path) -> Kind:
    """Raises ``MorphableError`` for what is not there, or nothing of this list."""
    if path.is_dir() or path.name == ict.NEUTRAL:
        return Kind.ICT
    try:
        with open(path, "rb") as file:
            head = file.read(_HEAD)
        size = path.stat().st_size
    except OSError as error:
        raise MorphableError(f"Cannot read {path}: {error.strerror or error}.") from None
    if head.startswith(b"PK"):
        return _in_zip(path)
    if fields.is_hdf5(head) or fields.is_mat(head):
        return _in_fields(path, head)
    if facewarehouse.is_model(head, size):
        return Kind.FACEWAREHOUSE
    if eos.is_model(head):
        return Kind.EOS
    if eos.is_blendshapes(head):
        return Kind.EOS_BLENDSHAPES
    if head[:1] == b"\x80" or path.suffix.lower() == ".pkl":
        return Kind.FLAME_PICKLE
    if path.suffix.lower() == ".obj":
        return Kind.WAVEFRONT
    raise MorphableError(
        f"{path.name} is no 3D morphable face that is known here: docs/morphable.md lists the files that are."
        if head
        else f"{path.name} is empty: copy or download it again."
    )


def _in_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = npz.names(archive)
    except npz.BROKEN:
        raise MorphableError(f"{path.name} is a damaged .npz: copy or download it again.") from None
    if flame.MARK in names:
        return Kind.FLAME_NPZ
    if {"mean", "faces"} <= names.keys():
        return Kind.OPEN
    if "coefficients" in names:
        raise MorphableError(f"{path.name} is a take, no face: select a character and use Import Face Take.")
    raise MorphableError(f"{path.name} holds no face model: choose another file.")


def _in_fields(path: Path, head: bytes) -> Kind:
    if fields.is_hdf5(head):
        with hdf5.opened(path) as file:
            if bfm2017.MARK in file:
                return Kind.BASEL_2017
    names = fields.names(path, _READY)
    if names >= _READY:
        return Kind.BASEL
    if "shapeMU" in names:
        return Kind.BASEL_2009
    if "w_exp" in names:
        return Kind.BASEL_EXPRESSION
    if "vertex_expr_ref" in names:
        return Kind.BASEL_STRUCTURE
    if "trimIndex" in names:
        return Kind.BASEL_INFO
    raise MorphableError(f"{path.name} holds no face model that is known here: choose another file.")
