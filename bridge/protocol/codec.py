# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages to bytes and back: a 4-byte big-endian length, then a MessagePack map ``{"t": name, field: value, ...}``.

Nothing but maps, arrays, text, bytes, numbers, booleans and nil is ever decoded: extension types are refused, map keys
are text, every length is bounded before memory is taken, and every field is checked against its dataclass.
"""

from __future__ import annotations

from typing import Any, Final, get_args

import msgpack

from .errors import ProtocolError
from .messages import VERSION, Hello, Message, Welcome
from .schema import SchemaError, plain, reader

PREFIX: Final = 4
"""Bytes of the length in front of each frame."""

MAX_FRAME: Final = 1 << 20
"""Longest frame, bytes, once both sides know each other; the largest crop (512 x 512 x 3) fits."""

MAX_FIRST_FRAME: Final = 4096
"""Longest frame, bytes, that a server reads from a client which has not shown its token."""

TYPES: Final[dict[str, type]] = {cls.__name__: cls for cls in get_args(Message)}

_LIMITS: Final = {"max_array_len": 1024, "max_map_len": 1024, "max_ext_len": 0}


def encode(message: Message) -> bytes:
    """The whole frame. Raises ``ProtocolError`` ("malformed") for a message that its receiver would refuse."""
    name = type(message).__name__
    fields = plain(message)
    try:
        reader(type(message))(fields, name)
        body = msgpack.Packer(use_bin_type=True).pack({"t": name, **fields})
    except (SchemaError, ValueError, OverflowError) as error:
        raise ProtocolError("malformed", f"Cannot send this message: {error}.") from None
    if len(body) > MAX_FRAME:
        raise ProtocolError("oversize", f"Cannot send {name}: {len(body)} bytes, the limit is {MAX_FRAME}.")
    return len(body).to_bytes(PREFIX, "big") + body


def decode(body: bytes | bytearray | memoryview) -> Message:
    """One frame's body, without its length. Raises ``ProtocolError`` with code "malformed" or "version"."""
    try:
        fields = msgpack.unpackb(
            body, raw=False, strict_map_key=True, max_str_len=len(body), max_bin_len=len(body), **_LIMITS
        )
    except (ValueError, OverflowError, msgpack.exceptions.UnpackException):
        raise ProtocolError("malformed", "The other side sent bytes that are no message of this protocol.") from None
    name = fields.pop("t", None) if type(fields) is dict else None
    cls = TYPES.get(name) if type(name) is str else None
    if cls is None:
        raise ProtocolError("malformed", "The other side sent a message of an unknown type.")
    if cls in (Hello, Welcome):
        _check_version(fields)
    try:
        return reader(cls)(fields, cls.__name__)
    except SchemaError as error:
        raise ProtocolError("malformed", f"The other side sent a wrong message: {error}.") from None


def _check_version(fields: dict[str, Any]) -> None:
    """Before the fields are checked, because another version may have other fields."""
    version, program = fields.get("version"), fields.get("program")
    if type(version) is int and version != VERSION:
        who = program[:80] if type(program) is str and program.isprintable() and program else "The other program"
        raise ProtocolError(
            "version", f"{who} speaks protocol {version}, this is {VERSION}: update the older of the two."
        )
