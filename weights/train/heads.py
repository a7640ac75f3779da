# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The trained part of the network: from the trunks' maps to units, pose, gaze and confidence. No landmark in between.

Lids, squint and gaze are read off the eyes' maps alone: fed with both, every unit learns details of the renders that
real faces do not have (r on real clips: brows 0.76 to 0.72, other mouth 0.65 to 0.60). What the mouth, jaw, nose and
cheeks do is read off the face's maps and the mouth's (r of the mouth with the face's alone 0.62, with both 0.68), all
else off the face's. Each lid is read off its own eye by the same weights: a reader of both eyes at once takes winks
for open eyes, because most faces shut both (on renders a wink moved it by 0.12 of what is due, now by half).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from bridge.basis import DEFAULT

from . import eyes, lips, trunk
from .trunks import Seen, Trunks


def _units(*starts: str) -> tuple[int, ...]:
    return tuple(k for k, name in enumerate(DEFAULT.names) if name.startswith(starts))


BROWS: Final = _units("brow")
LIDS: Final = _units("eyelid")
SQUINT: Final = _units("eyeSquint")
MOUTH: Final = _units("jaw", "mouth", "nose", "cheek")
"""Units by what they are read off; of lids and squint the left one is first."""
EYES: Final = LIDS + SQUINT
_ORDER: Final = tuple((*BROWS, *MOUTH, *EYES).index(k) for k in range(len(DEFAULT)))


class Answer(NamedTuple):
    """``units`` (n, 29); ``rotation`` (n, 4) unit quaternion w x y z of the head relative to the crop; ``place`` (n, 3)
    of the head (``place.located``); ``gaze`` (n, 2) radians to the subject's left and up, relative to the head;
    ``sight`` (n,) how sure it is that it sees a face: a logit in a head, 0..1 in what is exported."""

    units: Tensor
    rotation: Tensor
    place: Tensor
    gaze: Tensor
    sight: Tensor


OTHER: Final = 0.2
"""Share that each lid takes of what is read off the other eye: readers of one eye at a time err by 0.2 apart in blinks,
which people close together. r of the lids on real clips 0.846 without, 0.855 with it."""


@dataclass(frozen=True)
class Size:
    """Of a reader: maps of ``channels`` x ``cells`` x ``cells``, ``reduced`` to so many channels, hidden layers."""

    channels: int
    cells: int
    reduced: int
    hidden: tuple[int, int]


_FACE_SIZE: Final = Size(trunk.CHANNELS, trunk.CELLS, 32, (384, 256))
_EYE_SIZE: Final = Size(eyes.CHANNELS, eyes.CELLS, 24, (128, 64))
_LIP_SIZE: Final = Size(lips.CHANNELS, lips.CELLS, 24, (192, 128))
_SIGHT_SIZE: Final = Size(trunk.CHANNELS, trunk.CELLS, 8, (64, 32))
_DROPOUT: Final = (0.1, 0.3, 0.2)


class Reader(nn.Module):
    """(n, channels, cells, cells) maps -> (n, hidden[1]). A 1 x 1 convolution holds the first layer's weights
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
            nn.Linear(size.reduced * size.cells**2, first),
            nn.BatchNorm1d(first),
            nn.ReLU(),
            nn.Dropout(_DROPOUT[1]),
            nn.Linear(first, second),
            nn.ReLU(),
            nn.Dropout(_DROPOUT[2]),
        )

    def forward(self, maps: Tensor) -> Tensor:
        return self.body(self.reduce((maps - self.mean) / self.deviation).flatten(1))


class Head(nn.Module):
    """The parts of ``Seen`` -> ``Answer``.

    The units come out as ``raw * gain + offset``: the loss sees standardised ``raw``, the caller slider units.
    """

    def __init__(self) -> None:
        super().__init__()
        for name, width in (("unit", len(DEFAULT)), ("place", 3), ("gaze", 2)):
            self.register_buffer(f"{name}_gain", torch.ones(width))
            self.register_buffer(f"{name}_offset", torch.zeros(width))
        sizes = (_FACE_SIZE, _EYE_SIZE, _LIP_SIZE, _SIGHT_SIZE)
        self.face, self.eyes, self.lips, self.sight = (Reader(size) for size in sizes)
        face, eye, mouth, sight = (size.hidden[1] for size in sizes)
        self.brows, self.turn, self.where = nn.Linear(face, len(BROWS)), nn.Linear(face, 4), nn.Linear(face, 3)
        self.mouth = nn.Linear(face + mouth, len(MOUTH))
        self.lid, self.squint, self.look = nn.Linear(eye, 1), nn.Linear(2 * eye, 1), nn.Linear(2 * eye, 2)
        self.sure = nn.Linear(sight, 1)
        with torch.no_grad():
            self.turn.bias.copy_(torch.tensor([1.0, 0.0, 0.0, 0.0]))

    def raw(self, face: Tensor, eyes: Tensor, lips: Tensor) -> Answer:
        """Units, place and gaze standardised; ``sight`` as ``seen``."""
        x = self.face(face)
        right, left = self.eyes(eyes.transpose(0, 1).flatten(0, 1)).chunk(2)  # the subject's; the crop's are mirrored
        pairs = torch.cat([left, right], 1), torch.cat([right, left], 1)
        parts = (
            self.brows(x), self.mouth(torch.cat([x, self.lips(lips)], 1)),
            self.lid(left), self.lid(right), *(self.squint(pair) for pair in pairs),
        )  # fmt: skip
        rotation = functional.normalize(self.turn(x), dim=1, eps=1e-6)
        return Answer(torch.cat(parts, 1)[:, _ORDER], rotation, self.where(x), self.look(pairs[0]), self.seen(face))

    def seen(self, face: Tensor) -> Tensor:
        """(n,) the logit of whether there is a face."""
        return self.sure(self.sight(face)).squeeze(1)

    def forward(self, face: Tensor, eyes: Tensor, lips: Tensor) -> Answer:
        raw = self.raw(face, eyes, lips)
        return raw._replace(
            units=raw.units * self.unit_gain + self.unit_offset,
            place=raw.place * self.place_gain + self.place_offset,
            gaze=raw.gaze * self.gaze_gain + self.gaze_offset,
        )


def _shared() -> Tensor:
    """(29, 29) that gives each lid its share of the other."""
    mix = torch.eye(len(DEFAULT))
    left, right = LIDS
    mix[[left, right], [left, right]] = 1 - OTHER
    mix[[left, right], [right, left]] = OTHER
    return mix


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
        self.register_buffer("shared", _shared())
        self.register_buffer("sight_gain", torch.ones(()))
        self.register_buffer("sight_offset", torch.zeros(()))

    def forward(self, face: Tensor, eyes: Tensor, lips: Tensor) -> Answer:
        answers = [head(face, eyes, lips) for head in self.heads]
        mean = Answer(*(torch.stack(parts).mean(0) for parts in zip(*answers, strict=True)))
        return mean._replace(
            units=(mean.units * self.gain + self.offset) @ self.shared,
            rotation=functional.normalize(mean.rotation, dim=1, eps=1e-6),
            sight=torch.sigmoid(mean.sight * self.sight_gain + self.sight_offset),
        )


class ExpNet(nn.Module):
    """(n, 192, 192, 3) u8 RGB crops -> ``Answer``: what is exported."""

    def __init__(self, trunks: Trunks, head: nn.Module) -> None:
        super().__init__()
        self.trunks, self.head = trunks, head

    def forward(self, crops: Tensor) -> Answer:
        pictures = crops.permute(0, 3, 1, 2).to(torch.float32) / 255.0
        seen: Seen = self.trunks(pictures)
        return self.head(*seen)


def blank(count: int = 1) -> Tensor:
    """Black crops, for tracing the graph."""
    return torch.zeros(count, trunk.SIZE, trunk.SIZE, 3, dtype=torch.uint8)
