# SPDX-License-Identifier: GPL-3.0-or-later
"""What an ONNX file says of itself, read from its bytes alone, before any engine sees it.

Only the protobuf wire format (https://protobuf.dev/programming-guides/encoding) and the few field numbers of
``onnx.proto`` that are needed; nothing is executed or opened. Used to read the metadata, and to refuse models that
would make the engine open other files (external tensor data)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

DEPTH: Final = 32
"""Deepest nesting of graphs followed."""

_MODEL_GRAPH, _MODEL_PROPERTY, _MODEL_FUNCTION = 7, 14, 25
_GRAPH_INPUT, _GRAPH_OUTPUT = 11, 12
_TENSOR_EXTERNAL, _TENSOR_LOCATION = 13, 14

_NESTED: Final[dict[str, dict[int, str]]] = {
    "model": {_MODEL_GRAPH: "graph", _MODEL_FUNCTION: "function"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {},
}
"""Which fields of which message hold messages that can lead to a tensor."""


class OnnxError(ValueError):
    """The bytes are no ONNX model, or one that is not allowed; the text completes "the file ..."."""


@dataclass(frozen=True)
class Summary:
    """``metadata`` of the model, names of the graph's ``inputs`` and ``outputs``."""

    metadata: dict[str, str]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


def summarise(data: bytes) -> Summary:
    """Reads a whole file. Raises ``OnnxError`` for a file that is not ONNX, is cut short or refers to other files."""
    view = memoryview(data)
    metadata: dict[str, str] = {}
    names: dict[int, list[str]] = {_GRAPH_INPUT: [], _GRAPH_OUTPUT: []}
    graphs = 0
    try:
        for field, value in _fields(view):
            if field == _MODEL_PROPERTY and isinstance(value, memoryview):
                entry = {number: bytes(text) for number, text in _fields(value) if isinstance(text, memoryview)}
                metadata[entry[1].decode()] = entry.get(2, b"").decode()
            elif field == _MODEL_GRAPH and isinstance(value, memoryview):
                graphs += 1
                for number, item in _fields(value):
                    if number in names and isinstance(item, memoryview):
                        names[number] += [bytes(text).decode() for key, text in _fields(item) if key == 1]
        _refuse_external(view, "model", 0)
    except (KeyError, UnicodeDecodeError):
        raise OnnxError("is no ONNX model") from None
    if graphs != 1:
        raise OnnxError("is no ONNX model")
    return Summary(metadata, tuple(names[_GRAPH_INPUT]), tuple(names[_GRAPH_OUTPUT]))


def _refuse_external(view: memoryview, kind: str, depth: int) -> None:
    if depth > DEPTH:
        raise OnnxError("nests its graphs too deeply")
    nested = _NESTED[kind]
    for field, value in _fields(view):
        if kind == "tensor" and (field == _TENSOR_EXTERNAL or field == _TENSOR_LOCATION and value != 0):
            raise OnnxError("keeps its weights in other files; export it as one file")
        if field in nested and isinstance(value, memoryview):
            _refuse_external(value, nested[field], depth + 1)


def _fields(view: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Field numbers and values of one message: integers, or the bytes of anything longer."""
    at = 0
    while at < len(view):
        key, at = _varint(view, at)
        field, wire = key >> 3, key & 7
        if wire == 0:
            number, at = _varint(view, at)
            yield field, number
            continue
        if wire == 2:
            size, at = _varint(view, at)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
        else:
            raise OnnxError("is no ONNX model")
        if at + size > len(view):
            raise OnnxError("is cut short or no ONNX model")
        yield field, view[at : at + size]
        at += size


def _varint(view: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(view):
            raise OnnxError("is cut short or no ONNX model")
        byte = view[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise OnnxError("is no ONNX model")
