# SPDX-License-Identifier: GPL-3.0-or-later
"""Small ONNX models that keep to the contract of ExpNet's weights, or break it where a test asks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from bridge.basis import DEFAULT

SIZE = 16
"""Side of the crops, pixels."""


def metadata(**changes: Any) -> dict[str, str]:
    """The model's metadata; ``changes`` replace entries (without "expnet."), None removes one."""
    entries = {
        "format": "1",
        "id": "mean-colour",
        "basis": DEFAULT.id,
        "names": json.dumps(DEFAULT.names),
        "input": json.dumps({"size": SIZE, "color": "RGB", "dtype": "uint8"}),
        "crop": json.dumps({"rule": "level", "scale": 1.5, "shift": 0.05}),
        "reliability": json.dumps({"jawOpen": 0.75}),
        "licence": "CC0-1.0",
    } | changes
    return {f"expnet.{name}": value for name, value in entries.items() if value is not None}


def model(
    entries: dict[str, str] | None = None,
    width: int = len(DEFAULT),
    span: tuple[float, float] = (0.0, 1.0),
    person: Sequence[float] | None = None,
) -> onnx.ModelProto:
    """Each of ``width`` expression values is the crop's mean red, from black to full in ``span``; rotation is an
    unscaled (2, 0, 0, 0); ``person`` is what the output shape says of everybody."""
    weights = np.zeros((3, width), np.float32)
    weights[0] = (span[1] - span[0]) / 255
    nodes = [
        helper.make_node("Cast", ["crops"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["floats"], ["colour"], axes=[1, 2], keepdims=0),
        helper.make_node("MatMul", ["colour", "weights"], ["red"]),
        helper.make_node("Add", ["red", "black"], ["expression"]),
        helper.make_node("MatMul", ["colour", "nothing"], ["zero"]),
        helper.make_node("Add", ["zero", "ahead"], ["rotation"]),
    ]
    constants = {
        "weights": weights,
        "black": np.array([span[0]], np.float32),
        "nothing": np.zeros((3, 4), np.float32),
        "ahead": np.array([2, 0, 0, 0], np.float32),
    }
    outputs = {"expression": width, "rotation": 4}
    if person is not None:
        nodes.append(helper.make_node("MatMul", ["colour", "nobody"], ["average"]))
        nodes.append(helper.make_node("Add", ["average", "somebody"], ["shape"]))
        constants |= {
            "nobody": np.zeros((3, len(person)), np.float32),
            "somebody": np.array(person, np.float32),
        }
        outputs["shape"] = len(person)
    graph = helper.make_graph(
        nodes,
        "mean",
        [helper.make_tensor_value_info("crops", TensorProto.UINT8, ["n", SIZE, SIZE, 3])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", size]) for name, size in outputs.items()],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(proto, metadata() if entries is None else entries)
    return proto


def model_bytes(*arguments: Any, **options: Any) -> bytes:
    """``model`` as a file's bytes."""
    return model(*arguments, **options).SerializeToString()
