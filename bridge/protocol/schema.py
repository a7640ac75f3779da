# SPDX-License-Identifier: GPL-3.0-or-later
"""Strict checking of plain values (what MessagePack gives) against frozen dataclasses with annotated limits.

``reader(SomeDataclass)`` compiles the annotations once into a function that takes the plain value and returns the
dataclass, or raises ``SchemaError`` naming the field. Understood: bool, int, float, str, bytes, ``Literal`` of strings,
``X | None``, ``tuple[X, ...]``, ``tuple[X, Y]``, ``dict[str, X]`` and dataclasses, with the limits below as
``Annotated``. Unlike in Python, a bool is no int here; an int is taken for a float; a float is finite."""

from __future__ import annotations

import dataclasses
import functools
import math
import struct
import types
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any, str], Any]
"""Takes a plain value and the field's name for the error; returns the checked value."""

ITEMS: Final = 1024
"""How many items a tuple or dict may have where its annotation does not say."""


class SchemaError(ValueError):
    """A value that is not what its field says; the text names the field."""


@dataclasses.dataclass(frozen=True)
class Range:
    """Numbers from ``low`` to ``high``, both included."""

    low: float
    high: float


@dataclasses.dataclass(frozen=True)
class Length:
    """str (characters), bytes, tuple or dict of at most ``high`` and at least ``low`` items."""

    high: int
    low: int = 0


@dataclasses.dataclass(frozen=True)
class Floats:
    """bytes that hold little-endian float32, from ``low`` to ``high`` of them, all finite."""

    high: int
    low: int = 1


def _scalar(kind: type) -> Reader:
    def read(value: Any, name: str) -> Any:
        if kind is float and type(value) is int:
            try:
                value = float(value)
            except OverflowError:
                raise SchemaError(f"{name} is too large") from None
        if type(value) is not kind:
            raise SchemaError(f"{name} is {type(value).__name__}, not {kind.__name__}")
        if kind is float and not math.isfinite(value):
            raise SchemaError(f"{name} is not finite")
        return value

    return read


def _limited(inner: Reader, limit: Any) -> Reader:
    def read(value: Any, name: str) -> Any:
        value = inner(value, name)
        if value is None:
            return None
        if isinstance(limit, Range) and not limit.low <= value <= limit.high:
            raise SchemaError(f"{name} is {value}, not within {limit.low} to {limit.high}")
        if isinstance(limit, Length) and not limit.low <= len(value) <= limit.high:
            raise SchemaError(f"{name} has length {len(value)}, not {limit.low} to {limit.high}")
        if isinstance(limit, Floats):
            count, rest = divmod(len(value), 4)
            if rest or not limit.low <= count <= limit.high:
                raise SchemaError(f"{name} has {len(value)} bytes, not {limit.low} to {limit.high} float32")
            if not all(map(math.isfinite, struct.unpack(f"<{count}f", value))):
                raise SchemaError(f"{name} is not finite")
        return value

    return read


def _optional(inner: Reader) -> Reader:
    return lambda value, name: None if value is None else inner(value, name)


def _choice(choices: tuple[str, ...]) -> Reader:
    def read(value: Any, name: str) -> str:
        if type(value) is not str or value not in choices:
            raise SchemaError(f"{name} is none of {', '.join(choices)}")
        return value

    return read


def _tuple(arguments: tuple[Any, ...]) -> Reader:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        item, count = _compile(arguments[0]), None
        readers: tuple[Reader, ...] = ()
    else:
        item, count = None, len(arguments)
        readers = tuple(map(_compile, arguments))

    def read(value: Any, name: str) -> tuple[Any, ...]:
        if type(value) not in (list, tuple):
            raise SchemaError(f"{name} is {type(value).__name__}, not an array")
        if item is not None:
            if len(value) > ITEMS:
                raise SchemaError(f"{name} has {len(value)} items, more than {ITEMS}")
            return tuple(item(entry, name) for entry in value)
        if len(value) != count:
            raise SchemaError(f"{name} has {len(value)} items, not {count}")
        return tuple(reader(entry, name) for reader, entry in zip(readers, value, strict=True))

    return read


def _mapping(inner: Reader) -> Reader:
    def read(value: Any, name: str) -> dict[str, Any]:
        if type(value) is not dict or len(value) > ITEMS or not all(type(key) is str for key in value):
            raise SchemaError(f"{name} is no map from text of at most {ITEMS} items")
        return {key: inner(entry, name) for key, entry in value.items()}

    return read


def _compile(annotation: Any) -> Reader:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return functools.reduce(_limited, annotation.__metadata__, _compile(arguments[0]))
    if origin in (Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not types.NoneType)
        return _optional(_compile(inner))
    if origin is Literal:
        return _choice(arguments)
    if origin is tuple:
        return _tuple(arguments)
    if origin is dict:
        return _mapping(_compile(arguments[1]))
    if dataclasses.is_dataclass(annotation):
        return reader(annotation)  # type: ignore[arg-type]
    if annotation in (bool, int, float, str, bytes):
        return _scalar(annotation)
    raise TypeError(f"no reader for {annotation}")


@functools.cache
def reader(cls: type) -> Reader:
    """The function that reads plain maps as ``cls``: exactly its fields, no more and no fewer."""
    hints = get_type_hints(cls, include_extras=True)
    fields = {field.name: _compile(hints[field.name]) for field in dataclasses.fields(cls)}

    def read(value: Any, name: str) -> Any:
        if type(value) is not dict:
            raise SchemaError(f"{name} is {type(value).__name__}, not a map")
        if value.keys() != fields.keys():
            odd = sorted(str(key)[:40] for key in value.keys() ^ fields.keys())
            raise SchemaError(f"{name} lacks or has unknown fields: {', '.join(odd[:5])}")
        return cls(**{key: field(value[key], f"{name}.{key}") for key, field in fields.items()})

    return read


def plain(value: Any) -> Any:
    """A dataclass as the map that ``reader`` reads; anything else as it is."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value
