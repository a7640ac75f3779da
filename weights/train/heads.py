# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The trained part of the network: from the trunks' maps to units, pose, gaze and confidence. No landmark in between.

Lids, squint and gaze are read off the eyes' maps alone and all else off the face's: fed with both, every unit learns
details of the renders that real faces do not have (r on real clips: brows 0.76 to 0.72, other mouth 0.65 to 0.60).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from bridge.basis import DEFAULT

from . import eyes, trunk

EYES: Final = tuple(k for k, name in enumerate(DEFAULT.names) if name.startswith("eye"))
"""Units that are read off the eyes."""
FACE: Final = tuple(k for k in range(len(DEFAULT)) if k not in EYES)
_ORDER: Final = tuple((*FACE, *EYES).index(k) for k in range(len(DEFAULT)))


class Answer(NamedTuple):
    """``units`` (n, 29); ``rotation`` (n, 4) unit quaternion w x y z of the head relative to the crop; ``place`` (n, 3)
    of the head (``place.located``); ``gaze`` (n, 2) radians to the subject's left and up, relative to the head;
    ``sight`` (n,) how sure it is that it sees a face: a logit in a head, 0..1 in what is exported."""

    units: Tensor
    rotation: Tensor
    place: Tensor
    gaze: Tensor
    sight: Tensor


@dataclass(frozen=True)
class Size:
    """Of a reader: ``views`` maps of ``channels`` x ``cells`` x ``cells``, ``reduced`` to so many channels, then hidden
    layers."""

    views: int
    channels: int
    cells: int
    reduced: int
    hidden: tuple[int, int]


_FACE_SIZE: Final = Size(1, trunk.CHANNELS, trunk.CELLS, 32, (384, 256))
_EYE_SIZE: Final = Size(eyes.VIEWS, eyes.CHANNELS, eyes.CELLS, 24, (128, 64))
_SIGHT_SIZE: Final = Size(1, trunk.CHANNELS, trunk.CELLS, 8, (64, 32))
_DROPOUT: Final = (0.1, 0.3, 0.2)


class Reader(nn.Module):
    """(n, views, channels, cells, cells) maps -> (n, hidden[1]). A 1 x 1 convolution holds the first layer's weights
    down."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.register_buffer("mean", torch.zeros(size.channels, 1, 1))
        self.register_buffer("deviation", torch.ones(size.channels, 1, 1))
        self.reduce = nn.Conv2d(size.channels, size.reduced, 1)
        first, second = size.hidden
        self.body = nn.Sequential(
            nn.Dropout(_DROPOUT[0]),
            nn.Linear(size.views * size.reduced * size.cells**2, first),
            nn.BatchNorm1d(first),
            nn.ReLU(),
            nn.Dropout(_DROPOUT[1]),
            nn.Linear(first, second),
            nn.ReLU(),
            nn.Dropout(_DROPOUT[2]),
        )

    def forward(self, maps: Tensor) -> Tensor:
        x = self.reduce((maps.flatten(0, 1) - self.mean) / self.deviation)
        return self.body(x.reshape(maps.shape[0], self.body[1].in_features))


class Head(nn.Module):
    """(n, 128, 6, 6) and (n, 2, 256, 4, 4) maps -> ``Answer``.

    The units come out as ``raw * gain + offset``: the loss sees standardised ``raw``, the caller slider units.
    """

    def __init__(self) -> None:
        super().__init__()
        for name, width in (("unit", len(DEFAULT)), ("place", 3), ("gaze", 2)):
            self.register_buffer(f"{name}_gain", torch.ones(width))
            self.register_buffer(f"{name}_offset", torch.zeros(width))
        self.face, self.eyes, self.sight = Reader(_FACE_SIZE), Reader(_EYE_SIZE), Reader(_SIGHT_SIZE)
        seen = _FACE_SIZE.hidden[1]
        self.face_units, self.turn, self.where = nn.Linear(seen, len(FACE)), nn.Linear(seen, 4), nn.Linear(seen, 3)
        self.eye_units, self.look = (nn.Linear(_EYE_SIZE.hidden[1], width) for width in (len(EYES), 2))
        self.sure = nn.Linear(_SIGHT_SIZE.hidden[1], 1)
        with torch.no_grad():
            self.turn.bias.copy_(torch.tensor([1.0, 0.0, 0.0, 0.0]))

    def raw(self, face: Tensor, eyes: Tensor) -> Answer:
        """Units, place and gaze standardised."""
        maps = face.unsqueeze(1)
        x, y = self.face(maps), self.eyes(eyes)
        units = torch.cat([self.face_units(x), self.eye_units(y)], 1)[:, _ORDER]
        rotation = functional.normalize(self.turn(x), dim=1, eps=1e-6)
        return Answer(units, rotation, self.where(x), self.look(y), self.sure(self.sight(maps)).squeeze(1))

    def forward(self, face: Tensor, eyes: Tensor) -> Answer:
        raw = self.raw(face, eyes)
        return raw._replace(
            units=raw.units * self.unit_gain + self.unit_offset,
            place=raw.place * self.place_gain + self.place_offset,
            gaze=raw.gaze * self.gaze_gain + self.gaze_offset,
        )


class Committee(nn.Module):
    """Heads that learned from different random numbers: their mean follows faces better and trembles less than one.

    Same input and output as a head, but ``sight`` is a confidence 0..1. ``gain`` and ``offset`` (29,) fit the mean to
    the sliders, ``sight_gain`` and ``sight_offset`` the confidence to what it means (``calibrate``).
    """

    def __init__(self, heads: Iterable[Head]) -> None:
        super().__init__()
        self.heads = nn.ModuleList(heads)
        self.register_buffer("gain", torch.ones(len(DEFAULT)))
        self.register_buffer("offset", torch.zeros(len(DEFAULT)))
        self.register_buffer("sight_gain", torch.ones(()))
        self.register_buffer("sight_offset", torch.zeros(()))

    def forward(self, face: Tensor, eyes: Tensor) -> Answer:
        answers = [head(face, eyes) for head in self.heads]
        mean = Answer(*(torch.stack(parts).mean(0) for parts in zip(*answers, strict=True)))
        return mean._replace(
            units=mean.units * self.gain + self.offset,
            rotation=functional.normalize(mean.rotation, dim=1, eps=1e-6),
            sight=torch.sigmoid(mean.sight * self.sight_gain + self.sight_offset),
        )


class ExpNet(nn.Module):
    """(n, 192, 192, 3) u8 RGB crops -> ``Answer``: what is exported."""

    def __init__(self, trunk: nn.Module, eye_trunk: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.trunk, self.eye_trunk, self.head = trunk, eye_trunk, head

    def forward(self, crops: Tensor) -> Answer:
        pictures = crops.permute(0, 3, 1, 2).to(torch.float32) / 255.0
        return self.head(self.trunk(pictures), self.eye_trunk(pictures))


def blank(count: int = 1) -> Tensor:
    """Black crops, for tracing the graph."""
    return torch.zeros(count, trunk.SIZE, trunk.SIZE, 3, dtype=torch.uint8)
