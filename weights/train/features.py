# SPDX-License-Identifier: GPL-3.0-or-later
"""The trunk's features of crops, kept on disk: the trunk is frozen, so they are made once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .renders import Block
from .samples import Sample
from .trunk import Trunk, run


@dataclass(frozen=True)
class Features:
    """``maps`` (n, 128, 6, 6) f16; ``units`` (n, 29) true; ``rotation`` (n, 4) relative to the crop; ``index`` (n,) its
    render; ``flipped`` (n,) whether the crop is a mirror image (units and rotation are then mirrored already)."""

    maps: NDArray[np.float16]
    units: NDArray[np.float32]
    rotation: NDArray[np.float32]
    index: NDArray[np.int32]
    flipped: NDArray[np.bool_]


def extract(source: Iterable[Sample], trunk: Trunk, path: Path) -> None:
    """Run the trunk over samples and keep everything but the pictures in ``path``."""
    samples = list(source)
    columns = {
        "maps": run(trunk, np.stack([sample.crop for sample in samples])),
        "units": np.stack([sample.units for sample in samples]),
        "rotation": np.stack([sample.rotation for sample in samples]),
        "index": np.array([sample.index for sample in samples], np.int32),
        "flipped": np.array([sample.flipped for sample in samples]),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, **columns)
    partial.replace(path)


def load(files: list[tuple[Path, Block]]) -> Features:
    """Features of several blocks, one after the other."""
    columns: dict[str, list[NDArray]] = {name: [] for name in Features.__dataclass_fields__}
    for path, block in files:
        with np.load(path, allow_pickle=False) as file:
            for name, parts in columns.items():
                parts.append(file[name] + block.start if name == "index" else file[name])
    return Features(*(np.concatenate(parts) for parts in columns.values()))
