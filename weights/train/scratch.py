# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The recipe without pretrained trunks: everything is trained at once, from random numbers, on the same labels.

No picture is seen twice (``vary``). It can stop anywhere: what every step draws follows from the seed and the step's
number, and the last checkpoint is gone on with.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.optim import AdamW

from . import calibrate, checkpoint, features, fit, vary
from .device import Shelf
from .half import rounded
from .heads import Committee, ExpNet, Head, columns
from .labels import mirror_gaze, mirror_place, mirror_rotation, mirror_units, sureness
from .learn import Pictures, held_out
from .own_trunks import fused, own_trunks
from .truth import COLUMNS, Truth, chosen

_LARGEST_SLOPE: Final = 5.0
"""The gradient is cut to this length: the first steps of a random network are wild."""
_NOTHING: Final = 2048
"""Crops without a face that are enough to scale the confidence."""


@dataclass(frozen=True)
class Recipe(fit.Recipe):
    """Smaller batches and a lower rate than for a head alone.

    ``descent``: steps in which the learning rate falls to 0; those beyond are a second descent (SGDR, Loshchilov and
    Hutter, ICLR 2017) that starts at ``second`` of the first one's rate.
    """

    batch: int = 128
    nothing: int = 25
    rate: float = 1.5e-3
    decay: float = 5e-2
    descent: int = 2640
    second: float = 2 / 3


def rate(recipe: Recipe, step: int) -> float:
    """Learning rate of a step."""
    if step < recipe.descent:
        return fit.rate(recipe.rate, step, min(recipe.steps, recipe.descent))
    return fit.rate(recipe.second * recipe.rate, step - recipe.descent, recipe.steps - recipe.descent)


def _mirrored(known: Truth) -> Truth:
    """Of the crops seen in a mirror."""
    return replace(
        known,
        units=mirror_units(known.units),
        rotation=mirror_rotation(known.rotation),
        gaze=mirror_gaze(known.gaze),
        place=mirror_place(known.place),
        flipped=~known.flipped,
    )


def _both(known: Truth) -> Truth:
    """The crops, then the same crops in a mirror."""
    other = _mirrored(known)
    return Truth(**{name: np.concatenate([getattr(known, name), getattr(other, name)]) for name in COLUMNS})


class _Course:
    """A training under way."""

    def __init__(self, pictures: Pictures, rows: NDArray[np.intp], seed: int, recipe: Recipe, device: torch.device):
        torch.manual_seed(seed)
        self.shelf, self.nothing, self.rows = Shelf(pictures.album, device), Shelf(pictures.nothing, device), rows
        self.empty = len(pictures.nothing)
        self.known = _both(chosen(pictures.known, rows))
        opinions = np.concatenate([pictures.labels[rows], mirror_units(pictures.labels[rows])])
        self.labels = columns(opinions, self.known.units)
        self.sure = sureness(self.known.covered)
        self.seed, self.recipe, self.device, self.step = seed, recipe, device, 0
        network = ExpNet(own_trunks(), Head())
        fit.scale(network.head, self.known, self.labels)  # pyright: ignore[reportArgumentType]
        self.network = network.to(device, memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
        self.kept = copy.deepcopy(self.network)
        self.optimiser = AdamW(self.network.parameters(), recipe.rate, weight_decay=recipe.decay, fused=True)

    def _crops(self, rows: NDArray[np.integer]) -> Tensor:
        """Rows from the number of crops on are those in a mirror."""
        count = len(self.rows)
        return self.shelf(self.rows[rows % count], rows >= count)

    def advance(self) -> float:
        """One step; returns its loss."""
        recipe, head = self.recipe, self.network.head
        rng = np.random.default_rng((self.seed, self.step))
        torch.manual_seed(int(rng.integers(2**62)))
        for group in self.optimiser.param_groups:
            group["lr"] = rate(recipe, self.step)
        rows = np.sort(rng.integers(len(self.labels), size=recipe.batch))
        empty = self.nothing(rng.integers(self.empty, size=recipe.nothing))
        pictures = torch.cat([self._crops(rows), empty])
        moved = vary.moves(rng, len(pictures))
        seen = self.network.trunks(vary.varied(rng, pictures, moved))
        raw = head.raw(*seen, recipe.batch)  # pyright: ignore[reportCallIssue]
        known = chosen(self.known, rows)
        known = replace(known, place=vary.relocated(known.place, moved[: recipe.batch]))
        total = fit.loss(head, raw, known, self.labels[rows], recipe)  # pyright: ignore[reportArgumentType]
        total = total + recipe.sight_weight * fit.sight_loss(raw.sight, self.sure[rows])
        self.optimiser.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), _LARGEST_SLOPE)
        self.optimiser.step()
        fit.average(self.kept, self.network, min(recipe.smoothing, (self.step + 2) / (self.step + 21)))
        self.step += 1
        return total.item()

    def parts(self) -> dict[str, nn.Module | AdamW]:
        """Whose state makes a checkpoint."""
        return {"network": self.network, "kept": self.kept, "optimiser": self.optimiser}


def train(
    pictures: Pictures,
    seed: int,
    recipe: Recipe,
    device: torch.device,
    folder: Path,
    report: Callable[[int, float], None],
) -> ExpNet:
    """The trained and calibrated network, on the CPU. Checkpoints lie in ``folder`` and are found there again.

    ``report(step, loss)`` is called after every checkpoint with the mean loss since the one before.
    """
    usable = np.isfinite(pictures.labels).all(1)
    holding = usable & held_out(pictures.known)
    rows = np.flatnonzero(usable & ~holding)
    course = _Course(pictures, rows, seed, recipe, device)
    mark = zlib.crc32(f"{recipe} {vary.DEFAULT}".encode() + pictures.labels.tobytes() + pictures.album.ends.tobytes())
    path = folder / f"{mark:08x}-{seed}.pt"
    course.step = checkpoint.resume(path, device, **course.parts())
    checkpoint.complete(course, course.advance, recipe.steps, path, report)
    network = rounded(fused(course.kept.cpu().eval().requires_grad_(False)))
    return _calibrated(network, pictures, np.flatnonzero(holding))


def _calibrated(network: ExpNet, pictures: Pictures, holding: NDArray[np.intp]) -> ExpNet:
    trunks = network.trunks
    maps = features.run(trunks, [pictures.album[int(row)] for row in holding])
    known = features.of(chosen(pictures.known, holding), maps)
    nothing = features.run(trunks, [pictures.nothing[i] for i in range(min(_NOTHING, len(pictures.nothing)))])
    committee = Committee([network.head]).eval()  # pyright: ignore[reportArgumentType]
    calibrate.units(committee, known, pictures.labels[holding])
    calibrate.sight(committee, known, nothing)
    return ExpNet(trunks, committee).eval()
