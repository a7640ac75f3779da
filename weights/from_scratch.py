# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The second recipe, from nothing to weights without a pretrained trunk, on the renders and labels of the first."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from . import pipeline
from .train.renders import Renders

IDENTITY: Final = "expnet-scratch-1"
_NOTICE: Final = (
    "Trained from random numbers on renders of CC0 heads: no weights of anybody else are in this file. Part of the "
    "labels of these renders were made with MediaPipe Face Landmarker (Apache-2.0), Copyright The MediaPipe Authors."
)


def properties(measured: pipeline.Measured) -> dict[str, str]:
    """The file's metadata."""
    from .train import export

    return export.metadata(IDENTITY, *measured) | {"expnet.notice": _NOTICE}


def make(options: pipeline.Options, out: Path, device: str, steps: int) -> None:
    """Everything, in order, to ``out``. What a user can mend is a ``ValueError``, ``OSError`` or ``RuntimeError``."""
    import torch

    from .train import export
    from .train.device import device_of
    from .train.ensemble import TwoLooks

    if out.resolve() == pipeline.MODEL.resolve():
        raise ValueError(f"{out} are the default weights: name another file with -o.")
    place = device_of(device)
    out.parent.mkdir(parents=True, exist_ok=True)  # better to fail here than after the training
    torch.set_num_threads(options.processes)
    renders = Renders(pipeline.render(options, "train"))
    taught = pipeline.labelled(renders, pipeline.cropped(options, renders))
    network = pipeline.own_network(options, taught, steps, place)
    candidate = options.work / "expnet_scratch_undescribed.onnx"
    export.export(TwoLooks(network), candidate)
    export.describe(candidate, out, properties(pipeline.evaluate(options, candidate)))
    pipeline.say(f"written to {out}")
