# SPDX-License-Identifier: GPL-3.0-or-later
"""Named arrays of a MATLAB or HDF5 file, whichever it is, at the top level or inside one structure or group."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from numpy.typing import NDArray

from . import hdf5, matfile
from .model import MorphableError

_MATLAB_BLOCK: Final = 512
"""Where HDF5 begins in a MATLAB 7.3 file."""


def is_hdf5(head: bytes) -> bool:
    """Whether a file that begins with ``head`` (at least 520 bytes of it) is HDF5."""
    return head.startswith(hdf5.MAGIC) or head[_MATLAB_BLOCK:].startswith(hdf5.MAGIC)


def is_mat(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is a MATLAB file of version 5 to 7."""
    return head[:6] == b"MATLAB" and head[126:128] in (b"IM", b"MI")


def names(path: Path, enough: Collection[str]) -> frozenset[str]:
    """Names of the arrays of a file, without those of the structures that hold them; all of ``enough`` end the
    search."""
    if _is_hdf5(path):
        with hdf5.opened(path) as file:
            return frozenset(_members(file))
    found = matfile.look(path, lambda seen: {*enough} <= {_last(name) for name in seen})
    return frozenset(map(_last, found))


def load(
    path: Path, wanted: Collection[str], most: dict[str, int] | None = None, tick: matfile.Tick = lambda share: None
) -> dict[str, NDArray[Any]]:
    """The ``wanted`` arrays that the file has. ``most``: how many components of one are needed.

    Raises ``MorphableError`` for a damaged file."""
    if _is_hdf5(path):
        with hdf5.opened(path) as file:
            members = _members(file)
            return {name: file.array(members[name], (most or {}).get(name)) for name in wanted if name in members}
    found = matfile.read(path, lambda name: _last(name) in wanted, tick)
    return {_last(name): array for name, array in found.items()}


def need(held: dict[str, NDArray[Any]], wanted: Collection[str], label: str) -> None:
    """Raises ``MorphableError`` naming what a file lacks."""
    missing = [name for name in wanted if name not in held]
    if missing:
        raise MorphableError(f"{label} lacks {', '.join(missing)}: it is no face model of this kind, or damaged.")


def _last(name: str) -> str:
    """ "BFM.shapePC" without the structure."""
    return name.rpartition(".")[2]


def _is_hdf5(path: Path) -> bool:
    with open(path, "rb") as file:
        return is_hdf5(file.read(_MATLAB_BLOCK + len(hdf5.MAGIC)))


def _members(file: hdf5.Hdf5) -> dict[str, str]:
    """Name to path of the arrays at the top level and in its groups."""
    found: dict[str, str] = {}
    for top in file.names():
        for path in (f"{top}/{inner}" for inner in file.names(top)) if file.is_group(top) else (top,):
            found.setdefault(path.rpartition("/")[2], path)
    return found
