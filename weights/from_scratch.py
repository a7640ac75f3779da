# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The second recipe, from nothing to weights without a pretrained trunk, on the renders and labels of the first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from bridge.basis import fold

from . import pipeline
from .train import estimator, nonfaces, samples
from .train.album import Album
from .train.renders import Renders

if TYPE_CHECKING:
    from .train.scratch import Pictures

IDENTITY: Final = "expnet-scratch-1"
STEPS: Final = 8000
_SEED: Final = 0
_NOTICE: Final = (
    "Trained from random numbers on renders of CC0 heads: no weights of anybody else are in this file. Part of the "
    "labels of these renders were made with MediaPipe Face Landmarker (Apache-2.0), Copyright The MediaPipe Authors."
)


def pictures(options: pipeline.Options, renders: Renders) -> Pictures:
    """The augmented crops of all renders and crops without a face, kept in the folder ``crops``, and their labels."""
    from .train import features, learn
    from .train.scratch import Pictures

    folder, albums, columns, blocks, nothing = options.work / "crops", [], [], [], []
    for block, found in pipeline.placed(options, renders):
        for copy in range(options.copies):
            path = folder / f"{block.name:08x}-{copy}.npz"
            if not path.is_file():
                source = list(samples.samples(renders, block, found, copy))
                album = Album.of(sample.crop for sample in source)
                features.keep(path, coded=album.coded, ends=album.ends, **features.columns_of(source))
            with np.load(path, allow_pickle=False) as file:
                albums.append(Album(file["coded"], file["ends"]))
                columns.append({name: file[name] for name in features.COLUMNS})
                blocks.append(block)
        path = folder / f"{block.name:08x}-nonfaces.npz"
        if not path.is_file():
            album = Album.of(nonfaces.nonfaces(renders, block, found, pipeline.NONFACES))
            features.keep(path, coded=album.coded, ends=album.ends)
        with np.load(path, allow_pickle=False) as file:
            nothing.append(Album(file["coded"], file["ends"]))
    known = features.Truth(**features.joined(columns, blocks))
    taught = learn.taught(known, fold(renders.members), estimator.load().of(renders), renders.follow)
    return Pictures(Album.joined(albums), known, taught, Album.joined(nothing))


def properties(measured: pipeline.Measured) -> dict[str, str]:
    """The file's metadata."""
    from .train import export

    return export.metadata(IDENTITY, *measured) | {"expnet.notice": _NOTICE}


def make(options: pipeline.Options, out: Path, device: str, steps: int) -> None:
    """Everything, in order, to ``out``. What a user can mend is a ``ValueError``, ``OSError`` or ``RuntimeError``."""
    import torch

    from .train import export, scratch

    if out.resolve() == pipeline.MODEL.resolve():
        raise ValueError(f"{out} are the default weights: name another file with -o.")
    place = scratch.device_of(device)
    out.parent.mkdir(parents=True, exist_ok=True)  # better to fail here than after the training
    torch.set_num_threads(options.processes)
    renders = Renders(pipeline.render(options, "train"))
    known = pictures(options, renders)
    network = scratch.train(
        known, _SEED, scratch.recipe(steps), place, options.work / "scratch",
        lambda step, loss: pipeline.say(f"from scratch, step {step}/{steps}: loss {loss:.3f}"),
    )  # fmt: skip
    candidate = options.work / "expnet_scratch_undescribed.onnx"
    export.export(network, candidate)
    export.describe(candidate, out, properties(pipeline.evaluate(options, candidate)))
    pipeline.say(f"written to {out}")
