# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers from an HDF5 file: BFM 2017 and 2019, the ``.h5`` of the published model, MATLAB 7.3.

h5py executes nothing, but a file can send it to other files; such links, and arrays larger than any face model's, are
refused before anything is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .model import MAX_VALUES, MorphableError

MAGIC: Final = b"\x89HDF\r\n\x1a\n"
_MOST_MEMBERS: Final = 1000


class Hdf5:
    """An open file. ``array`` raises ``MorphableError`` for what is not there, or too large."""

    def __init__(self, file: Any, label: str) -> None:
        self._file = file
        self._label = label

    def __contains__(self, path: str) -> bool:
        return self._find(path) is not None

    def names(self, path: str = "") -> list[str]:
        """Members of a group, the top level by default."""
        group: Any = self._find(path) if path else self._file
        return list(group.keys())[:_MOST_MEMBERS] if hasattr(group, "keys") else []

    def is_group(self, path: str) -> bool:
        return hasattr(self._find(path), "keys")

    def array(self, path: str, most: int | None = None) -> NDArray[Any]:
        """The numbers at ``path``; of a matrix no more than the first ``most`` rows or columns, whichever are fewer."""
        found = self._dataset(path)
        if most is None or len(found.shape) != 2:
            return np.asarray(found[()])
        return np.asarray(found[:most] if found.shape[0] < found.shape[1] else found[:, :most])

    def _dataset(self, path: str) -> Any:
        found = self._find(path)
        if found is None or not hasattr(found, "dtype"):
            raise MorphableError(f"{self._label} lacks {path}: it is no face model of this kind, or damaged.")
        if found.is_virtual or found.external:
            raise MorphableError(f"{self._label} keeps {path} in another file: choose a file that holds all itself.")
        if found.dtype.kind not in "iuf" or found.shape is None or np.prod(found.shape, dtype=object) > MAX_VALUES:
            raise MorphableError(f"{self._label} has {path} as {found.dtype} of shape {found.shape}: no face model's.")
        return found

    def _find(self, path: str) -> Any | None:
        """The member at ``path``; None if it is not there or lies behind a link."""
        import h5py

        member = self._file
        for part in path.split("/"):
            if not isinstance(member, h5py.Group):
                return None
            if not isinstance(member.get(part, getlink=True), h5py.HardLink):
                return None
            member = member[part]
        return member


@contextmanager
def opened(path: Path) -> Iterator[Hdf5]:
    """Opens a file for reading. Whatever the library says of a damaged file becomes one sentence."""
    import h5py

    try:
        with h5py.File(path, "r") as file:
            yield Hdf5(file, path.name)
    except MorphableError:
        raise
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, OverflowError, MemoryError):
        raise MorphableError(f"{path.name} is a damaged HDF5 file: copy or download it again.") from None
