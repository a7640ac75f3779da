# SPDX-License-Identifier: GPL-3.0-or-later
"""The trunk's features of crops, kept on disk: the trunk is frozen, so they are made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bridge.sender.detect import Detector

from . import clips
from .samples import Sample
from .trunk import BATCH, Trunk, run


@dataclass(frozen=True)
class Features:
    """``maps`` (n, 128, 6, 6) f16; ``units`` (n, 29) true; ``rotation`` (n, 4) relative to the crop; ``index`` (n,) its
    render; ``flipped`` (n,) whether the crop is a mirror image (units and rotation are then mirrored already)."""

    maps: NDArray[np.float16]
    units: NDArray[np.float32]
    rotation: NDArray[np.float32]
    index: NDArray[np.int32]
    flipped: NDArray[np.bool_]


def extract(
    source: Iterator[Sample], trunk: Trunk, path: Path, report: Callable[[int], None] = lambda done: None
) -> None:
    """Run the trunk over samples and keep everything but the pictures in ``path``."""
    maps, rest, waiting = [], [], []
    for sample in source:
        waiting.append(sample.crop)
        rest.append((sample.units, sample.rotation, sample.index, sample.flipped))
        if len(waiting) == BATCH:
            maps.append(run(trunk, np.stack(waiting)))
            waiting.clear()
            report(len(rest))
    if waiting:
        maps.append(run(trunk, np.stack(waiting)))
    units, rotation, index, flipped = (np.array(column) for column in zip(*rest, strict=True))
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, maps=np.concatenate(maps), units=units, rotation=rotation, index=index, flipped=flipped)
    partial.replace(path)


def load(paths: list[Path]) -> Features:
    """Features of several augmentations, one after the other."""
    parts = [np.load(path, allow_pickle=False) for path in paths]
    return Features(*(np.concatenate([part[key] for part in parts]) for key in Features.__dataclass_fields__))


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
