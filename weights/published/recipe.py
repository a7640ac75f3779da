# SPDX-License-Identifier: GPL-3.0-or-later
"""How a network is trained, and which crops and changes each step sees: all of it follows from the recipe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from .dataset import Dataset

Part = Literal["head", "last", "all"]
PARTS: Final[tuple[Part, ...]] = ("head", "last", "all")
"""``head``: the linear layer; ``last``: with it the convolutions of res5b and res5c, as the authors trained;
``all``."""

_SHIFT: Final = 4.0
_ZOOM: Final = 0.03
_LIGHT: Final = 0.15
"""Spread of the changes: pixels, scale, and contrast and brightness. Mirroring is not among them: which axes would
change sign is not known of a PCA."""


@dataclass(frozen=True)
class Recipe:
    """``epochs`` over the crops in batches of ``batch``; ``rate`` of AdamW, falling to nothing as a cosine after a warm
    start; ``held_out``: share of crops that are measured on and not trained on; ``augment``: small shifts, zoom,
    light."""

    part: Part = "last"
    epochs: int = 10
    batch: int = 16
    rate: float = 1e-4
    decay: float = 1e-4
    held_out: float = 0.1
    augment: bool = True
    seed: int = 0

    def check(self) -> None:
        """Raises ``ValueError`` for a recipe that makes no sense."""
        if not (1 <= self.epochs <= 10_000 and 1 <= self.batch <= 4096 and 0 < self.rate <= 1 and 0 <= self.decay <= 1):
            raise ValueError("Epochs must be 1 to 10000, batch 1 to 4096, rate above 0 and at most 1.")
        if not 0 <= self.held_out < 1:
            raise ValueError("The share that is held out must be at least 0 and below 1.")

    def split(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Crops to train on and to measure on, by index; the latter at least one unless the share is 0."""
        order = np.random.default_rng((self.seed, 0)).permutation(count)
        held = 0 if self.held_out == 0 or count < 2 else min(count - 1, max(1, round(self.held_out * count)))
        return np.sort(order[held:]), np.sort(order[:held])

    def steps(self, count: int) -> int:
        """Steps of an epoch over ``count`` crops; a last batch of one is left out, for batch normalisation's sake."""
        whole, rest = divmod(count, self.batch)
        return max(1, whole + (rest > 1))

    def batches(self, training: NDArray[np.int64], first: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """Step and its crops, from step ``first`` on: the same whether or not the training was interrupted."""
        each = self.steps(len(training))
        for step in range(first, each * self.epochs):
            epoch, place = divmod(step, each)
            order = np.random.default_rng((self.seed, 1, epoch)).permutation(training)
            yield step, order[place * self.batch : (place + 1) * self.batch]

    def share(self, step: int, total: int) -> float:
        """What of the rate is used at ``step`` of ``total``."""
        warm = max(1, min(200, total // 20))
        return min(1.0, (step + 1) / warm) * (0.5 + 0.5 * float(np.cos(np.pi * step / total)))

    def load(self, data: Dataset, chosen: NDArray[np.int64], step: int | None) -> NDArray[np.uint8]:
        """(n, 227, 227, 3) crops, changed as ``step`` has it; None leaves them as they are."""
        crops = [data.crop(int(index)) for index in chosen]
        if step is not None and self.augment:
            rng = np.random.default_rng((self.seed, 2, step))
            crops = [changed(crop, rng) for crop in crops]
        return np.stack(crops)


def changed(crop: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The crop a little shifted, zoomed and lit otherwise."""
    size = crop.shape[0]
    scale = np.exp(rng.normal(0, _ZOOM))
    move = rng.normal(0, _SHIFT, 2) + (1 - scale) * size / 2
    matrix = np.array([[scale, 0, move[0]], [0, scale, move[1]]])
    gain, offset = np.exp(rng.normal(0, _LIGHT)), rng.normal(0, _LIGHT * 64)
    moved = cv2.warpAffine(crop, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.clip((moved.astype(np.float32) - 128) * gain + 128 + offset, 0, 255).astype(np.uint8)
