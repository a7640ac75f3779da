# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""No picture twice: what is changed about a crop whenever it is looked at. A network that starts from random numbers
looks at each dozens of times, and would come to know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from weights.colour import LUMINANCE

_CELLS: Final = 4
"""Of the uneven light."""
_GRAINS: Final = 16
"""Fields of noise in a step, of which each picture takes one: normal numbers are slow to draw."""
_COARSE: Final = 0.25
"""Share of a batch that is seen coarsely, ..."""
_SIDES: Final = (36, 128)
"""... with so many pixels to a side."""


@dataclass(frozen=True)
class Variety:
    """Deviations: of the logarithms of size, exponent, light and its unevenness, and colour; of the shift, in sides of
    the crop, and of the noise, 0..1. ``hidden``: share of the crops that have a rectangle painted over."""

    size: float = 0.05
    shift: float = 0.025
    exponent: float = 0.2
    light: float = 0.1
    uneven: float = 0.2
    colour: float = 0.3
    noise: float = 0.015
    hidden: float = 0.25


DEFAULT: Final = Variety()


def moves(rng: np.random.Generator, count: int, variety: Variety = DEFAULT) -> NDArray[np.float32]:
    """(n, 3) how far each picture moves right and up, in its sides, once it is so many times as large."""
    shift = rng.normal(0, variety.shift, (count, 2))
    return np.column_stack([shift, np.exp(rng.normal(0, variety.size, count))]).astype(np.float32)


def relocated(place: NDArray[np.float32], moved: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 3) ``place.located`` once the pictures have moved."""
    grown = place * moved[:, 2:]
    grown[:, :2] += moved[:, :2]
    return grown


def varied(
    rng: np.random.Generator, pictures: Tensor, moved: NDArray[np.float32], variety: Variety = DEFAULT
) -> Tensor:
    """(n, 3, S, S) 0..1: moved as ``moves`` says, and lit, coloured, grained, coarse and hidden by chance."""
    count = len(pictures)
    # In place from here on: copies of the batch would take a third of the time.
    seen = _coarse(rng, _moved(pictures, moved))

    def drawn(values: NDArray[np.floating], *shape: int) -> Tensor:
        return torch.from_numpy(np.asarray(values, np.float32)).reshape(count, *shape).to(pictures.device)

    seen = seen.clamp_min_(1e-3).pow_(drawn(np.exp(rng.normal(0, variety.exponent, count)), 1, 1, 1))
    grey = (seen * torch.from_numpy(LUMINANCE).to(seen)[:, None, None]).sum(1, keepdim=True)
    colour = np.where(rng.random(count) < 0.1, 0, np.exp(rng.normal(0, variety.colour, count)))
    seen = seen.sub_(grey).mul_(drawn(colour, 1, 1, 1)).add_(grey)
    field = drawn(rng.normal(0, variety.uneven, (count, _CELLS, _CELLS)), 1, _CELLS, _CELLS)
    field = functional.interpolate(field, size=seen.shape[2:], mode="bicubic", align_corners=False)
    seen = seen.mul_(field.exp()).mul_(drawn(rng.normal(0, variety.light, (count, 3)), 3, 1, 1).exp())
    grains = torch.randn((_GRAINS, *seen.shape[1:]), device=seen.device)
    mine = torch.from_numpy(rng.integers(_GRAINS, size=count)).to(seen.device)
    seen = seen.addcmul_(grains[mine], drawn(rng.gamma(1, variety.noise, count), 1, 1, 1))
    return _hidden(rng, seen, variety.hidden).clamp_(0, 1)


def _moved(pictures: Tensor, moved: NDArray[np.float32]) -> Tensor:
    side = pictures.shape[2]
    middles = (2 * np.arange(side, dtype=np.float32) + 1) / side - 1
    right, up, zoom = moved.T[:, :, None]
    across, down = (
        torch.from_numpy(part).to(pictures.device) for part in ((middles - 2 * right) / zoom, (middles + 2 * up) / zoom)
    )
    grid = torch.stack(torch.broadcast_tensors(across[:, None, :], down[:, :, None]), 3)
    return functional.grid_sample(pictures, grid, padding_mode="border", align_corners=False)


def _coarse(rng: np.random.Generator, pictures: Tensor) -> Tensor:
    """Some of them, all to the same degree, through few pixels; in place."""
    side = int(np.exp(rng.uniform(*np.log(_SIDES))))
    chosen = rng.random(len(pictures)) < _COARSE
    if not chosen.any():
        return pictures
    some, size = torch.from_numpy(chosen).to(pictures.device), (side, side)
    few = functional.interpolate(pictures[some], size=size, mode="bilinear", align_corners=False, antialias=True)
    pictures[some] = functional.interpolate(few, size=pictures.shape[2:], mode="bicubic", align_corners=False)
    return pictures


def _hidden(rng: np.random.Generator, pictures: Tensor, share: float) -> Tensor:
    """A rectangle of one colour over some of them."""
    count, side = len(pictures), pictures.shape[2]
    low = rng.random((count, 2))
    high = low + rng.uniform(0.05, 0.3, (count, 2)) * (rng.random(count) < share)[:, None]
    across = (np.arange(side) + 0.5) / side
    inside = (across >= low[:, :, None]) & (across < high[:, :, None])
    mask = torch.from_numpy(inside[:, 1, :, None] & inside[:, 0, None, :]).to(pictures.device)[:, None]
    paint = torch.from_numpy(rng.random((count, 3), np.float32)).to(pictures.device)[:, :, None, None]
    return torch.where(mask, paint, pictures)
