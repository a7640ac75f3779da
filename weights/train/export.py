# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The network as one ONNX file that says of itself everything a bridge must know."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import nn

from bridge.basis import DEFAULT

from . import half
from .evaluate import Model
from .heads import blank
from .rule import RULE
from .slopes import unfolded

OPSET: Final = 17
TOLERANCE: Final = 1e-4
LIMIT: Final = 15_000_000
"""Bytes the file may have."""
OUTPUTS: Final = ("expression", "rotation", "translation", "gaze", "confidence")
"""Names in the file of the parts of an ``Answer``."""
_LICENCE: Final = "Apache-2.0"
_NOTICE: Final = (
    "Contains convolutions of MediaPipe's face landmark, iris landmark and attention mesh models, Copyright The "
    "MediaPipe Authors, licensed under the Apache License, Version 2.0; modified: cut off at their 6 x 6 and 4 x 4 "
    "maps, converted, trained further and given new heads, on renders of CC0 heads. Part of the labels of these "
    "renders were made with MediaPipe Face Landmarker (Apache-2.0). Full text: NOTICE-expnet_default.txt beside this "
    "file."
)


class ExportError(RuntimeError):
    """The ONNX file does not do what the network does."""


def metadata(identity: str, reliability: dict[str, float], noise: dict[str, float]) -> dict[str, str]:
    """What goes into ``metadata_props``; all values are text."""
    return {
        "expnet.format": "1",
        "expnet.id": identity,
        "expnet.basis": DEFAULT.id,
        "expnet.names": json.dumps(DEFAULT.names),
        "expnet.input": json.dumps({"size": RULE.size, "color": "RGB", "dtype": "uint8"}),
        "expnet.crop": json.dumps({"rule": RULE.name, "scale": RULE.scale, "shift": RULE.shift}),
        "expnet.normalisation": "inside the graph: value / 255",
        "expnet.reliability": json.dumps({name: round(value, 3) for name, value in reliability.items()}),
        "expnet.noise": json.dumps({name: round(value, 5) for name, value in noise.items()}),
        "expnet.licence": _LICENCE,
        "expnet.notice": _NOTICE,
    }


def export(network: nn.Module, path: Path) -> None:
    """Write an ``ExpNet``, ``TwoLooks`` or ``Ensemble`` to ``path``, at half precision where that loses nothing, and
    check it against PyTorch. Raises ``ExportError`` beyond 1e-4 or when the file is too large."""
    network.eval()
    fast = unfolded(copy.deepcopy(network))
    torch.onnx.export(
        fast, (blank(2),), str(path), dynamo=False, opset_version=OPSET, input_names=["crops"],
        output_names=list(OUTPUTS), dynamic_axes={name: {0: "n"} for name in ("crops", *OUTPUTS)},
    )  # fmt: skip
    model = onnx.load(str(path))
    half.shrink(model)
    onnx.save(model, str(path))
    _check(network, path)


def describe(source: Path, target: Path, properties: dict[str, str]) -> None:
    """Copy an ONNX file with these ``metadata_props``; ``target`` appears whole or not at all."""
    model = onnx.load(str(source))
    onnx.helper.set_model_props(model, properties)
    model.producer_name = "expnet"
    onnx.checker.check_model(model)
    partial = target.with_suffix(".partial")
    partial.write_bytes(model.SerializeToString())
    partial.replace(target)


def _check(network: nn.Module, path: Path) -> None:
    if path.stat().st_size > LIMIT:
        raise ExportError(f"{path} has {path.stat().st_size} bytes, more than {LIMIT}: make the head smaller.")
    crops = np.random.default_rng(0).integers(0, 256, (5, RULE.size, RULE.size, 3), np.uint8)
    with torch.no_grad():
        wanted: list[NDArray] = [output.numpy() for output in network(torch.from_numpy(crops))]
    found = Model(path)(crops)
    worst = max(float(np.abs(a - found[name]).max()) for name, a in zip(OUTPUTS, wanted, strict=True))
    if not worst <= TOLERANCE:
        raise ExportError(f"ONNX Runtime differs from PyTorch by {worst:.2g}, more than {TOLERANCE}.")
