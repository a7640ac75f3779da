# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Trunks that see through what cameras and video do: each goes on learning, from itself. Of a crop that is coarse,
blurred, noisy and compressed it learns to make what it made, as it was published, of the same crop when that was sharp
(knowledge distillation: Hinton et al., 2015). No label has a part in it, and of sharp crops it goes on to make what it
made before: what it knows of real faces stays.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.optim import Adam

from . import checkpoint
from .album import Album
from .device import CPU, Shelf
from .fit import average, rate
from .half import rounded
from .trunks import Trunks

_PROBES: Final = 256
"""Crops that tell how much each channel varies."""


@dataclass(frozen=True)
class Recipe:
    """``smoothing`` of the moving average of the weights, which is what is kept."""

    steps: int = 1000
    batch: int = 64
    rate: float = 5e-4
    smoothing: float = 0.99


DEFAULT: Final = Recipe()


@dataclass(frozen=True)
class Pairs:
    """``seen`` and ``sharp``: n crops as a video shows them and the same as sharp as can be; ``rows`` (m,) of them are
    learned from."""

    seen: Album
    sharp: Album
    rows: NDArray[np.intp]


def distil(
    trunks: Trunks,
    pairs: Pairs,
    recipe: Recipe,
    folder: Path,
    report: Callable[[str, int, float], None],
    device: torch.device = CPU,
) -> Trunks:
    """The trunks, taught, on the CPU and frozen. Each is kept in ``folder`` by what it was made of, gone on with where
    it was stopped and found there again. ``report(name, step, loss)`` is called after every checkpoint with the mean
    loss since the one before."""
    names = [name for name, _ in trunks.named_children()]
    mark = 0
    for part in (pairs.seen.coded, pairs.sharp.coded, pairs.rows):
        mark = zlib.crc32(part.data, mark)
    shelves: list[Shelf] = []

    def taught(name: str) -> nn.Module:
        trunk = getattr(trunks, name)
        own = checkpoint.checksum(trunk, zlib.crc32(repr(recipe).encode(), mark))
        course = _Course(trunk, recipe, device)
        path = folder / f"{name}-{own:08x}.pt"
        course.step = checkpoint.resume(path, device, **course.parts())
        if course.step < recipe.steps and not shelves:  # a GPU holds all of it: not twice, and not for nothing
            shelves.extend(Shelf(album, device) for album in (pairs.seen, pairs.sharp))
        checkpoint.complete(
            course,
            lambda: course.advance(shelves[0], shelves[1], pairs.rows),
            recipe.steps,
            path,
            lambda step, loss: report(name, step, loss),
        )
        return rounded(course.kept.cpu().eval().requires_grad_(False))

    return Trunks(*(taught(name) for name in names))


class _Course:
    """The training of one trunk, under way. What a step draws follows from its number."""

    def __init__(self, trunk: nn.Module, recipe: Recipe, device: torch.device) -> None:
        layout = torch.channels_last  # twice as fast on a CPU
        self.teacher = copy.deepcopy(trunk).to(device, memory_format=layout)  # pyright: ignore[reportCallIssue]
        self.pupil = copy.deepcopy(self.teacher).requires_grad_(True)
        self.kept = copy.deepcopy(self.teacher)
        self.optimiser = Adam(self.pupil.parameters(), recipe.rate)
        self.recipe, self.device, self.step = recipe, device, 0
        self.spread: Tensor | None = None

    def advance(self, seen: Shelf, sharp: Shelf, rows: NDArray[np.intp]) -> float:
        """One step; returns its loss: the mean square of what the maps miss, in deviations of their channel."""
        rng = np.random.default_rng(self.step)
        chosen = rows[np.sort(rng.integers(len(rows), size=self.recipe.batch))]
        mirrored = rng.random(len(chosen)) < 0.5
        degraded, clean = (shelf(chosen, mirrored) for shelf in (seen, sharp))
        if self.spread is None:
            self.spread = self._spread(sharp(rows[np.linspace(0, len(rows) - 1, min(_PROBES, len(rows))).astype(int)]))
        with torch.no_grad():
            wanted = self.teacher(clean)
        loss = ((self.pupil(degraded) - wanted) / self.spread).square().mean()
        for group in self.optimiser.param_groups:
            group["lr"] = rate(self.recipe.rate, self.step, self.recipe.steps)
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        average(self.kept, self.pupil, min(self.recipe.smoothing, (self.step + 2) / (self.step + 21)))
        self.step += 1
        return loss.item()

    def _spread(self, crops: Tensor) -> Tensor:
        """Deviation of each channel of the teacher's maps, (1, channels, 1, 1) or, of eyes, (1, 1, channels, 1, 1)."""
        with torch.no_grad():
            maps = torch.cat([self.teacher(part) for part in crops.split(32)])
        others = tuple(axis for axis in range(maps.ndim) if axis != maps.ndim - 3)
        spread = maps.std(others, keepdim=True)
        return spread + 0.05 * spread.mean()

    def parts(self) -> dict[str, nn.Module | Adam]:
        """Whose state makes a checkpoint."""
        return {"pupil": self.pupil, "kept": self.kept, "optimiser": self.optimiser}
