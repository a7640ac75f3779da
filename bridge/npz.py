# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrays from an untrusted ``.npz``: each header is judged before its data is read, and no pickle is ever opened. And
arrays into one, piece by piece, since compressing takes its time."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Generator, Mapping
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, ValueError, EOFError, OSError, KeyError,
    NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
"""What reading a damaged archive may raise."""


PIECE: Final = 1 << 16
"""Bytes that are compressed between two pauses: about three milliseconds."""


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


def write(file: BinaryIO, arrays: Mapping[str, NDArray[Any]]) -> Generator[None]:
    """A compressed ``.npz`` as NumPy's own, of arrays without objects, in short pieces."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as entry:
                np.lib.format.write_array_header_1_0(entry, np.lib.format.header_data_from_array_1_0(array))
                data = memoryview(array.tobytes("F" if array.flags.fnc else "C"))
                for start in range(0, len(data), PIECE):
                    entry.write(data[start : start + PIECE])
                    yield
