# SPDX-License-Identifier: GPL-3.0-or-later
"""Vertices, texture coordinates and faces of a Wavefront ``.obj``, in the order of the file.

Blender's importer may split and reorder vertices, which would tear a model whose shapes are separate files."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .model import MAX_FACES, MAX_VERTICES, MorphableError

MAX_BYTES: Final = 256 << 20
MAX_LINES: Final = 4_000_000


@dataclass(frozen=True, eq=False)
class Wavefront:
    """``places`` (N, 3); ``faces`` (F, 3 or 4) i4 from 0, -1 at the end of a triangle among quads; ``uv`` (U, 2) and
    ``uv_faces`` where every corner has a coordinate, else None."""

    places: NDArray[np.float32]
    faces: NDArray[np.int32]
    uv: NDArray[np.float32] | None
    uv_faces: NDArray[np.int32] | None


def read_places(path: Path) -> NDArray[np.float32]:
    """The vertices (N, 3) alone, which is quick. Raises ``MorphableError``."""
    return _table(_lines(path), b"v ", 3, path)


def read(path: Path) -> Wavefront:
    """All of a file. Raises ``MorphableError`` where it has no vertices, no faces or faces of more than four
    corners."""
    lines = _lines(path)
    places, uv = _table(lines, b"v ", 3, path), _table(lines, b"vt ", 2, path)
    corners = [line[2:].split() for line in lines if line.startswith(b"f ")]
    if not len(places) or not corners:
        raise MorphableError(f"{path.name} has no vertices or no faces: choose another file.")
    if len(corners) > MAX_FACES or not all(3 <= len(face) <= 4 for face in corners):
        raise MorphableError(f"{path.name} has faces of more than four corners or more than {MAX_FACES} of them.")
    width = max(map(len, corners))
    try:
        pairs = [[corner.split(b"/") for corner in face] for face in corners]
        faces = _faces([[int(corner[0]) for corner in face] for face in pairs], width, len(places))
        textured = len(uv) and all(len(corner) > 1 and corner[1] for face in pairs for corner in face)
        uv_faces = _faces([[int(c[1]) for c in face] for face in pairs], width, len(uv)) if textured else None
    except (ValueError, OverflowError):
        raise _damaged(path) from None
    if faces is None or textured and uv_faces is None:
        raise _damaged(path)
    return Wavefront(places, faces, uv if textured else None, uv_faces)


def _faces(numbers: list[list[int]], width: int, count: int) -> NDArray[np.int32] | None:
    """Numbers from 1, or from the end where negative; None beyond ``count``."""
    array = np.array([face + [0] * (width - len(face)) for face in numbers], np.int64)
    array = np.where(array < 0, array + count, array - 1)
    missing = np.array([len(face) < width for face in numbers])
    if (array[:, :3] < 0).any() or (array >= count).any() or ((array[:, 3:] < 0).any(1) & ~missing).any():
        return None
    return array.astype(np.int32)


def _table(lines: list[bytes], start: bytes, width: int, path: Path) -> NDArray[np.float32]:
    """The first ``width`` numbers of each line that begins with ``start``; all such lines have as many numbers."""
    rows = [line[len(start) :] for line in lines if line.startswith(start)]
    if len(rows) > 4 * MAX_VERTICES:
        raise _damaged(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", DeprecationWarning)  # text among the numbers, an error in later NumPys
            values = np.fromstring(b" ".join(rows).decode("latin-1"), np.float64, sep=" ")
        table = values.reshape(len(rows), -1) if rows else np.empty((0, width))
    except (ValueError, DeprecationWarning):
        raise _damaged(path) from None
    if table.shape[1] < width:
        raise _damaged(path)
    return table[:, :width].astype(np.float32)


def _lines(path: Path) -> list[bytes]:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise MorphableError(f"Cannot read {path}: {error.strerror or error}.") from None
    if len(data) > MAX_BYTES or data.count(b"\n") > MAX_LINES:
        raise MorphableError(f"{path.name} is larger than {MAX_BYTES >> 20} MB: choose another file.")
    return data.split(b"\n")


def _damaged(path: Path) -> MorphableError:
    return MorphableError(f"{path.name} is a damaged .obj: copy or download it again.")
