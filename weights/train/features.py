# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The trunks' features of crops, kept on disk: the trunks are frozen, so they are made once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from .renders import Block
from .samples import Sample
from .trunks import Trunks

BATCH: Final = 16
"""Crops at a time: on a CPU larger batches fall out of its cache and are slower."""


@dataclass(frozen=True)
class Maps:
    """What the trunks make of n crops (``trunks.Seen``), f16."""

    face: NDArray[np.float16]
    eyes: NDArray[np.float16]
    lips: NDArray[np.float16]

    def __len__(self) -> int:
        return len(self.face)

    def rows(self, chosen: NDArray[np.integer] | NDArray[np.bool_] | slice) -> Maps:
        """Some of them."""
        return Maps(*(getattr(self, name)[chosen] for name in MAPS))

    @classmethod
    def joined(cls, parts: Sequence[Maps]) -> Maps:
        """One after the other."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in MAPS))


MAPS: Final = tuple(field.name for field in fields(Maps))


@dataclass(frozen=True)
class Truth:
    """What is true of n crops, one row each (``Sample``): ``units`` (n, 29), ``rotation`` (n, 4), ``gaze`` (n, 2),
    ``place`` (n, 3), ``covered`` (n,), ``take`` (n,), ``flipped`` (n,), and ``index`` (n,) its render."""

    units: NDArray[np.float32]
    rotation: NDArray[np.float32]
    gaze: NDArray[np.float32]
    place: NDArray[np.float32]
    covered: NDArray[np.float32]
    take: NDArray[np.int64]
    flipped: NDArray[np.bool_]
    index: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.index)


@dataclass(frozen=True)
class Features(Truth):
    """The same, and the crops' ``maps``."""

    maps: Maps


COLUMNS: Final = tuple(field.name for field in fields(Truth))


def columns_of(samples: Sequence[Sample]) -> dict[str, NDArray]:
    """The columns of ``Truth`` by name; ``index`` still counts in the samples' block."""
    return {name: np.array([getattr(sample, name) for sample in samples]) for name in COLUMNS}


def joined(parts: Sequence[dict[str, NDArray]], blocks: Sequence[Block]) -> dict[str, Any]:
    """Columns of several blocks, one after the other; ``index`` then counts through all renders."""
    moved = [part | {"index": part["index"] + np.int32(block.start)} for part, block in zip(parts, blocks, strict=True)]
    whole: dict[str, Any] = {name: np.concatenate([part[name] for part in moved]) for name in COLUMNS}
    whole["covered"] = whole["covered"].astype(np.float32)
    return whole


def run(trunks: Trunks, crops: Sequence[NDArray[np.uint8]]) -> Maps:
    """The trunks' maps of (192, 192, 3) RGB u8 crops, kept at half precision."""
    parts = []
    with torch.inference_mode():
        for start in range(0, len(crops), BATCH):
            part = torch.from_numpy(np.stack(crops[start : start + BATCH])).permute(0, 3, 1, 2).float() / 255
            parts.append(Maps(*(found.numpy().astype(np.float16) for found in trunks(part))))
    return Maps.joined(parts)


def extract(source: Iterable[Sample], trunks: Trunks, path: Path) -> None:
    """Run the trunks over samples and keep everything but the pictures in ``path``."""
    samples = list(source)
    maps = run(trunks, [sample.crop for sample in samples])
    keep(path, **vars(maps), **columns_of(samples))


def extract_maps(crops: Iterable[NDArray[np.uint8]], trunks: Trunks, path: Path) -> None:
    """The same for crops of which nothing is to be said."""
    keep(path, **vars(run(trunks, list(crops))))


def keep(path: Path, **arrays: NDArray) -> None:
    """Write an ``.npz`` that appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, **arrays)
    partial.replace(path)


def load_maps(paths: Sequence[Path]) -> Maps:
    """Maps of several files, one after the other."""
    parts = []
    for path in paths:
        with np.load(path, allow_pickle=False) as file:
            parts.append(Maps(*(file[name] for name in MAPS)))
    return Maps.joined(parts)


def load(files: Sequence[tuple[Path, Block]]) -> Features:
    """Features of several blocks, one after the other; ``index`` then counts through all renders."""
    parts = []
    for path, _ in files:
        with np.load(path, allow_pickle=False) as file:
            parts.append({name: file[name] for name in COLUMNS})
    return Features(**joined(parts, [block for _, block in files]), maps=load_maps([path for path, _ in files]))
