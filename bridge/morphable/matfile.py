# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers from a MATLAB file of version 5 to 7.

Format: MathWorks, *MAT-File Format*, chapter 1. Written here because ``scipy.io.loadmat`` unpacks compressed variables
without a limit, reads all of a file to give one variable, and would add 35 MB to every zip. Only what a caller wants is
kept; a size is checked before its memory is taken. Structures of one element are read field by field; cells, sparse
matrices, objects and functions are passed over."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from .model import MAX_VALUES, MorphableError

MAX_BYTES: Final = 2 << 30
"""Most bytes that one compressed variable may unpack to, kept or passed over."""

_STORED: Final = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8"}
_MATRIX, _COMPRESSED = 14, 15
_STRUCT: Final = 2
_NUMBERS: Final = range(6, 16)
_CHUNK: Final = 1 << 20
_DEEPEST: Final = 4
_MOST_FIELDS: Final = 256
_MOST_VARIABLES: Final = 1024

Wanted = Callable[[str], bool]
Enough = Callable[[Collection[str]], bool]
Tick = Callable[[float], None]
"""Called now and then with how much of the file is behind, 0..1."""

Found = dict[str, NDArray[Any]]


class _Damaged(Exception):
    """The bytes are no MAT-file, or cut short."""


class _Enough(Exception):
    """What was looked for is found."""


class _Plain:
    """Bytes of the file itself, from where it stands."""

    def __init__(self, file: BinaryIO, left: int, tick: Callable[[], None]) -> None:
        self._file = file
        self._tick = tick
        self.left = left
        self.at = 0

    def take(self, count: int) -> bytes:
        """Exactly ``count`` bytes. Raises ``_Damaged`` if there are fewer, before any memory is taken."""
        if count > self.left:
            raise _Damaged
        data = self._read(count)
        if len(data) != count:
            raise _Damaged
        self.left -= count
        self.at += count
        return data

    def fill(self, target: memoryview) -> None:
        for start in range(0, len(target), _CHUNK):
            piece = target[start : start + _CHUNK]
            piece[:] = self.take(len(piece))
            self._tick()

    def drop(self, count: int) -> None:
        """Passes over ``count`` bytes."""
        if count > self.left:
            raise _Damaged
        self._skip(count)
        self.left -= count
        self.at += count

    def _read(self, count: int) -> bytes:
        return self._file.read(count)

    def _skip(self, count: int) -> None:
        self._file.seek(count, os.SEEK_CUR)


class _Unpacked(_Plain):
    """What ``packed`` compressed bytes unpack to, a piece at a time."""

    def __init__(self, file: BinaryIO, packed: int, tick: Callable[[], None]) -> None:
        super().__init__(file, MAX_BYTES, tick)
        self._packed = packed
        self._unpack = zlib.decompressobj()

    def _read(self, count: int) -> bytes:
        pieces = []
        while count:
            source = self._unpack.unconsumed_tail
            if not source and self._packed:
                source = self._file.read(min(_CHUNK, self._packed))
                self._packed -= len(source)
            piece = self._unpack.decompress(source, count)
            if not piece and (not source or self._unpack.eof):
                raise _Damaged
            pieces.append(piece)
            count -= len(piece)
        return b"".join(pieces)

    def _skip(self, count: int) -> None:
        while count:
            count -= len(self._read(min(count, _CHUNK)))
            self._tick()


class _Reader:
    """``order`` is the file's byte order; kept arrays go to ``found`` under dotted names."""

    def __init__(self, order: str, wanted: Wanted, enough: Enough) -> None:
        self._order = order
        self._wanted = wanted
        self._enough = enough
        self.found: Found = {}
        self.names: set[str] = set()

    def tag(self, source: _Plain) -> tuple[int, int, int]:
        """Type, bytes, and padding after them, of an element whose small form keeps its data in the tag."""
        kind, count = struct.unpack(self._order + "II", source.take(8))
        return kind, count, -count % 8

    def _element(self, source: _Plain) -> tuple[int, bytes]:
        """A short element: type and data."""
        head = source.take(8)
        kind, count = struct.unpack(self._order + "II", head)
        if kind >> 16:
            kind, count = kind & 0xFFFF, kind >> 16
            if count > 4:
                raise _Damaged
            return kind, head[4 : 4 + count]
        if count > _CHUNK:
            raise _Damaged
        data = source.take(count)
        source.drop(-count % 8)
        return kind, data

    def matrix(self, source: _Plain, count: int, path: str, depth: int) -> None:
        """A matrix of ``count`` bytes: kept, looked into or passed over. ``path``: of the structure that holds it."""
        end = source.at + count
        if count:
            name, kind, dims = self._head(source, path)
            if depth > _DEEPEST:
                raise _Damaged
            if kind in _NUMBERS:
                self.names.add(name)
                if self._enough(self.names):
                    raise _Enough
                if self._wanted(name):
                    self.found[name] = self._numbers(source, dims)
            elif kind == _STRUCT and np.prod(dims, dtype=object) == 1:
                self._fields(source, name, depth)
        if source.at > end:
            raise _Damaged
        if depth or not isinstance(source, _Unpacked):  # what is left of a packed variable need not be unpacked
            source.drop(end - source.at)

    def _head(self, source: _Plain, path: str) -> tuple[str, int, tuple[int, ...]]:
        _, flags = self._element(source)
        kind, sizes = self._element(source)
        _, name = self._element(source)
        if len(flags) != 8 or kind != 5 or not 8 <= len(sizes) <= 128 or len(sizes) % 4:
            raise _Damaged
        dims = struct.unpack(f"{self._order}{len(sizes) // 4}i", sizes)
        if min(dims) < 0:
            raise _Damaged
        own = name.decode("latin-1")
        return f"{path}{own}", struct.unpack(self._order + "I", flags[:4])[0] & 0xFF, dims

    def _fields(self, source: _Plain, name: str, depth: int) -> None:
        _, width_data = self._element(source)
        if len(width_data) != 4:
            raise _Damaged
        (width,) = struct.unpack(self._order + "i", width_data)
        _, names = self._element(source)
        if not 1 <= width <= 64 or len(names) % width or len(names) > width * _MOST_FIELDS:
            raise _Damaged
        for start in range(0, len(names), width):
            field = names[start : start + width].split(b"\0")[0].decode("latin-1")
            kind, count, _ = self.tag(source)
            if kind != _MATRIX:
                raise _Damaged
            self.matrix(source, count, f"{name}.{field}", depth + 1)

    def _numbers(self, source: _Plain, dims: tuple[int, ...]) -> NDArray[Any]:
        number = int(np.prod(dims, dtype=object))
        if number > MAX_VALUES:
            raise _Damaged
        head = source.take(8)
        kind, count = struct.unpack(self._order + "II", head)
        small = kind >> 16
        if small:
            kind, count = kind & 0xFFFF, small
        if kind not in _STORED:
            raise _Damaged
        dtype = np.dtype(self._order + _STORED[kind])
        if count != number * dtype.itemsize or small and count > 4:
            raise _Damaged
        if small:
            array = np.frombuffer(head[4 : 4 + count], dtype)
        elif count > source.left:
            raise _Damaged
        else:
            array = np.empty(number, dtype)
            if number:
                source.fill(array.data.cast("B"))
            source.drop(-count % 8)
        return array.reshape(dims, order="F")


def read(path: Path, wanted: Wanted, tick: Tick = lambda share: None) -> Found:
    """The numeric arrays of a file whose dotted names ("BFM.shapePC") are ``wanted``. Raises ``MorphableError``."""
    return _walk(path, wanted, lambda names: False, tick).found


def look(path: Path, enough: Enough = lambda names: False) -> set[str]:
    """Dotted names of the numeric arrays of a file, of which none is kept; no more than are ``enough``. Raises
    ``MorphableError``."""
    return _walk(path, lambda name: False, enough, lambda share: None).names


def _walk(path: Path, wanted: Wanted, enough: Enough, tick: Tick) -> _Reader:
    broken = f"{path.name} is a damaged MATLAB file: copy or download it again."
    try:
        with open(path, "rb") as file:
            head = file.read(128)
            order = {b"IM": "<", b"MI": ">"}.get(head[126:128])
            if order is None:
                raise MorphableError(f"{path.name} is no MATLAB file of version 5 to 7: save it again with -v7.")
            reader = _Reader(order, wanted, enough)
            at, size = 128, os.fstat(file.fileno()).st_size

            def ticking() -> None:
                tick(min(1.0, file.tell() / size))

            for _ in range(_MOST_VARIABLES):
                if size - at < 8:
                    break
                file.seek(at)
                kind, count, padding = reader.tag(_Plain(file, size - at, ticking))
                if count > size - at - 8:
                    raise _Damaged
                try:
                    _variable(reader, file, kind, count, ticking)
                except _Enough:
                    break
                at += 8 + count + (0 if kind == _COMPRESSED else padding)
            return reader
    except (_Damaged, zlib.error, struct.error, MemoryError, OverflowError, ValueError):
        raise MorphableError(broken) from None
    except OSError as error:
        raise MorphableError(f"Cannot read {path}: {error.strerror or error}.") from None


def _variable(reader: _Reader, file: BinaryIO, kind: int, count: int, tick: Callable[[], None]) -> None:
    if kind == _MATRIX:
        reader.matrix(_Plain(file, count, tick), count, "", 0)
    elif kind == _COMPRESSED:
        source = _Unpacked(file, count, tick)
        kind, count, _ = reader.tag(source)
        if kind == _MATRIX:
            reader.matrix(source, count, "", 0)
