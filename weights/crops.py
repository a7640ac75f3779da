# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The crops that both recipes learn from: made once, in as many processes as asked, and kept as JPEG."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .processes import spread
from .train import detections, nonfaces, samples
from .train.album import Album
from .train.keeping import keep
from .train.renders import Block, Renders
from .train.truth import COLUMNS, Truth, columns_of, joined

NONFACES: Final = 1.0
"""Crops without a face for each render on which a face is found."""


@dataclass(frozen=True)
class Crops:
    """``album`` of n crops of renders, the same ``sharp`` (``compose.pair``), and what is ``known`` of them;
    ``nothing``: crops without a face."""

    album: Album
    sharp: Album
    known: Truth
    nothing: Album


@dataclass(frozen=True)
class _Files:
    """Those of one block: ``faces`` has one for each augmentation."""

    faces: list[Path]
    nothing: Path

    @classmethod
    def of(cls, folder: Path, block: Block, copies: int) -> _Files:
        faces = [folder / f"{block.name:08x}-{copy}.npz" for copy in range(copies)]
        return cls(faces, folder / f"{block.name:08x}-nonfaces.npz")

    @property
    def complete(self) -> bool:
        return all(path.is_file() for path in (*self.faces, self.nothing))


_opened: dict[Path, Renders] = {}  # once per process


def _fill(work: Path, split: Path, number: int, copies: int) -> None:
    """Make what is missing of one block's crops."""
    if split not in _opened:
        _opened[split] = Renders(split)
    renders = _opened[split]
    block = renders.blocks[number]
    files, found = _Files.of(work / "crops", block, copies), detections.kept(work / "detections", renders, block)
    for copy, path in enumerate(files.faces):
        if not path.is_file():
            source = list(samples.samples(renders, block, found, copy))
            sharp = Album.of(sample.sharp for sample in source)
            keep(
                path,
                **vars(Album.of(sample.crop for sample in source)),
                sharp_coded=sharp.coded,
                sharp_ends=sharp.ends,
                **columns_of(source),
            )
    if not files.nothing.is_file():
        keep(files.nothing, **vars(Album.of(nonfaces.nonfaces(renders, block, found, NONFACES))))


def crops(
    renders: Renders, folder: Path, copies: int, processes: int, work: Path, report: Callable[[int], None]
) -> Crops:
    """The augmented crops of the renders in ``folder`` and crops without a face. What was made before is found again
    in ``work``; ``report(blocks)`` is called with how many blocks are done."""
    files = [_Files.of(work / "crops", block, copies) for block in renders.blocks]
    missing = [number for number, each in enumerate(files) if not each.complete]
    if missing:
        for done in spread(_fill, [(work, folder, number, copies) for number in missing], processes):
            report(len(files) - len(missing) + done)
    albums, sharp, columns, blocks, nothing = [], [], [], [], []
    for block, each in zip(renders.blocks, files, strict=True):
        for path in each.faces:
            with np.load(path, allow_pickle=False) as file:
                albums.append(_album(file))
                sharp.append(_album(file, "sharp_"))
                columns.append({name: file[name] for name in COLUMNS})
                blocks.append(block)
        with np.load(each.nothing, allow_pickle=False) as file:
            nothing.append(_album(file))
    return Crops(Album.joined(albums), Album.joined(sharp), Truth(**joined(columns, blocks)), Album.joined(nothing))


def _album(file: Mapping[str, NDArray], which: str = "") -> Album:
    return Album(file[f"{which}coded"], file[f"{which}ends"])
