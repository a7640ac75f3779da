# SPDX-License-Identifier: GPL-3.0-or-later
"""The arrays of a converted file, out of its bytes, for engines that are not ONNX Runtime. Nothing is copied."""

from __future__ import annotations

import json
import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..onnx_file import OnnxError, Summary
from ..protobuf import WireError, fields, varint
from .architecture import Published, Shape, parse

NETWORK: Final = "expnet.network"
"""Entry of the metadata that says how the nets are built (``Published.plain``)."""
_FLOAT: Final = 1


def network_of(summary: Summary) -> Published | None:
    """What the file says of its nets; None for a file that is no converted release. Raises ``OnnxError``."""
    text = summary.metadata.get(NETWORK)
    if text is None:
        return None
    try:
        return parse(json.loads(text))
    except (ValueError, RecursionError):
        raise OnnxError("describes a network that this version does not know; convert it again") from None


def arrays(data: bytes, spec: Published) -> dict[str, NDArray[np.float32]]:
    """All arrays of ``spec.variables()`` in TensorFlow's layout, as views of ``data``. Raises ``OnnxError``."""
    wanted = spec.variables()
    found: dict[str, NDArray[np.float32]] = {}
    try:
        for field, graph in fields(memoryview(data)):
            if field != 7 or not isinstance(graph, memoryview):
                continue
            for number, tensor in fields(graph):
                if number == 5 and isinstance(tensor, memoryview):
                    _take(tensor, wanted, found)
    except (WireError, UnicodeDecodeError):
        raise OnnxError("is cut short or no ONNX model") from None
    missing = wanted.keys() - found.keys()
    if missing:
        raise OnnxError(f"lacks weights such as {min(missing)}; convert it again")
    return found


def _take(tensor: memoryview, wanted: dict[str, Shape], found: dict[str, NDArray[np.float32]]) -> None:
    """Adds the initialiser to ``found`` if it is wanted, as it should be."""
    dims: list[int] = []
    name, kind, raw = "", 0, memoryview(b"")
    for field, value in fields(tensor):
        if field == 1:
            dims += [value] if isinstance(value, int) else _packed(value)
        elif field == 2 and isinstance(value, int):
            kind = value
        elif field == 8 and isinstance(value, memoryview):
            name = bytes(value).decode()
        elif field == 9 and isinstance(value, memoryview):
            raw = value
    shape = wanted.get(name)
    if shape is None:
        return
    stored = shape if len(shape) != 4 else (shape[3], shape[2], shape[0], shape[1])
    if tuple(dims) != stored or kind != _FLOAT or len(raw) != 4 * math.prod(shape):
        raise OnnxError(f"has the weights {name} in another shape than its network; convert it again")
    array = np.frombuffer(raw, "<f4").reshape(stored)
    found[name] = array.transpose(2, 3, 1, 0) if len(shape) == 4 else array


def _packed(view: memoryview) -> list[int]:
    found, at = [], 0
    while at < len(view):
        number, at = varint(view, at)
        found.append(number)
    return found
