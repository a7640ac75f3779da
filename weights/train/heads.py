# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The trained part of the network: from the trunk's map to 29 units and the head's rotation. No landmark in between."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from bridge.basis import UNITS

from .trunk import CELLS, CHANNELS, SIZE, Trunk

_REDUCED: Final = 32
_HIDDEN: Final = (384, 256)
_DROPOUT: Final = (0.1, 0.3, 0.2)


class Head(nn.Module):
    """(n, 128, 6, 6) map -> (n, 29) units and (n, 4) unit quaternion w x y z of the head relative to the crop.

    1 x 1 convolution to 32 channels (it holds the first layer's weights down), then two hidden layers. The units come
    out as ``raw * gain + offset``: the loss sees standardised ``raw``, the caller slider units.
    """

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(CHANNELS, 1, 1))
        self.register_buffer("deviation", torch.ones(CHANNELS, 1, 1))
        self.register_buffer("gain", torch.ones(len(UNITS)))
        self.register_buffer("offset", torch.zeros(len(UNITS)))
        self.reduce = nn.Conv2d(CHANNELS, _REDUCED, 1)
        first, second = _HIDDEN
        self.body = nn.Sequential(
            nn.Dropout(_DROPOUT[0]),
            nn.Linear(_REDUCED * CELLS * CELLS, first),
            nn.BatchNorm1d(first),
            nn.ReLU(),
            nn.Dropout(_DROPOUT[1]),
            nn.Linear(first, second),
            nn.ReLU(),
            nn.Dropout(_DROPOUT[2]),
        )
        self.units = nn.Linear(second, len(UNITS))
        self.turn = nn.Linear(second, 4)
        with torch.no_grad():
            self.turn.bias.copy_(torch.tensor([1.0, 0.0, 0.0, 0.0]))

    def raw(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Standardised units and the unit quaternion."""
        x = self.reduce((features - self.mean) / self.deviation)
        x = self.body(x.flatten(1))
        return self.units(x), functional.normalize(self.turn(x), dim=1, eps=1e-6)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        units, rotation = self.raw(features)
        return units * self.gain + self.offset, rotation


class Committee(nn.Module):
    """Heads that learned from different random numbers: their mean follows faces better and trembles less than one.

    Same input and output as a head. ``gain`` and ``offset`` (29,) fit the mean to the sliders (``calibrate``).
    """

    def __init__(self, heads: Iterable[Head]) -> None:
        super().__init__()
        self.heads = nn.ModuleList(heads)
        self.register_buffer("gain", torch.ones(len(UNITS)))
        self.register_buffer("offset", torch.zeros(len(UNITS)))

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        units, rotations = zip(*(head(features) for head in self.heads), strict=True)
        rotation = functional.normalize(torch.stack(rotations).mean(0), dim=1, eps=1e-6)
        return torch.stack(units).mean(0) * self.gain + self.offset, rotation


class ExpNet(nn.Module):
    """(n, 192, 192, 3) u8 RGB crops -> units (n, 29) and rotation (n, 4): what is exported."""

    def __init__(self, trunk: Trunk, head: nn.Module) -> None:
        super().__init__()
        self.trunk = trunk
        self.head = head

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        return self.head(self.trunk(crops.permute(0, 3, 1, 2).to(torch.float32) / 255.0))


def blank(count: int = 1) -> Tensor:
    """Black crops, for tracing the graph."""
    return torch.zeros(count, SIZE, SIZE, 3, dtype=torch.uint8)
