# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Weights that take half the room and lose nothing: those of the heads are rounded to half precision when they are
trained, before anything is measured, and the file keeps at half precision whatever comes back from it unchanged."""

from __future__ import annotations

from typing import Final, TypeVar

import numpy as np
import onnx
import torch
from onnx import TensorProto, numpy_helper
from torch import nn

_LEAST: Final = 1024
"""Numbers from which on it is worth it."""

Module = TypeVar("Module", bound=nn.Module)


def rounded(module: Module) -> Module:
    """The same module; matrices and kernels are moved to the nearest numbers of half precision, 0.0005 of themselves at
    most."""
    with torch.no_grad():
        for weights in module.parameters():
            if weights.ndim > 1:
                weights.copy_(weights.half())
    return module


def shrink(model: onnx.ModelProto) -> None:
    """Keep initialisers that half precision holds exactly as such, each with a Cast that ONNX Runtime does once, when
    it loads the file."""
    graph, casts = model.graph, []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT:
            continue
        full = numpy_helper.to_array(tensor)
        with np.errstate(over="ignore"):
            half = full.astype(np.float16)
        if full.size < _LEAST or not np.array_equal(half.astype(np.float32), full):
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(half, f"{name}.half"))
        casts.append(onnx.helper.make_node("Cast", [tensor.name], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
