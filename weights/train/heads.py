# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The trained part of the network: from the trunks' maps to units, pose, gaze and confidence. No landmark in between.

Whatever is read off together learns from each other's labels, for better and worse; so there is a reader for each kind.
Lids, squint and gaze are read off the eyes' maps alone: fed with both, every unit learns details of the renders that
real faces do not have (r on real clips: brows 0.76 to 0.72, other mouth 0.65 to 0.60). Each lid is read off its own eye
by the same weights: a reader of both eyes at once takes winks for open eyes, because most faces shut both (on renders a
wink moved it by 0.12 of what is due, now by half). What mouth, jaw, nose and cheeks do is read off the face's maps and
the mouth's, as the second estimator sees it and as it truly is: two readers whose answers are averaged are better than
one that learns the average (``labels``). What the estimator cannot see has a reader to itself: beside all else r of
jawSide was 0.1 and of cheekPuff 0.2 on renders, by themselves 0.3 and 0.4. Brows and pose are read off the face's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from bridge.basis import DEFAULT

from . import eyes, labels, lips, trunk
from .trunks import Seen, Trunks


def _units(*starts: str) -> tuple[int, ...]:
    return tuple(k for k, name in enumerate(DEFAULT.names) if name.startswith(starts))


BROWS: Final = _units("brow")
LIDS: Final = _units("eyelid")
SQUINT: Final = _units("eyeSquint")
"""Of lids and squint the left one is first."""
EYES: Final = LIDS + SQUINT
_MOUTH: Final = _units("jaw", "mouth", "nose", "cheek")
SAID: Final = tuple(k for k in _MOUTH if DEFAULT.names[k] not in labels.TRUE)
SHOWN: Final = tuple(k for k in _MOUTH if DEFAULT.names[k] in (*labels.BOTH, "jawOpen"))
HIDDEN: Final = tuple(k for k in _MOUTH if k not in SAID + SHOWN)
"""Of mouth, jaw, nose and cheeks: what the estimator teaches, what the truth does, and what only the truth knows of."""
_TAUGHT: Final = BROWS + EYES + SAID, SHOWN + HIDDEN
"""By the estimator, and by the truth: the columns of what a head is taught."""


def columns(opinion: NDArray[np.float32], truth: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, k) what a head is taught of n faces, from ``labels.opinions`` and the true units (n, 29)."""
    said, shown = _TAUGHT
    return np.concatenate([opinion[:, said], truth[:, shown]], 1)


def by_reader(values: Tensor) -> tuple[Tensor, ...]:
    """(k,) one value per column -> those of each reader of units: brows, eyes, and the three of the mouth."""
    return values.split([len(part) for part in (BROWS, EYES, SAID, SHOWN, HIDDEN)])


class Answer(NamedTuple):
    """``units`` (n, 29), those of ``Head.raw`` (n, k) ``columns``; ``rotation`` (n, 4) unit quaternion w x y z of the
    head relative to the crop; ``place`` (n, 3) of the head (``place.located``); ``gaze`` (n, 2) radians to the
    subject's left and up, relative to the head; ``sight`` (n,) how sure it is that it sees a face: a logit in a head,
    0..1 in what is exported."""

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


_FACE_SIZE: Final = Size(trunk.CHANNELS, trunk.CELLS, 24, (256, 128))
_EYE_SIZE: Final = Size(eyes.CHANNELS, eyes.CELLS, 24, (128, 64))
_LIP_SIZE: Final = Size(lips.CHANNELS, lips.CELLS, 24, (192, 128))
_SIGHT_HIDDEN: Final = (64, 32)
_SIGHT_SIZES: Final = (
    Size(trunk.CHANNELS, trunk.CELLS, 8, _SIGHT_HIDDEN),
    Size(eyes.CHANNELS, eyes.CELLS, 8, _SIGHT_HIDDEN),
    Size(lips.CHANNELS, lips.CELLS, 8, _SIGHT_HIDDEN),
)
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


class MouthReader(nn.Module):
    """Maps of face and mouth -> (n, width)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.face, self.lips = Reader(_FACE_SIZE), Reader(_LIP_SIZE)
        self.out = nn.Linear(_FACE_SIZE.hidden[1] + _LIP_SIZE.hidden[1], width)

    def forward(self, face: Tensor, lips: Tensor) -> Tensor:
        return self.out(torch.cat([self.face(face), self.lips(lips)], 1))


class Sight(nn.Module):
    """The parts of ``Seen`` -> (n,) the logit of whether there is a face: a look at the whole, at eyes and mouth."""

    def __init__(self) -> None:
        super().__init__()
        self.face, self.eyes, self.lips = (Reader(size) for size in _SIGHT_SIZES)
        self.out = nn.Linear(4 * _SIGHT_HIDDEN[1], 1)

    def forward(self, face: Tensor, eyes: Tensor, lips: Tensor) -> Tensor:
        both = self.eyes(eyes.transpose(0, 1).flatten(0, 1)).chunk(2)
        return self.out(torch.cat([self.face(face), *both, self.lips(lips)], 1)).squeeze(1)


def _blend() -> Tensor:
    """(k, 29) that makes the units from the columns: the mean where a unit has two."""
    units = sum(_TAUGHT, ())
    teachers = torch.zeros(len(units), len(DEFAULT))
    teachers[torch.arange(len(units)), torch.tensor(units)] = 1
    return teachers / teachers.sum(0)


class Head(nn.Module):
    """The parts of ``Seen`` -> ``Answer``.

    The columns come out as ``raw * gain + offset``: the loss sees standardised ``raw``, the caller slider units.
    """

    def __init__(self) -> None:
        super().__init__()
        for name, width in (("unit", sum(map(len, _TAUGHT))), ("place", 3), ("gaze", 2)):
            self.register_buffer(f"{name}_gain", torch.ones(width))
            self.register_buffer(f"{name}_offset", torch.zeros(width))
        self.register_buffer("blend", _blend())
        self.face, self.eyes, self.sight = Reader(_FACE_SIZE), Reader(_EYE_SIZE), Sight()
        self.said, self.shown, self.hidden = (MouthReader(len(units)) for units in (SAID, SHOWN, HIDDEN))
        face, eye = _FACE_SIZE.hidden[1], _EYE_SIZE.hidden[1]
        self.brows, self.turn, self.where = nn.Linear(face, len(BROWS)), nn.Linear(face, 4), nn.Linear(face, 3)
        self.lid, self.squint, self.look = nn.Linear(eye, 1), nn.Linear(2 * eye, 1), nn.Linear(2 * eye, 2)
        with torch.no_grad():
            self.turn.bias.copy_(torch.tensor([1.0, 0.0, 0.0, 0.0]))

    def raw(self, face: Tensor, eyes: Tensor, lips: Tensor, count: int | None = None) -> Answer:
        """Columns, place and gaze standardised, of the first ``count`` crops if given; ``sight`` a logit, of all.

        Crops with and without a face go through ``sight`` together: apart, its batch norm would take away what tells
        them from each other.
        """
        sight = self.sight(face, eyes, lips)
        if count is not None:
            face, eyes, lips = face[:count], eyes[:count], lips[:count]
        x = self.face(face)
        right, left = self.eyes(eyes.transpose(0, 1).flatten(0, 1)).chunk(2)  # the subject's; the crop's are mirrored
        pairs = torch.cat([left, right], 1), torch.cat([right, left], 1)
        parts = (
            self.brows(x), self.lid(left), self.lid(right), *(self.squint(pair) for pair in pairs),
            self.said(face, lips), self.shown(face, lips), self.hidden(face, lips),
        )  # fmt: skip
        rotation = functional.normalize(self.turn(x), dim=1, eps=1e-6)
        return Answer(torch.cat(parts, 1), rotation, self.where(x), self.look(pairs[0]), sight)

    def forward(self, face: Tensor, eyes: Tensor, lips: Tensor) -> Answer:
        raw = self.raw(face, eyes, lips)
        return raw._replace(
            units=(raw.units * self.unit_gain + self.unit_offset) @ self.blend,
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


SIGHT_STEPS: Final = 12
"""Straight pieces of the curve from a logit to a confidence."""


def risen(logits: Tensor, knots: Tensor) -> Tensor:
    """(n,), (k + 1,) rising -> (n, k) how much of each step between two knots lies below a logit, 0..1."""
    return ((logits[:, None] - knots[:-1]) / (knots[1:] - knots[:-1])).clamp(0, 1)


class Committee(nn.Module):
    """Heads that learned from different random numbers: their mean follows faces better and trembles less than one.

    Same input and output as a head, but ``sight`` is a confidence 0..1. ``gain`` and ``offset`` (29,) fit the mean to
    the sliders; the confidence rises by ``sight_steps`` (k,), which sum to 1, between the logits ``sight_knots``
    (k + 1,), so that it means what it says (``calibrate``).
    """

    def __init__(self, heads: Iterable[Head]) -> None:
        super().__init__()
        self.heads = nn.ModuleList(heads)
        self.register_buffer("gain", torch.ones(len(DEFAULT)))
        self.register_buffer("offset", torch.zeros(len(DEFAULT)))
        self.register_buffer("shared", _shared())
        self.register_buffer("sight_knots", torch.linspace(-4, 4, SIGHT_STEPS + 1))
        self.register_buffer("sight_steps", torch.full((SIGHT_STEPS,), 1 / SIGHT_STEPS))

    def forward(self, face: Tensor, eyes: Tensor, lips: Tensor) -> Answer:
        answers = [head(face, eyes, lips) for head in self.heads]
        mean = Answer(*(torch.stack(parts).mean(0) for parts in zip(*answers, strict=True)))
        return mean._replace(
            units=(mean.units * self.gain + self.offset) @ self.shared,
            rotation=functional.normalize(mean.rotation, dim=1, eps=1e-6),
            sight=(risen(mean.sight, self.sight_knots) @ self.sight_steps).clamp(0, 1),  # they sum to 1 about
        )

    def logits(self, face: Tensor, eyes: Tensor, lips: Tensor) -> Tensor:
        """(n,) of the confidence, before it is scaled."""
        return torch.stack([head.sight(face, eyes, lips) for head in self.heads]).mean(0)


def scaled(crops: Tensor) -> Tensor:
    """(n, 192, 192, 3) u8 -> (n, 3, 192, 192) 0..1."""
    return crops.permute(0, 3, 1, 2).to(torch.float32) / 255.0


class ExpNet(nn.Module):
    """(n, 192, 192, 3) u8 RGB crops -> ``Answer``."""

    def __init__(self, trunks: Trunks, head: nn.Module) -> None:
        super().__init__()
        self.trunks, self.head = trunks, head

    def forward(self, crops: Tensor) -> Answer:
        seen: Seen = self.trunks(scaled(crops))
        return self.head(*seen)


def blank(count: int = 1) -> Tensor:
    """Black crops, for tracing the graph."""
    return torch.zeros(count, trunk.SIZE, trunk.SIZE, 3, dtype=torch.uint8)
