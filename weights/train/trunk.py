# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The pretrained trunk: the convolutions of MediaPipe's face landmark network, up to its 6 x 6 x 128 map.

Source: ``mediapipe/modules/face_landmark/face_landmark.tflite`` of the PyPI package mediapipe 0.10.21, Copyright The
MediaPipe Authors, Apache-2.0. The flatbuffer is only parsed, nothing in it is executed. Its landmark head is left out:
from here on the network goes to coefficients, not to points.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from tflite import BuiltinOperator
from tflite.Model import Model
from tflite.TensorType import TensorType
from torch import Tensor, nn
from torch.nn import functional

SIZE: Final = 192
"""Side of the input in pixels; RGB, 0..1."""
CHANNELS: Final = 128
CELLS: Final = 6
"""The output is CHANNELS x CELLS x CELLS."""

_STAGES: Final = ((16, 1), (16, 1), (32, 2), (32, 1), (32, 1), (64, 2), (64, 1), (64, 1), (128, 2), (128, 1), (128, 1),
                  (128, 2), (128, 1), (128, 1))  # fmt: skip
"""Width and stride of each residual block."""


class TrunkError(ValueError):
    """The file is not the network this module knows."""


def _same(width_in: int, width_out: int, kernel: int, stride: int, groups: int = 1) -> nn.Module:
    """A convolution padded as TensorFlow's SAME on an even side: at stride 2 only on the right and at the bottom."""
    if stride == 1:
        return nn.Conv2d(width_in, width_out, kernel, padding=kernel // 2, groups=groups)
    return nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(width_in, width_out, kernel, stride, groups=groups))


class Block(nn.Module):
    """Depthwise 3 x 3, pointwise 1 x 1, added to the input (pooled and zero-padded where the shape changes), PReLU."""

    def __init__(self, width_in: int, width_out: int, stride: int) -> None:
        super().__init__()
        self.depthwise = _same(width_in, width_in, 3, stride, groups=width_in)
        self.pointwise = nn.Conv2d(width_in, width_out, 1)
        self.activation = nn.PReLU(width_out)
        self.stride = stride
        self.extra = width_out - width_in

    def forward(self, x: Tensor) -> Tensor:
        skip = functional.max_pool2d(x, 2) if self.stride == 2 else x
        if self.extra:
            skip = functional.pad(skip, (0, 0, 0, 0, 0, self.extra))
        return self.activation(skip + self.pointwise(self.depthwise(x)))


class Trunk(nn.Module):
    """(n, 3, 192, 192) f32 RGB in 0..1 -> (n, 128, 6, 6) f32."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = [_same(3, _STAGES[0][0], 3, 2), nn.PReLU(_STAGES[0][0])]
        width = _STAGES[0][0]
        for width_out, stride in _STAGES:
            layers.append(Block(width, width_out, stride))
            width = width_out
        self.layers = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


def _constants(path: Path) -> Iterator[tuple[int, list[NDArray[np.float32]]]]:
    """Every operator that has weights, in order of execution: its code and its constants as f32."""
    data = path.read_bytes()
    if data[4:8] != b"TFL3":
        raise TrunkError(f"{path} is no TensorFlow Lite model: unpack mediapipe 0.10.21 afresh.")
    model = Model.GetRootAs(data, 0)
    graph = model.Subgraphs(0)
    unpacked: dict[int, int] = {}
    for i in range(graph.OperatorsLength()):
        operator = graph.Operators(i)
        code = model.OperatorCodes(operator.OpcodeIndex())
        kind = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
        inputs = [int(n) for n in operator.InputsAsNumpy()]
        if kind == BuiltinOperator.DEQUANTIZE:
            unpacked[int(operator.Outputs(0))] = inputs[0]
            continue
        values = []
        for index in inputs[1:]:
            tensor = graph.Tensors(unpacked.get(index, index))
            raw = model.Buffers(tensor.Buffer()).DataAsNumpy()
            if not isinstance(raw, np.ndarray):
                continue
            types = {TensorType.FLOAT16: np.float16, TensorType.FLOAT32: np.float32}
            if tensor.Type() in types:
                shape = tuple(int(n) for n in tensor.ShapeAsNumpy())
                values.append(raw.view(types[tensor.Type()]).reshape(shape).astype(np.float32))
        if values:
            yield kind, values


def load_trunk(path: Path) -> Trunk:
    """Read the weights out of ``face_landmark.tflite``. Raises ``TrunkError`` when the file holds another network."""
    trunk = Trunk()
    source = _constants(path)
    for module in trunk.modules():
        if not isinstance(module, nn.Conv2d | nn.PReLU):
            continue
        kind, values = next(source)
        weight = torch.from_numpy(values[0])
        if isinstance(module, nn.PReLU):
            weight = weight.reshape(-1)
        elif kind == BuiltinOperator.DEPTHWISE_CONV_2D:
            weight = weight.permute(3, 0, 1, 2)
        else:
            weight = weight.permute(0, 3, 1, 2)
        if weight.shape != module.weight.shape or len(values) != (1 if isinstance(module, nn.PReLU) else 2):
            raise TrunkError(f"{path} is not the face landmark network of mediapipe 0.10.21: take that version.")
        with torch.no_grad():
            module.weight.copy_(weight)
            if isinstance(module, nn.Conv2d) and module.bias is not None:
                module.bias.copy_(torch.from_numpy(values[1]))
    return trunk.eval().requires_grad_(False)


BATCH: Final = 16
"""Crops at a time: on a CPU larger batches fall out of its cache and are slower."""


def run(trunk: Trunk, crops: NDArray[np.uint8]) -> NDArray[np.float16]:
    """(n, 192, 192, 3) RGB u8 crops to (n, 128, 6, 6) features, kept at half precision."""
    out = np.empty((len(crops), CHANNELS, CELLS, CELLS), np.float16)
    with torch.inference_mode():
        for start in range(0, len(crops), BATCH):
            part = torch.from_numpy(crops[start : start + BATCH]).permute(0, 3, 1, 2).float() / 255
            out[start : start + BATCH] = trunk(part).numpy()
    return out
