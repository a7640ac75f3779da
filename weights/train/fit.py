# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Training of the head on cached features: minutes on two cores."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.optim import AdamW

from .heads import Head


@dataclass(frozen=True)
class Samples:
    """``features`` (n, 128, 6, 6) f16, ``units`` (n, 29) labels in slider units, ``rotation`` (n, 4)."""

    features: NDArray[np.float16]
    units: NDArray[np.float32]
    rotation: NDArray[np.float32]


@dataclass(frozen=True)
class Recipe:
    """Training that goes on for long makes real faces worse: the number of steps is part of the recipe."""

    steps: int = 1000
    batch: int = 256
    rate: float = 2e-3
    decay: float = 2e-2
    turn_weight: float = 2.0
    smoothing: float = 0.995
    """Of the moving average of the weights, which is what is kept."""


DEFAULT: Final = Recipe()


def _standardise(head: Head, samples: Samples, rng: np.random.Generator) -> None:
    some = samples.features[np.sort(rng.choice(len(samples.features), min(4000, len(samples.features)), False))]
    some = some.astype(np.float32)
    deviation = some.std((0, 2, 3))
    head.mean.copy_(torch.from_numpy(some.mean((0, 2, 3)))[:, None, None])
    head.deviation.copy_(torch.from_numpy(deviation + 0.05 * deviation.mean())[:, None, None])
    head.gain.copy_(torch.from_numpy(samples.units.std(0) + 1e-6))
    head.offset.copy_(torch.from_numpy(samples.units.mean(0)))


def _turn_loss(found: Tensor, wanted: Tensor) -> Tensor:
    """Squared geodesic distance (radians) between unit quaternions; smooth at 0, unlike the arc cosine's own slope."""
    overlap = (found * wanted).sum(1).abs()
    return (2 * torch.atan2((1 - overlap.square()).clamp_min(1e-8).sqrt(), overlap)).square().mean()


def _average(kept: Head, head: Head, weight: float) -> None:
    with torch.no_grad():
        for mine, new in zip(kept.state_dict().values(), head.state_dict().values(), strict=True):
            if mine.dtype.is_floating_point:
                mine.mul_(weight).add_(new, alpha=1 - weight)
            else:
                mine.copy_(new)


def fit(
    samples: Samples, seed: int, recipe: Recipe = DEFAULT, report: Callable[[int, float], None] | None = None
) -> Head:
    """A trained head in evaluation mode. ``report(step, loss)`` is called now and then."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    head = Head()
    _standardise(head, samples, rng)
    kept = copy.deepcopy(head)
    optimiser = AdamW(head.parameters(), recipe.rate, weight_decay=recipe.decay)
    for step in range(recipe.steps):
        rate = recipe.rate * min(1, (step + 1) / 50) * (0.5 + 0.5 * np.cos(np.pi * step / recipe.steps) + 1e-3)
        for group in optimiser.param_groups:
            group["lr"] = rate
        chosen = np.sort(rng.integers(len(samples.units), size=recipe.batch))
        units, rotation = head.raw(torch.from_numpy(samples.features[chosen].astype(np.float32)))
        wanted = (torch.from_numpy(samples.units[chosen]) - head.offset) / head.gain
        loss = (units - wanted).square().mean()
        loss = loss + recipe.turn_weight * _turn_loss(rotation, torch.from_numpy(samples.rotation[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        _average(kept, head, min(recipe.smoothing, (step + 2) / (step + 21)))
        if report and step % 100 == 99:
            report(step + 1, float(loss))
    return kept.eval()


def predict(head: nn.Module, features: NDArray[np.float16]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(n, 128, 6, 6) features to (n, 29) units and (n, 4) quaternions."""
    units, rotation = [], []
    with torch.no_grad():
        for start in range(0, len(features), 512):
            a, b = head(torch.from_numpy(features[start : start + 512].astype(np.float32)))
            units.append(a.numpy())
            rotation.append(b.numpy())
    return np.concatenate(units), np.concatenate(rotation)
