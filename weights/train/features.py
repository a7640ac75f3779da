# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The trunks' features of crops, kept on disk: the trunks are frozen, so they are made once."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from .album import Album
from .checkpoint import checksum
from .device import CPU, pictures
from .keeping import keep
from .trunks import Trunks
from .truth import Truth

BATCH: Final = 16
"""Crops at a time: on a CPU larger batches fall out of its cache and are slower."""
_CHUNK: Final = 1024
"""Crops whose maps make one file."""


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
class Features(Truth):
    """The same, and the crops' ``maps``."""

    maps: Maps


def of(known: Truth, maps: Maps) -> Features:
    """What is known of the crops whose ``maps`` these are."""
    return Features(**vars(known), maps=maps)


def run(trunks: Trunks, crops: Sequence[NDArray[np.uint8]], device: torch.device = CPU) -> Maps:
    """The trunks' maps of (192, 192, 3) RGB u8 crops, kept at half precision. The trunks are on that device."""
    parts = []
    with torch.inference_mode():
        for start in range(0, len(crops), BATCH):
            seen = trunks(pictures(crops[start : start + BATCH], device))
            parts.append(Maps(*(found.cpu().numpy().astype(np.float16) for found in seen)))
    return Maps.joined(parts)


def extract(
    trunks: Trunks, album: Album, folder: Path, report: Callable[[int], None], device: torch.device = CPU
) -> Maps:
    """The trunks' maps of all of an album, which must hold one. They are kept in ``folder`` by what they were made of,
    and found there again; ``report(crops)`` is called with how many there are."""
    mark = checksum(trunks)
    trunks, parts = trunks.to(device), []
    for start in range(0, len(album), _CHUNK):
        part = album.part(start, start + _CHUNK)
        path = folder / f"{zlib.crc32(part.coded.data, mark):08x}.npz"
        if not path.is_file():
            keep(path, **vars(run(trunks, [part[i] for i in range(len(part))], device)))
        with np.load(path, allow_pickle=False) as file:
            parts.append(Maps(*(file[name] for name in MAPS)))
        report(start + len(part))
    trunks.to(CPU)
    return Maps.joined(parts)
