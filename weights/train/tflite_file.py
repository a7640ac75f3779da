# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The weights of a published network out of its TensorFlow Lite file, layer by layer, into a PyTorch module.

The flatbuffer is only parsed, nothing in it is executed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tflite import BuiltinOperator
from tflite.Model import Model
from tflite.TensorType import TensorType
from torch import nn


class TrunkError(ValueError):
    """The file is not the network this program knows."""


def constants(path: Path) -> Iterator[tuple[int, list[NDArray[np.float32]]]]:
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


def layers(module: nn.Module) -> list[nn.Conv2d | nn.PReLU]:
    """The layers of a module that have weights in the file, in order of definition."""
    return [layer for layer in module.modules() if isinstance(layer, nn.Conv2d | nn.PReLU)]


def fill(wanted: Iterable[nn.Conv2d | nn.PReLU | None], path: Path, name: str) -> None:
    """Set the layers from the file, in its order of execution; None passes one over, what follows them there is left.

    Raises ``TrunkError``, which calls the network ``name``, where the file holds another network.
    """
    source = constants(path)
    for layer in wanted:
        kind, values = next(source, (-1, []))
        if layer is None:
            continue
        if len(values) != (1 if isinstance(layer, nn.PReLU) else 2):
            raise TrunkError(f"{path} is not {name} of mediapipe 0.10.21: take that version.")
        weight = torch.from_numpy(values[0])
        if isinstance(layer, nn.PReLU):
            weight = weight.reshape(-1)
        elif kind == BuiltinOperator.DEPTHWISE_CONV_2D:
            weight = weight.permute(3, 0, 1, 2)
        else:
            weight = weight.permute(0, 3, 1, 2)
        if weight.shape != layer.weight.shape:
            raise TrunkError(f"{path} is not {name} of mediapipe 0.10.21: take that version.")
        with torch.no_grad():
            layer.weight.copy_(weight)
            if isinstance(layer, nn.Conv2d) and layer.bias is not None:
                layer.bias.copy_(torch.from_numpy(values[1]))
