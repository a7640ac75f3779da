# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrays from an untrusted ``.npz``: each header is judged before its data is read, and no pickle is ever opened."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, ValueError, EOFError, OSError, KeyError,
    NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
"""What reading a damaged archive may raise."""


class Unfit(Exception):
    """An array that its reader does not accept. The text is its dtype and shape."""


class Cut(Exception):
    """An array that is not as long as its header says."""


def names(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The arrays of an archive by name."""
    return {info.filename.removesuffix(".npy"): info for info in archive.infolist()}


def array(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    accepts: Callable[[tuple[int, ...], np.dtype[Any]], bool],
    fortran: bool = False,
) -> NDArray[Any]:
    """One array. ``fortran``: columns may come first. Raises ``Unfit``, ``Cut`` or one of ``BROKEN``."""
    with archive.open(info) as file:
        version = np.lib.format.read_magic(file)
        read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, columns_first, dtype = read_header(file)
        if dtype.hasobject or not accepts(shape, dtype) or columns_first and len(shape) > 1 and not fortran:
            raise Unfit(f"{dtype} of shape {shape}")
        size = int(np.prod(shape, dtype=object)) * dtype.itemsize
        data = file.read(size)
        if len(data) != size or file.read(1):
            raise Cut
    return np.frombuffer(data, dtype).reshape(shape, order="F" if columns_first else "C")
