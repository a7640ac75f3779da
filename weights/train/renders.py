# SPDX-License-Identifier: GPL-3.0-or-later
"""The rendered heads as training sees them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from weights.render.store import SHARD, Store, decode


@dataclass(frozen=True)
class Render:
    """``picture`` (S, S, 4) linear RGB, multiplied by alpha, and alpha; ``skin`` the skin's luminance in sRGB, 0..1."""

    picture: NDArray[np.float32]
    skin: float


@dataclass(frozen=True)
class Block:
    """``size`` renders from ``start`` on. ``name`` follows from the plan, its seed and what the faces do."""

    name: int
    start: int
    size: int = SHARD

    @property
    def rows(self) -> range:
        return range(self.start, self.start + self.size)


class Renders:
    """A store of renders. ``members`` (n, 52) ARKit scores; ``rotation`` (n, 4) quaternion in the camera's frame;
    ``gaze`` (n, 2) radians; ``follow`` (n,) how much of eyeBlink (below 0: of eyeWide) is the lid following the gaze;
    ``pivot`` (n, 2) what the head turns about, in pixels, and ``scale`` (n,) pixels per decimetre there; ``covered``
    (n,) share of the face that is hidden; ``take`` (n,) number of the take, one person in one light.

    Raises ``FileNotFoundError`` for a folder without renders.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "plan.json").is_file():
            raise FileNotFoundError(f"{folder} holds no renders: run 'python -m weights make' first.")
        self._store = Store(folder)
        self.split = self._store.plan.split
        self.members: NDArray[np.float32] = self._store.labels["members"].astype(np.float32)
        self.rotation, self.gaze, self.follow, self.pivot, self.scale, self.covered, self.take = (
            self._store.labels[name] for name in ("rotation", "gaze", "follow", "pivot", "scale", "covered", "take")
        )
        plan = self._store.plan
        salt = f"{plan.format} {plan.seed} {plan.split} {plan.size}".encode()
        raw = self._store.labels["members"]
        starts = range(0, len(self), SHARD)
        self.blocks = [Block(zlib.crc32(salt + raw[start : start + SHARD].tobytes()), start) for start in starts]

    def __len__(self) -> int:
        return len(self._store)

    def __getitem__(self, index: int) -> Render:
        return Render(decode(self._store.pixels(index)), float(self._store.labels["skin"][index]))
