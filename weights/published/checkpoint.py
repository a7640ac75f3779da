# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads TensorFlow checkpoints of format V2 (``tensor_bundle.proto``) without TensorFlow.

``PREFIX.index`` is a table of what lies where in ``PREFIX.data-0000I-of-0000N``. Nothing in the files is executed;
every number is checked against what is expected and against the files' sizes before memory is taken, and every array
against its checksum. The graph (``.meta``) is not needed and not opened."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from bridge.protobuf import WireError, fields

from .crc import masked
from .errors import SourceError
from .table import TableError, entries

Shape = tuple[int, ...]
Arrays = dict[str, NDArray[np.float32]]

MAX_INDEX: Final = 16 << 20
"""Largest ``.index``; that of the released nets has about 50 kB."""
_FLOAT: Final = 1
_LITTLE: Final = 0


@dataclass(frozen=True)
class Entry:
    """Where an array lies. ``dtype`` as TensorFlow counts (1 is float32); ``checksum`` is masked."""

    dtype: int
    shape: Shape
    shard: int
    offset: int
    size: int
    checksum: int
    whole: bool


@dataclass(frozen=True)
class Checkpoint:
    """An index that has been read. ``entries`` by name."""

    prefix: Path
    shards: int
    entries: Mapping[str, Entry]

    def shard(self, number: int) -> Path:
        return self.prefix.with_name(f"{self.prefix.name}.data-{number:05d}-of-{self.shards:05d}")

    @property
    def files(self) -> tuple[Path, ...]:
        """Everything that is read, for hashing."""
        return (index_of(self.prefix), *(self.shard(number) for number in range(self.shards)))


def index_of(prefix: Path) -> Path:
    return prefix.with_name(prefix.name + ".index")


def find(place: Path) -> Path:
    """The checkpoint's prefix, given a folder that holds one, its prefix, or one of its files. Raises
    ``SourceError``."""
    if not place.is_dir():
        name = place.name.removesuffix(".index").removesuffix(".meta").split(".data-")[0]
        prefix = place.with_name(name)
        if index_of(prefix).is_file():
            return prefix
        if prefix.is_file():
            raise SourceError(f"{prefix} has no {name}.index beside it: it is an older (V1) checkpoint; save it again "
                              f"with TensorFlow 1.0 or later.")  # fmt: skip
        raise SourceError(f"There is no checkpoint {place}: name the folder that the authors' archive unpacks to.")
    found = sorted(place.glob("*.index"))
    if len(found) != 1:
        names = ", ".join(path.name for path in found[:5])
        what = f"{place} holds several checkpoints ({names}): name one of them" if found else (
            f"{place} holds no checkpoint (NAME.index and NAME.data-00000-of-00001): unpack the authors' archive there"
        )  # fmt: skip
        raise SourceError(f"{what}.")
    return found[0].with_name(found[0].name.removesuffix(".index"))


def open_checkpoint(prefix: Path) -> Checkpoint:
    """Reads the index. Raises ``SourceError``."""
    path = index_of(prefix)
    try:
        if path.stat().st_size > MAX_INDEX:
            raise SourceError(f"{path} is larger than {MAX_INDEX >> 20} MB, which the index of a checkpoint is not.")
        data = memoryview(path.read_bytes())
    except OSError as error:
        raise SourceError(f"Cannot read {path}: {error.strerror or error}.") from None
    found: dict[str, Entry] = {}
    shards = 0
    try:
        for key, value in entries(data):
            if key == b"":
                shards = _header(value)
            else:
                found[key.decode()] = _entry(value)
    except TableError as error:
        raise SourceError(f"{path} {error}; unpack the archive again.") from None
    except (WireError, UnicodeDecodeError):
        raise SourceError(f"{path} is damaged: an entry is unreadable; unpack the archive again.") from None
    if not 1 <= shards <= 99999:
        raise SourceError(f"{path} is no index of a little-endian checkpoint in one to 99999 parts.")
    return Checkpoint(prefix, shards, found)


def read(
    checkpoint: Checkpoint, wanted: Mapping[str, Shape], report: Callable[[int, int], None] | None = None
) -> Arrays:
    """The arrays of these names and shapes, as float32. Others in the file are left alone.

    All are checked against the index before the first is read. ``report(done, total)`` counts bytes. Raises
    ``SourceError``."""
    _check(checkpoint, wanted)
    total, done = sum(checkpoint.entries[name].size for name in wanted), 0
    found: Arrays = {}
    for number in sorted({checkpoint.entries[name].shard for name in wanted}):
        parts = {name: entry for name in wanted if (entry := checkpoint.entries[name]).shard == number}
        path = checkpoint.shard(number)
        try:
            with open(path, "rb") as file:
                length, needed = file.seek(0, 2), max(entry.offset + entry.size for entry in parts.values())
                if needed > length:
                    raise SourceError(
                        f"{path} has {length} bytes where its index speaks of {needed}: it is cut short; unpack the "
                        f"archive again."
                    )
                for name, entry in sorted(parts.items(), key=lambda part: part[1].offset):
                    found[name] = _array(file, path, name, entry)
                    done += entry.size
                    if report:
                        report(done, total)
        except OSError as error:
            raise SourceError(f"Cannot read {path}: {error.strerror or error}.") from None
    return {name: found[name] for name in wanted}


def _array(file: BinaryIO, path: Path, name: str, entry: Entry) -> NDArray[np.float32]:
    file.seek(entry.offset)
    data = file.read(entry.size)
    if len(data) != entry.size:
        raise SourceError(f"{path} became shorter while it was read: try again.")
    if masked(memoryview(data)) != entry.checksum:
        raise SourceError(f"{path} is damaged: the checksum of {name} does not fit; unpack the archive again.")
    array = np.frombuffer(data, "<f4").reshape(entry.shape)
    if not np.isfinite(array).all():
        raise SourceError(f"{path} holds no usable weights: {name} is not finite.")
    return array


def _check(checkpoint: Checkpoint, wanted: Mapping[str, Shape]) -> None:
    path = index_of(checkpoint.prefix)
    missing = [name for name in wanted if name not in checkpoint.entries]
    if missing:
        raise SourceError(f"{path} lacks {len(missing)} of {len(wanted)} variables, such as {missing[0]}: it is the "
                          f"checkpoint of another network.")  # fmt: skip
    for name, shape in wanted.items():
        entry = checkpoint.entries[name]
        if entry.shape != shape or entry.dtype != _FLOAT or not entry.whole:
            raise SourceError(f"{path} has {name} as {list(entry.shape)} of type {entry.dtype}, where {list(shape)} of "
                              f"type {_FLOAT} (float32) in one piece is due: it is another network's.")  # fmt: skip
        if entry.size != 4 * math.prod(shape) or entry.shard >= checkpoint.shards:
            raise SourceError(f"{path} is damaged: {name} cannot have {entry.size} bytes in part {entry.shard}.")


def _header(value: memoryview) -> int:
    """Number of shards; 0 for a big-endian checkpoint."""
    found = {field: number for field, number in fields(value) if isinstance(number, int)}
    return found.get(1, 0) if found.get(2, _LITTLE) == _LITTLE else 0


def _entry(value: memoryview) -> Entry:
    numbers: dict[int, int] = {}
    shape: list[int] = []
    checksum, whole = -1, True
    for field, part in fields(value):
        if isinstance(part, int):
            numbers[field] = part
        elif field == 2:
            shape = [_dimension(dim) for number, dim in fields(part) if number == 2 and isinstance(dim, memoryview)]
        elif field == 6:
            checksum = int.from_bytes(part, "little")
        elif field == 7:
            whole = False
    return Entry(
        numbers.get(1, 0), tuple(shape), numbers.get(3, 0), numbers.get(4, 0), numbers.get(5, 0), checksum, whole
    )


def _dimension(view: memoryview) -> int:
    return next((size for field, size in fields(view) if field == 1 and isinstance(size, int)), 0)
