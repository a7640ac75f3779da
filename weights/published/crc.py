# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The checksums in TensorFlow's files: CRC-32C (Castagnoli), rotated and offset so that a sum over data that holds sums
stays strong (LevelDB, ``util/crc32c.h``)."""

from __future__ import annotations

from typing import Final

import google_crc32c

_OFFSET: Final = 0xA282EAD8
_PIECE: Final = 1 << 20
"""Bytes at a time: the library takes nothing but ``bytes``, and a copy of all would double the memory."""


def masked(data: memoryview) -> int:
    """The masked CRC-32C of ``data``, whose items are bytes."""
    value = 0
    for start in range(0, len(data), _PIECE):
        value = google_crc32c.extend(value, bytes(data[start : start + _PIECE]))
    return ((value >> 15 | value << 17) + _OFFSET) & 0xFFFFFFFF
