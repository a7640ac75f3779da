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
from torch.optim.swa_utils import get_ema_multi_avg_fn

from .device import CPU
from .features import Features, Maps
from .half import rounded
from .heads import Answer, Head, Reader, by_reader, columns
from .labels import sureness
from .trunks import Seen
from .truth import Truth, chosen


@dataclass(frozen=True)
class Recipe:
    """Training that goes on for long makes real faces worse: the number of steps is part of the recipe.

    ``nothing``: crops without a face beside each batch. The weights stand beside the units' loss, 1 for each reader.
    """

    steps: int = 1000
    batch: int = 256
    nothing: int = 64
    rate: float = 2e-3
    decay: float = 2e-2
    turn_weight: float = 2.0
    place_weight: float = 0.3
    gaze_weight: float = 0.5
    sight_weight: float = 0.3
    smoothing: float = 0.995
    """Of the moving average of the weights, which is what is kept."""


DEFAULT: Final = Recipe()


def _standardise(reader: Reader, maps: NDArray[np.float16]) -> None:
    """``maps`` (n, channels, cells, cells)."""
    some = maps.astype(np.float32)
    deviation = some.std((0, 2, 3))
    reader.mean.copy_(torch.from_numpy(some.mean((0, 2, 3)))[:, None, None])
    reader.deviation.copy_(torch.from_numpy(deviation + 0.05 * deviation.mean())[:, None, None])


def _prepare(head: Head, known: Features, labels: NDArray[np.float32], rng: np.random.Generator) -> None:
    some = known.maps.rows(np.sort(rng.choice(len(known), min(4000, len(known)), False)))
    eyes = some.eyes.reshape(-1, *some.eyes.shape[2:])
    several = (head.said, head.shown, head.hidden, head.sight)
    for reader in (head.face, *(part.face for part in several)):
        _standardise(reader, some.face)
    for reader in (part.lips for part in several):
        _standardise(reader, some.lips)
    for reader in (head.eyes, head.sight.eyes):
        _standardise(reader, eyes)
    scale(head, known, labels)


def scale(head: Head, known: Truth, labels: NDArray[np.float32]) -> None:
    """Let the head answer around the mean of the labels (n, k), in their deviation."""
    for name, values in (("unit", labels), ("place", known.place), ("gaze", known.gaze)):
        getattr(head, f"{name}_gain").copy_(torch.from_numpy(values.std(0) + 1e-6))
        getattr(head, f"{name}_offset").copy_(torch.from_numpy(values.mean(0)))


def _turn_loss(found: Tensor, wanted: Tensor) -> Tensor:
    """Squared geodesic distance (radians) between unit quaternions; smooth at 0, unlike the arc cosine's own slope."""
    overlap = (found * wanted).sum(1).abs()
    return (2 * torch.atan2((1 - overlap.square()).clamp_min(1e-8).sqrt(), overlap)).square().mean()


def loss(head: Head, raw: Answer, known: Truth, labels: NDArray[np.float32], recipe: Recipe) -> Tensor:
    """What ``raw`` misses of the labels (n, k) and of what is ``known`` of the same crops, without ``sight``."""

    def error(found: Tensor, wanted: NDArray, name: str) -> Tensor:
        gain, offset = getattr(head, f"{name}_gain"), getattr(head, f"{name}_offset")
        return (found - (torch.from_numpy(wanted).to(found.device) - offset) / gain).square().mean(0)

    return (
        torch.stack([part.mean() for part in by_reader(error(raw.units, labels, "unit"))]).sum()
        + recipe.place_weight * error(raw.place, known.place, "place").mean()
        + recipe.gaze_weight * error(raw.gaze, known.gaze, "gaze").mean()
        + recipe.turn_weight * _turn_loss(raw.rotation, torch.from_numpy(known.rotation).to(raw.rotation.device))
    )


def sight_loss(logits: Tensor, sure: NDArray[np.float32]) -> Tensor:
    """Of the logits of n faces, of which ``sure`` (n,) is due, and of crops without a face, which follow."""
    wanted = torch.zeros_like(logits)
    wanted[: len(sure)] = torch.from_numpy(sure)
    return functional.binary_cross_entropy_with_logits(logits, wanted)


def rate(top: float, step: int, steps: int) -> float:
    """Learning rate of a step: it rises for 50 steps to ``top`` and falls as a cosine to the last."""
    return top * min(1, (step + 1) / 50) * (0.5 + 0.5 * float(np.cos(np.pi * step / steps)) + 1e-3)


def average(kept: nn.Module, head: nn.Module, weight: float) -> None:
    """Move ``kept`` towards ``head``, keeping ``weight`` of it."""
    pairs = list(zip(kept.state_dict().values(), head.state_dict().values(), strict=True))
    mine, new = zip(*(pair for pair in pairs if pair[0].dtype.is_floating_point), strict=True)
    get_ema_multi_avg_fn(weight)(mine, new, 0)
    for old, counted in pairs:
        if not old.dtype.is_floating_point:
            old.copy_(counted)


def fit(
    known: Features,
    labels: NDArray[np.float32],
    nothing: Maps,
    seed: int,
    recipe: Recipe = DEFAULT,
    report: Callable[[int, float], None] | None = None,
    device: torch.device = CPU,
) -> Head:
    """A trained head in evaluation mode, on the CPU. ``labels`` (n, 29) ``labels.opinions`` of the crops that are
    ``known``, in slider units; ``nothing``: maps of crops without a face. ``report(step, loss)`` is called now and
    then."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    head = Head()
    wanted = columns(labels, known.units)
    _prepare(head, known, wanted, rng)
    head.to(device)
    sure = sureness(known.covered)
    kept = copy.deepcopy(head)
    optimiser = AdamW(head.parameters(), recipe.rate, weight_decay=recipe.decay)
    for step in range(recipe.steps):
        for group in optimiser.param_groups:
            group["lr"] = rate(recipe.rate, step, recipe.steps)
        rows = np.sort(rng.integers(len(wanted), size=recipe.batch))
        maps = Maps.joined([known.maps.rows(rows), nothing.rows(rng.integers(len(nothing), size=recipe.nothing))])
        raw = head.raw(*tensors(maps, device), recipe.batch)
        total = loss(head, raw, chosen(known, rows), wanted[rows], recipe)
        total = total + recipe.sight_weight * sight_loss(raw.sight, sure[rows])
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
        average(kept, head, min(recipe.smoothing, (step + 2) / (step + 21)))
        if report and step % 100 == 99:
            report(step + 1, total.item())
    return rounded(kept.cpu().eval())


def tensors(maps: Maps, device: torch.device = CPU) -> Seen:
    """The same at full precision."""
    return Seen(*(torch.from_numpy(part).to(device).float() for part in (maps.face, maps.eyes, maps.lips)))


def predict(head: nn.Module, maps: Maps) -> Answer:
    """What a head or a committee says of the maps."""
    parts = []
    with torch.no_grad():
        for start in range(0, len(maps), 512):
            parts.append(head(*tensors(maps.rows(slice(start, start + 512)))))
    return Answer(*(torch.cat(values) for values in zip(*parts, strict=True)))
