# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The second estimator's scores of the renders: made once, with MediaPipe's Face Landmarker, and shipped.

``python -m weights estimate FACE_LANDMARKER.task`` in an environment with mediapipe 0.10.21 writes them anew, which is
only needed when the renders change. The file holds scores of our own renders, nothing of the estimator itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bridge.basis import ARKIT, fold
from weights.render.store import SHARD

from . import backgrounds, compose
from .renders import Renders

FILE: Final = Path(__file__).parents[1] / "assets" / "estimates.npz"
_SIDE: Final = 256
"""Renders are shown to the estimator at this size."""
_SEED: Final = 99
_STEPS: Final = 254
"""Scores 0..1 are kept in this many steps; 255 means that no face was found."""


@dataclass(frozen=True)
class Estimates:
    """Scores by the name of a block of renders: (128, 52) in 1 / 254, 255 in rows where no face was found."""

    blocks: dict[int, NDArray[np.uint8]]

    def of(self, renders: Renders) -> NDArray[np.float32]:
        """(n, 29) units of the renders; NaN where no face was found or the block was never estimated."""
        unknown = np.full((SHARD, len(ARKIT)), _STEPS + 1, np.uint8)
        coded = np.concatenate([self.blocks.get(block.name, unknown) for block in renders.blocks])
        return fold(np.where(coded > _STEPS, np.nan, coded / np.float32(_STEPS)).astype(np.float32))


def load(path: Path = FILE) -> Estimates:
    """The kept scores; none where there is no file."""
    if not path.is_file():
        return Estimates({})
    with np.load(path, allow_pickle=False) as kept:
        return Estimates(dict(zip(kept["blocks"].tolist(), kept["scores"], strict=True)))


def save(estimates: Estimates, path: Path = FILE) -> None:
    np.savez_compressed(
        path,
        blocks=np.array(list(estimates.blocks), np.uint32),
        scores=np.stack(list(estimates.blocks.values())),
    )


def _landmarker(model: str) -> Any:
    import mediapipe

    vision = mediapipe.tasks.vision
    options = vision.FaceLandmarkerOptions(
        base_options=mediapipe.tasks.BaseOptions(model_asset_path=model),
        running_mode=vision.RunningMode.IMAGE,
        output_face_blendshapes=True,
        min_face_detection_confidence=0.3,
        min_face_presence_confidence=0.3,
    )
    landmarker = vision.FaceLandmarker.create_from_options(options)

    def score(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
        found = landmarker.detect(image).face_blendshapes
        if not found:
            return np.full(len(ARKIT), np.nan, np.float32)
        named = {category.category_name: category.score for category in found[0]}
        return np.array([named.get(name, 0.0) for name in ARKIT], np.float32)

    return score


def estimate(renders: Renders, model: str, known: Estimates) -> Iterator[Estimates]:
    """Score every render of each block that is not ``known`` yet; gives everything so far after each block."""
    score, blocks = _landmarker(model), dict(known.blocks)
    for block in renders.blocks:
        if block.name in blocks:
            continue
        rows = []
        for i in block.rows:
            rng = np.random.default_rng((_SEED, block.name, i - block.start))
            picture = compose.plain(rng, renders[i], backgrounds.draw(rng, renders.split))
            rows.append(score(cv2.resize(picture, (_SIDE, _SIDE), interpolation=cv2.INTER_LINEAR)))
        blocks[block.name] = np.nan_to_num(np.rint(np.array(rows) * _STEPS), nan=_STEPS + 1).astype(np.uint8)
        yield Estimates(blocks)
