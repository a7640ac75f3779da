# SPDX-License-Identifier: GPL-3.0-or-later
"""The rendered heads as training sees them."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from weights.render.store import SHARD as BLOCK
from weights.render.store import Store, decode


@dataclass(frozen=True)
class Render:
    """``picture`` (S, S, 4) linear RGB, multiplied by alpha, and alpha; ``skin`` the skin's luminance in sRGB, 0..1."""

    picture: NDArray[np.float32]
    skin: float


class Renders:
    """A store of renders. ``members`` (n, 52) ARKit scores, ``rotation`` (n, 4) quaternion in the camera's frame."""

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder)
        self.split = self._store.plan.split
        self.members: NDArray[np.float32] = self._store.labels["members"].astype(np.float32)
        self.rotation: NDArray[np.float32] = self._store.labels["rotation"]
        plan = self._store.plan
        salt = f"{plan.format} {plan.seed} {plan.split} {plan.size}".encode()
        raw = self._store.labels["members"]
        self.blocks: list[int] = [
            zlib.crc32(salt + raw[start : start + BLOCK].tobytes()) for start in range(0, len(self), BLOCK)
        ]
        """A name for each block of renders, from the plan, its seed and what the faces do."""
        self.mark = hashlib.sha256(repr(self.blocks).encode()).hexdigest()[:16]
        """Equal marks, equal renders."""

    def __len__(self) -> int:
        return len(self._store)

    def __getitem__(self, index: int) -> Render:
        return Render(decode(self._store.pixels(index)), float(self._store.labels["skin"][index]))
