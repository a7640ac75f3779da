# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips of real faces for choosing between heads and for measuring: never trained on, and no picture of them is kept.

A clip is a video with ``NAME.reference.csv`` beside it: a header with ARKit names, then one row per frame, empty where
the reference found no face.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge.basis import ARKIT, fold
from bridge.sender.detect import Detector
from bridge.sender.video import Video

from .place import seen

ENVIRONMENT: Final = "EXPNET_FACES_DEV"
"""Environment variable that names the folder of clips."""
_ENDING: Final = ".reference.csv"


@dataclass(frozen=True)
class Clip:
    """``reference`` (T, 29) units, NaN rows where the reference found no face."""

    name: str
    video: Path
    reference: NDArray[np.float32]


def folder() -> Path | None:
    """The folder of clips, or None where there is none."""
    named = os.environ.get(ENVIRONMENT)
    return Path(named) if named and Path(named).is_dir() else None


def _reference(path: Path) -> NDArray[np.float32]:
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    scores = np.array([[float(row.get(n) or "nan") for n in ARKIT if n in rows[0]] for row in rows], np.float32)
    full = np.zeros((len(rows), len(ARKIT)), np.float32)
    full[:, [i for i, n in enumerate(ARKIT) if n in rows[0]]] = scores
    return fold(full)


def clips(root: Path) -> list[Clip]:
    """The clips of a folder in which the reference found a face at all."""
    found = []
    for path in sorted(root.glob("*" + _ENDING)):
        name = path.name.removesuffix(_ENDING)
        video = next((v for v in sorted(root.glob(name + ".*")) if v.suffix in (".mp4", ".mov", ".mkv", ".avi")), None)
        reference = _reference(path)
        if video is not None and np.isfinite(reference).any():
            found.append(Clip(name, video, reference))
    return found


def crops(clip: Clip, detector: Detector) -> Iterator[tuple[int, float, NDArray[np.uint8]]]:
    """Frame index, time in seconds and (192, 192, 3) RGB crop of the largest face, where both it and the reference
    exist."""
    with Video(clip.video) as video:
        for frame in video.frames():
            if frame.index >= len(clip.reference):
                return
            if not np.isfinite(clip.reference[frame.index]).all():
                continue
            crop = seen(detector, frame.bgr)
            if crop is not None:
                yield frame.index, frame.time, crop
