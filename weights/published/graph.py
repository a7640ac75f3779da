# SPDX-License-Identifier: GPL-3.0-or-later
"""The published networks as one ONNX graph, node by node as ``bridge/published/architecture.py`` says.

Nothing is folded: every variable of the checkpoint is an initialiser of its own name, kernels with their axes in ONNX's
order. That is also how ``bridge/engines`` finds them for PyTorch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from bridge.published.architecture import (
    CROP,
    EPSILON,
    FIELD,
    NORM,
    NORMALISED,
    POOLED,
    POSE,
    RESPONSE,
    Convolution,
    Published,
)
from bridge.published.resize import matrix

OPSET: Final = 17
IR: Final = 8


class _Builder:
    """Collects nodes; each method adds some and returns the name of what they give."""

    def __init__(self, arrays: Mapping[str, NDArray[np.float32]]) -> None:
        self.arrays = arrays
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[Any] | None = None) -> str:
        """An initialiser: ``value``, or the variable of that name; kernels get ONNX's order of axes."""
        if name not in self.constants:
            array = self.arrays[name] if value is None else value
            if value is None and array.ndim == 4:
                array = array.transpose(3, 2, 0, 1)
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def node(self, kind: str, inputs: list[str], name: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def convolved(self, x: str, scope: str, part: Convolution, weights: str, biases: str = "") -> str:
        path = f"{scope}/{part.name}"
        given = [x, self.constant(f"{path}/{weights}"), *([self.constant(f"{path}/{biases}")] if biases else [])]
        pads = [part.before, part.before, part.after, part.after]
        shape = {"kernel_shape": [part.kernel] * 2, "strides": [part.stride] * 2, "pads": pads, "group": part.groups}
        x = self.node("Conv", given, f"{path}/conv", **shape)
        if part.norm:
            given = [self.constant(f"{scope}/{part.norm}/{name}") for name in NORM]
            x = self.node("BatchNormalization", [x, *given], f"{scope}/{part.norm}", epsilon=EPSILON)
        return self.node("Relu", [x], f"{path}/relu") if part.relu else x

    def dense(self, x: str, path: str, weights: str, biases: str, name: str) -> str:
        x = self.node("MatMul", [x, self.constant(f"{path}/{weights}")], f"{path}/matmul")
        return self.node("Add", [x, self.constant(f"{path}/{biases}")], name)

    def field(self, pictures: str) -> str:
        """Resized and less the mean: what both residual nets see."""
        resize = matrix(CROP, FIELD)
        rows = self.node("MatMul", [self.constant("resize/rows", resize), pictures], "resized/rows")
        both = self.node("MatMul", [rows, self.constant("resize/columns", resize.T)], "resized")
        return self.node("Sub", [both, self.constant("mean")], "field")

    def resnet(self, spec: Published, x: str, scope: str, output: str) -> None:
        x = self.convolved(x, scope, spec.resnet.stem, "weights")
        x = self.node("MaxPool", [x], f"{scope}/pool1", kernel_shape=[3, 3], strides=[2, 2], pads=[0, 0, 1, 1])
        for block in spec.resnet.bottlenecks:
            short = self.convolved(x, scope, block.project, "weights") if block.project else x
            for part in (block.reduce, block.spatial, block.expand):
                x = self.convolved(x, scope, part, "weights")
            name = f"{scope}/{block.expand.name.removesuffix('_branch2c')}"
            x = self.node("Relu", [self.node("Add", [short, x], f"{name}/sum")], name)
        x = self.node("ReduceMean", [x], f"{scope}/pool5", axes=[2, 3], keepdims=0)
        self.dense(x, f"{scope}/{scope}_fc1", "weights", "biases", output)

    def pose(self, spec: Published, pictures: str) -> None:
        assert spec.pose is not None
        scaled = self.node("Div", [pictures, self.constant("pose/range", np.array(255, np.float32))], "pose/scaled")
        x = self.node("Sub", [scaled, self.constant("pose/colour")], "pose/field")
        for part in spec.pose.convolutions:
            x = self.convolved(x, POSE, part, "W", "baises")
            if part.name in POOLED:
                x = self.node("MaxPool", [x], f"{POSE}/{part.name}/pool", kernel_shape=[3, 3], strides=[2, 2])
            if part.name in NORMALISED:
                size, alpha, beta, bias = RESPONSE
                x = self.node("LRN", [x], f"{POSE}/{part.name}/norm", size=size, alpha=alpha, beta=beta, bias=bias)
        x = self.node("Transpose", [x], "pose/last", perm=[0, 2, 3, 1])
        x = self.node("Flatten", [x], "pose/flat", axis=1)
        for name, _, _ in spec.pose.dense:
            x = self.dense(x, f"{POSE}/{name}", "W", "baises", f"{POSE}/{name}")
            x = x if name == "fc8" else self.node("Relu", [x], f"{POSE}/{name}/relu")
        scaled = self.node("Mul", [x, self.constant("pose/deviation")], "pose/labels")
        self.node("Add", [scaled, self.constant("pose/mean")], "pose")


def model(spec: Published, arrays: Mapping[str, NDArray[np.float32]], properties: Mapping[str, str]) -> onnx.ModelProto:
    """The model with ``crops`` (n, 227, 227, 3) float32 BGR 0..255 as input and the outputs of ``spec``.

    ``arrays`` in TensorFlow's layout, by the names of ``spec.variables()``; ``properties`` become its metadata."""
    builder = _Builder(arrays)
    pictures = builder.node("Transpose", ["crops"], "pictures", perm=[0, 3, 1, 2])
    field = builder.field(pictures)
    widths = {}
    for output, (scope, width) in spec.heads.items():
        builder.resnet(spec, field, scope, output)
        widths[output] = width
    if spec.pose:
        builder.pose(spec, pictures)
        widths["pose"] = 6
    graph = helper.make_graph(
        builder.nodes,
        "expnet",
        [helper.make_tensor_value_info("crops", TensorProto.FLOAT, ["n", CROP, CROP, 3])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width]) for name, width in widths.items()],
        list(builder.constants.values()),
    )
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
    proto.producer_name = "expnet"
    helper.set_model_props(proto, dict(properties))
    return proto
