# SPDX-License-Identifier: GPL-3.0-or-later
"""What an ONNX file says of itself, read from its bytes alone, before any engine sees it.

Only the few field numbers of ``onnx.proto`` that are needed; nothing is executed or opened. Used to read the
metadata, and to refuse models that would make the engine open other files (external tensor data)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .protobuf import WireError, fields

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
        for field, value in fields(view):
            if field == _MODEL_PROPERTY and isinstance(value, memoryview):
                entry = {number: bytes(text) for number, text in fields(value) if isinstance(text, memoryview)}
                metadata[entry[1].decode()] = entry.get(2, b"").decode()
            elif field == _MODEL_GRAPH and isinstance(value, memoryview):
                graphs += 1
                for number, item in fields(value):
                    if number in names and isinstance(item, memoryview):
                        names[number] += [bytes(text).decode() for key, text in fields(item) if key == 1]
        _refuse_external(view, "model", 0)
    except (KeyError, UnicodeDecodeError):
        raise OnnxError("is no ONNX model") from None
    except WireError as error:
        raise OnnxError("is cut short or no ONNX model" if "cut" in str(error) else "is no ONNX model") from None
    if graphs != 1:
        raise OnnxError("is no ONNX model")
    return Summary(metadata, tuple(names[_GRAPH_INPUT]), tuple(names[_GRAPH_OUTPUT]))


def _refuse_external(view: memoryview, kind: str, depth: int) -> None:
    if depth > DEPTH:
        raise OnnxError("nests its graphs too deeply")
    nested = _NESTED[kind]
    for field, value in fields(view):
        if kind == "tensor" and (field == _TENSOR_EXTERNAL or field == _TENSOR_LOCATION and value != 0):
            raise OnnxError("keeps its weights in other files; export it as one file")
        if field in nested and isinstance(value, memoryview):
            _refuse_external(value, nested[field], depth + 1)
