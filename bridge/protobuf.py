# SPDX-License-Identifier: GPL-3.0-or-later
"""The protobuf wire format (https://protobuf.dev/programming-guides/encoding), as far as files of models need it.
Nothing is copied, and no length is believed before the bytes are there."""

from __future__ import annotations

from collections.abc import Iterator


class WireError(ValueError):
    """The bytes are no protobuf message, or are cut short."""


def fields(view: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Field numbers and values of one message: integers, or the bytes of anything longer. Raises ``WireError``."""
    at = 0
    while at < len(view):
        key, at = varint(view, at)
        field, wire = key >> 3, key & 7
        if wire == 0:
            number, at = varint(view, at)
            yield field, number
            continue
        if wire == 2:
            size, at = varint(view, at)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
        else:
            raise WireError("no protobuf message")
        if at + size > len(view):
            raise WireError("cut short")
        yield field, view[at : at + size]
        at += size


def varint(view: memoryview, at: int) -> tuple[int, int]:
    """The number that begins at ``at`` and where it ends. Raises ``WireError``."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(view):
            raise WireError("cut short")
        byte = view[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise WireError("no protobuf message")
