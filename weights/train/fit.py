# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Training of a head on cached features: minutes on two cores."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import AdamW

from .features import Features, Maps
from .heads import Answer, Head, Reader
from .labels import sureness


@dataclass(frozen=True)
class Recipe:
    """Training that goes on for long makes real faces worse: the number of steps is part of the recipe.

    ``nothing``: crops without a face beside each batch. The weights stand beside the units' loss, which is 1.
    """

    steps: int = 1000
    batch: int = 256
    nothing: int = 48
    rate: float = 2e-3
    decay: float = 2e-2
    turn_weight: float = 2.0
    place_weight: float = 0.3
    gaze_weight: float = 0.3
    sight_weight: float = 0.3
    smoothing: float = 0.995
    """Of the moving average of the weights, which is what is kept."""


DEFAULT: Final = Recipe()


def _standardise(reader: Reader, maps: NDArray[np.float16]) -> None:
    """``maps`` (n, views, channels, cells, cells)."""
    some = maps.astype(np.float32)
    deviation = some.std((0, 1, 3, 4))
    reader.mean.copy_(torch.from_numpy(some.mean((0, 1, 3, 4)))[:, None, None])
    reader.deviation.copy_(torch.from_numpy(deviation + 0.05 * deviation.mean())[:, None, None])


def _prepare(head: Head, known: Features, labels: NDArray[np.float32], rng: np.random.Generator) -> None:
    some = known.maps.rows(np.sort(rng.choice(len(known), min(4000, len(known)), False)))
    for reader, maps in ((head.face, some.face[:, None]), (head.sight, some.face[:, None]), (head.eyes, some.eyes)):
        _standardise(reader, maps)
    for name, values in (("unit", labels), ("place", known.place), ("gaze", known.gaze)):
        getattr(head, f"{name}_gain").copy_(torch.from_numpy(values.std(0) + 1e-6))
        getattr(head, f"{name}_offset").copy_(torch.from_numpy(values.mean(0)))


def _turn_loss(found: Tensor, wanted: Tensor) -> Tensor:
    """Squared geodesic distance (radians) between unit quaternions; smooth at 0, unlike the arc cosine's own slope."""
    overlap = (found * wanted).sum(1).abs()
    return (2 * torch.atan2((1 - overlap.square()).clamp_min(1e-8).sqrt(), overlap)).square().mean()


def _loss(
    head: Head, raw: Answer, known: Features, labels: NDArray[np.float32], rows: NDArray, recipe: Recipe
) -> Tensor:
    """Without that of ``sight``."""

    def error(found: Tensor, wanted: NDArray, name: str) -> Tensor:
        gain, offset = getattr(head, f"{name}_gain"), getattr(head, f"{name}_offset")
        return (found - (torch.from_numpy(wanted[rows]) - offset) / gain).square().mean()

    return (
        error(raw.units, labels, "unit")
        + recipe.place_weight * error(raw.place, known.place, "place")
        + recipe.gaze_weight * error(raw.gaze, known.gaze, "gaze")
        + recipe.turn_weight * _turn_loss(raw.rotation, torch.from_numpy(known.rotation[rows]))
    )


def _average(kept: Head, head: Head, weight: float) -> None:
    with torch.no_grad():
        for mine, new in zip(kept.state_dict().values(), head.state_dict().values(), strict=True):
            if mine.dtype.is_floating_point:
                mine.mul_(weight).add_(new, alpha=1 - weight)
            else:
                mine.copy_(new)


def fit(
    known: Features,
    labels: NDArray[np.float32],
    nothing: Maps,
    seed: int,
    recipe: Recipe = DEFAULT,
    report: Callable[[int, float], None] | None = None,
) -> Head:
    """A trained head in evaluation mode. ``labels`` (n, 29) of the crops that are ``known``, in slider units;
    ``nothing``: maps of crops without a face. ``report(step, loss)`` is called now and then."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    head = Head()
    _prepare(head, known, labels, rng)
    sure = sureness(known.covered)
    kept = copy.deepcopy(head)
    optimiser = AdamW(head.parameters(), recipe.rate, weight_decay=recipe.decay)
    for step in range(recipe.steps):
        rate = recipe.rate * min(1, (step + 1) / 50) * (0.5 + 0.5 * np.cos(np.pi * step / recipe.steps) + 1e-3)
        for group in optimiser.param_groups:
            group["lr"] = rate
        rows = np.sort(rng.integers(len(labels), size=recipe.batch))
        maps, empty = known.maps.rows(rows), nothing.rows(rng.integers(len(nothing), size=recipe.nothing))
        raw = head.raw(tensor(maps.face), tensor(maps.eyes))
        unseen = head.sure(head.sight(tensor(empty.face).unsqueeze(1))).squeeze(1)
        sight = torch.cat([raw.sight, unseen])
        wanted = torch.cat([torch.from_numpy(sure[rows]), torch.zeros(recipe.nothing)])
        loss = _loss(head, raw, known, labels, rows, recipe)
        loss = loss + recipe.sight_weight * functional.binary_cross_entropy_with_logits(sight, wanted)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        _average(kept, head, min(recipe.smoothing, (step + 2) / (step + 21)))
        if report and step % 100 == 99:
            report(step + 1, loss.item())
    return kept.eval()


def tensor(maps: NDArray[np.float16]) -> Tensor:
    return torch.from_numpy(maps.astype(np.float32))


def predict(head: nn.Module, maps: Maps) -> Answer:
    """What a head or a committee says of the maps."""
    parts = []
    with torch.no_grad():
        for start in range(0, len(maps), 512):
            part = maps.rows(slice(start, start + 512))
            parts.append(head(tensor(part.face), tensor(part.eyes)))
    return Answer(*(torch.cat(values) for values in zip(*parts, strict=True)))
