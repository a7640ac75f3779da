# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The scale of the outputs: a regressor shrinks what it is unsure of, but 1 should be fully there and 0 at rest."""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from .features import Features, Maps
from .fit import predict
from .heads import Committee
from .labels import sureness
from .score import correlation

_LARGEST: Final = 1.6
"""A unit is not blown up to its full range by more: that would be noise at full strength."""
_DEAF, _HEARING = 0.15, 0.45
"""r with the label of unseen faces up to which a unit is not blown up at all, and from which on it is as far as due.
What hardly follows would tremble, visibly and for nothing."""
_REST: Final = 0.05


def units(committee: Committee, known: Features, labels: NDArray[np.floating]) -> None:
    """Stretch each unit that follows to the deviation of its label, around the label of faces at rest.

    ``known`` must not have been trained on; ``labels`` (n, 29) are theirs.
    """
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
    """Bring confidence to what it means: the logit's scale and zero that fit unseen faces best (Platt, 1999).

    ``nothing`` was trained on, in parts: a small reader on many crops has hardly anything by heart.
    """
    logits = []
    with torch.no_grad():
        committee.sight_gain.fill_(1.0)
        committee.sight_offset.fill_(0.0)
        for maps in (known.maps, nothing):
            logits.append(torch.logit(predict(committee, maps).sight, eps=1e-6))
    found = torch.cat(logits)
    wanted = torch.cat([torch.from_numpy(sureness(known.covered)), torch.zeros(len(nothing))])
    scale = torch.tensor([1.0, 0.0], requires_grad=True)
    optimiser = torch.optim.LBFGS([scale], max_iter=50)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = functional.binary_cross_entropy_with_logits(found * scale[0] + scale[1], wanted)
        value.backward()
        return value

    optimiser.step(loss)  # pyright: ignore[reportArgumentType]
    with torch.no_grad():
        committee.sight_gain.copy_(scale[0])
        committee.sight_offset.copy_(scale[1])
