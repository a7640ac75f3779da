# SPDX-License-Identifier: GPL-3.0-or-later
"""Sorted string tables as TensorFlow writes them (LevelDB's format, ``doc/table_format.md``), read from memory.

Blocks are checked against their sums; compressed ones, which TensorFlow's checkpoints do not have, are refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bridge.protobuf import WireError, varint

from .crc import masked

MAGIC: Final = 0xDB4775248B80FB57
_FOOTER: Final = 48
_TRAILER: Final = 5
_LONGEST_KEY: Final = 4096
"""Bytes; without a limit, keys that share their beginnings could take far more memory than the file has."""


class TableError(ValueError):
    """The bytes are no such table; the text completes "the file ..."."""


def entries(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Keys and values of a whole table, in its order. Raises ``TableError``."""
    if len(data) < _FOOTER or int.from_bytes(data[-8:], "little") != MAGIC:
        raise TableError("does not end as a TensorFlow table does: it is cut short or another kind of file")
    try:
        footer = data[-_FOOTER:-8]
        at = varint(footer, varint(footer, 0)[1])[1]  # past the handle of the meta index, which is empty
        for _, handle in _block(data, *_handle(footer, at)):
            yield from _block(data, *_handle(handle, 0))
    except WireError:
        raise TableError("is damaged: its index is no index") from None


def _handle(view: memoryview, at: int) -> tuple[int, int]:
    """Offset and size of a block."""
    offset, at = varint(view, at)
    return offset, varint(view, at)[0]


def _block(data: memoryview, offset: int, size: int) -> Iterator[tuple[bytes, memoryview]]:
    if offset + size + _TRAILER > len(data):
        raise TableError("is damaged: it refers to what lies beyond its end")
    block, kind, stored = data[offset : offset + size], data[offset + size], data[offset + size + 1 :][:4]
    if masked(data[offset : offset + size + 1]) != int.from_bytes(stored, "little"):
        raise TableError("is damaged: a checksum does not fit")
    if kind:
        raise TableError("is compressed, which a checkpoint of TensorFlow is not")
    restarts = int.from_bytes(block[-4:], "little")
    end = size - 4 * (restarts + 1)
    if size < 4 or end < 0:
        raise TableError("is damaged: a block has no end")
    at, key = 0, b""
    while at < end:
        shared, at = varint(block, at)
        own, at = varint(block, at)
        length, at = varint(block, at)
        if shared > len(key) or shared + own > _LONGEST_KEY or at + own + length > end:
            raise TableError("is damaged: an entry is longer than its block")
        key = key[:shared] + bytes(block[at : at + own])
        yield key, block[at + own : at + own + length]
        at += own + length
