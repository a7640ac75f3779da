# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Several looks at a face, whose errors differ, as one network."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bridge.basis import DEFAULT

from .heads import Answer, ExpNet, scaled
from .labels import mirror_gaze, mirror_place, mirror_rotation, mirror_units
from .rule import RULE

_EDGE: Final = 6
"""Pixels of the crop's edge that the second look leaves out."""


class TwoLooks(nn.Module):
    """A network that sees each crop twice, the second time in a mirror and from a little nearer, and answers the mean.

    Trunks that were trained by others are not the same on both sides: r on real clips is 0.759 of one look and 0.782 of
    both. From nearer the second look errs otherwise also where both sides are alike, and trembles otherwise. The eyes
    are not looked at again: their trunk sees the one on the right in a mirror as it is, and is the slowest.
    """

    def __init__(self, network: ExpNet) -> None:
        super().__init__()
        self.network = network
        self.register_buffer("units", torch.from_numpy(mirror_units(np.eye(len(DEFAULT), dtype=np.float32))))
        self.register_buffer("rotation", torch.from_numpy(mirror_rotation(np.ones(4))))
        self.register_buffer("place", torch.from_numpy(mirror_place(np.full(3, 1 - 2 * _EDGE / RULE.size))))
        self.register_buffer("gaze", torch.from_numpy(mirror_gaze(np.ones(2))))

    def forward(self, crops: Tensor) -> Answer:
        pictures, trunks = scaled(crops), self.network.trunks
        near = pictures.flip(3)[:, :, _EDGE:-_EDGE, _EDGE:-_EDGE]
        near = functional.interpolate(near, size=pictures.shape[2:], mode="bilinear", align_corners=False)
        both, eyes = torch.cat([pictures, near]), trunks.eyes(pictures)
        answer = Answer(*self.network.head(trunks.face(both), torch.cat([eyes, eyes.flip(1)]), trunks.lips(both)))
        straight, other = (Answer(*parts) for parts in zip(*(part.chunk(2) for part in answer), strict=True))
        mirrored = Answer(
            other.units @ self.units, other.rotation * self.rotation, other.place * self.place,
            other.gaze * self.gaze, other.sight,
        )  # fmt: skip
        return _mean([straight, mirrored], (0.5, 0.5))


class Ensemble(nn.Module):
    """Networks that learned in different ways, as one: the mean of what they answer, weighted by ``shares``, which sum
    to 1. Their errors differ, so it follows faces better and trembles less than any of them. The confidence is that of
    the first."""

    def __init__(self, networks: Iterable[nn.Module], shares: tuple[float, ...]) -> None:
        super().__init__()
        self.networks, self.shares = nn.ModuleList(networks), shares

    def forward(self, crops: Tensor) -> Answer:
        answers = [network(crops) for network in self.networks]
        return _mean(answers, self.shares)._replace(sight=answers[0].sight)


def _mean(answers: Iterable[Answer], shares: tuple[float, ...]) -> Answer:
    mean = Answer(*(_weighted(parts, shares) for parts in zip(*answers, strict=True)))
    return mean._replace(rotation=functional.normalize(mean.rotation, dim=1, eps=1e-6))


def _weighted(parts: Iterable[Tensor], shares: Iterable[float]) -> Tensor:
    """Their sum, each times its share, one after the other: so an exporter knows the shape."""
    return functools.reduce(torch.add, (share * part for share, part in zip(shares, parts, strict=True)))
