# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The scale of the outputs: a regressor shrinks what it is unsure of, but 1 should be fully there and 0 at rest."""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from .features import Features, Maps
from .fit import predict, tensors
from .heads import SIGHT_STEPS, Committee, risen
from .labels import mixed, sureness
from .score import correlation

_LARGEST: Final = 1.6
"""A unit is not blown up to its full range by more: that would be noise at full strength."""
_DEAF, _HEARING = 0.15, 0.45
"""r with the label of unseen faces up to which a unit is not blown up at all, and from which on it is as far as due.
What hardly follows would tremble, visibly and for nothing."""
_REST: Final = 0.05
_RARE: Final = 0.15
"""Crops without a face for each with one: what a detector finds is nearly always a face."""
_BATCH: Final = 512
_APART: Final = 1e-3
"""What the confidence's knots lie apart at least, all together."""


def units(committee: Committee, known: Features, opinion: NDArray[np.float32]) -> None:
    """Stretch each unit that follows to the deviation of its label, around the label of faces at rest.

    ``known`` must not have been trained on; ``opinion`` (n, 29) are their ``labels.opinions``.
    """
    labels = mixed(known.units, opinion)
    found = predict(committee, known.maps).units.numpy()
    follows = np.array([correlation(found[:, k], labels[:, k]) for k in range(found.shape[1])])
    worth = np.clip((follows - _DEAF) / (_HEARING - _DEAF), 0.0, 1.0)
    gain = 1 + worth * (np.clip(labels.std(0) / np.maximum(found.std(0), 1e-6), 1.0, _LARGEST) - 1)
    still = np.abs(known.units).max(1) < _REST
    if not still.any():
        still[:] = True
    rest, wanted = np.median(found[still], axis=0), np.median(labels[still], axis=0)
    committee.gain.copy_(torch.from_numpy(gain.astype(np.float32)))
    committee.offset.copy_(torch.from_numpy((wanted - rest * gain).astype(np.float32)))


def sight(committee: Committee, known: Features, nothing: Maps) -> None:
    """Bring confidence to what it means: the rising curve over the logit that fits unseen faces best, in straight
    pieces.

    Crops without a face count as ``_RARE`` of the faces, however many there are of them. ``nothing`` was trained on, in
    parts: a small reader on many crops has hardly anything by heart.
    """
    with torch.no_grad():
        found = torch.cat([_logits(committee, maps) for maps in (known.maps, nothing)])
    wanted = torch.cat([torch.from_numpy(sureness(known.covered)), torch.zeros(len(nothing))])
    weight = torch.cat([torch.ones(len(known)), torch.full((len(nothing),), _RARE * len(known) / len(nothing))])
    knots = torch.quantile(found[: len(known)], torch.linspace(0, 1, SIGHT_STEPS + 1).square())  # most among the unsure
    knots += torch.linspace(0, _APART, SIGHT_STEPS + 1)  # no two alike
    passed, heights = risen(found, knots), torch.zeros(SIGHT_STEPS, requires_grad=True)
    optimiser = torch.optim.LBFGS([heights], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = (weight * (passed @ heights.softmax(0) - wanted).square()).sum() / weight.sum()
        value.backward()
        return value

    optimiser.step(loss)  # pyright: ignore[reportArgumentType]
    with torch.no_grad():
        committee.sight_knots.copy_(knots)
        committee.sight_steps.copy_(heights.softmax(0))


def _logits(committee: Committee, maps: Maps) -> torch.Tensor:
    """(n,)"""
    parts = [maps.rows(slice(start, start + _BATCH)) for start in range(0, len(maps), _BATCH)]
    return torch.cat([committee.logits(*tensors(part)) for part in parts])
