# SPDX-License-Identifier: GPL-3.0-or-later
"""The trunk's features of crops, kept on disk: the trunk is frozen, so they are made once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bridge.sender.detect import Detector

from . import clips
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


def of_clips(root: Path, cache: Path, trunk: Trunk) -> dict[str, tuple[NDArray[np.float16], NDArray[np.float32]]]:
    """Clip -> (T, 128, 6, 6) features and (T, 29) reference, made once for a folder of clips and kept in ``cache``."""
    mark = clips.fingerprint(root)
    if not cache.is_file() or str(np.load(cache)["mark"]) != mark:
        detector, arrays = Detector(), {}
        for clip in clips.clips(root):
            seen = list(clips.crops(clip, detector))
            if seen:
                arrays[clip.name + ".features"] = run(trunk, np.stack([crop for _, crop in seen]))
                arrays[clip.name + ".reference"] = clip.reference[[index for index, _ in seen]]
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, mark=mark, **arrays)
    with np.load(cache) as kept:
        names = [key.removesuffix(".features") for key in kept if key.endswith(".features")]
        return {name: (kept[name + ".features"], kept[name + ".reference"]) for name in names}
