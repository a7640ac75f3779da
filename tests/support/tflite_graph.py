# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Computes parts of a TensorFlow Lite graph, operator by operator, for files with operators that LiteRT lacks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from tflite import BuiltinOperator as Op
from tflite.Conv2DOptions import Conv2DOptions
from tflite.DepthwiseConv2DOptions import DepthwiseConv2DOptions
from tflite.Model import Model
from tflite.TensorType import TensorType
from torch import Tensor
from torch.nn import functional


class Graph:
    """The first graph of a file. Tensors are numbered as in it; values are (1, c, h, w) f32."""

    def __init__(self, path: Path) -> None:
        self.model = Model.GetRootAs(path.read_bytes(), 0)
        self.graph = self.model.Subgraphs(0)
        operators = [self.graph.Operators(i) for i in range(self.graph.OperatorsLength())]
        self.makes = {int(output): each for each in operators for output in each.OutputsAsNumpy()}

    def kind(self, operator) -> int | bytes:
        """A builtin operator's code, or a custom one's name."""
        code = self.model.OperatorCodes(operator.OpcodeIndex())
        return code.CustomCode() or max(code.BuiltinCode(), code.DeprecatedBuiltinCode())

    def output(self, name: bytes) -> int:
        return next(int(i) for i in self.graph.OutputsAsNumpy() if self.graph.Tensors(int(i)).Name() == name)

    def behind(self, tensor: int) -> list[int]:
        """All tensors that it is made of, and itself, in order of execution."""
        found, left = set(), [tensor]
        while left:
            each = left.pop()
            if each in self.makes and each not in found:
                found.add(each)
                left += [int(i) for i in self.makes[each].InputsAsNumpy()]
        return [made for made in self.makes if made in found]

    def shape(self, tensor: int) -> tuple[int, ...]:
        return tuple(int(n) for n in np.atleast_1d(self.graph.Tensors(tensor).ShapeAsNumpy()))

    def constant(self, tensor: int) -> np.ndarray:
        maker = self.makes.get(tensor)
        if maker is not None and self.kind(maker) == Op.DEQUANTIZE:
            return self.constant(int(maker.Inputs(0))).astype(np.float32)
        raw = self.model.Buffers(self.graph.Tensors(tensor).Buffer()).DataAsNumpy()
        kinds = {TensorType.FLOAT16: np.float16, TensorType.INT32: np.int32}
        return raw.view(kinds.get(self.graph.Tensors(tensor).Type(), np.float32)).reshape(self.shape(tensor))

    def value(self, tensor: int, known: dict[int, Tensor]) -> Tensor:
        """Of a tensor, from those ``known``, which grow."""
        if tensor not in known:
            known[tensor] = self._made(self.makes[tensor], known)
        return known[tensor]

    def _made(self, operator, known: dict[int, Tensor]) -> Tensor:
        kind = self.kind(operator)
        first, *others = (int(i) for i in operator.InputsAsNumpy())
        x = self.value(first, known)
        if kind == Op.ADD:
            return x + self.value(others[0], known)
        if kind == Op.MAX_POOL_2D:
            return functional.max_pool2d(x, 2)
        constant = torch.from_numpy(self.constant(others[0]).copy())
        if kind == Op.PRELU:
            return functional.prelu(x, constant.flatten())
        if kind == Op.PAD:
            return functional.pad(x, (0, 0, 0, 0, *constant[3].tolist()))
        assert kind in (Op.CONV_2D, Op.DEPTHWISE_CONV_2D), kind
        deep = kind == Op.DEPTHWISE_CONV_2D
        options = (DepthwiseConv2DOptions if deep else Conv2DOptions)()
        options.Init(operator.BuiltinOptions().Bytes, operator.BuiltinOptions().Pos)
        weight = constant.permute(3, 0, 1, 2) if deep else constant.permute(0, 3, 1, 2)
        side, stride = weight.shape[2], options.StrideH()
        missing = max(0, side - stride) if x.shape[2] % stride == 0 else max(0, side - x.shape[2] % stride)
        padded = functional.pad(x, (missing // 2, missing - missing // 2) * 2)
        bias = torch.from_numpy(self.constant(others[1]).copy())
        return functional.conv2d(padded, weight, bias, stride, groups=x.shape[1] if deep else 1)
