# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Trunks that start from random numbers, for the recipe without pretrained ones: residual blocks (He et al., CVPR 2016)
small enough for a CPU, with the outputs that ``heads`` reads."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

from . import eyes, lips, trunk
from .half import Module
from .swap import swapped
from .trunks import Trunks

_MOUTH: Final = (64, 64)
"""Pixels at which the mouth's surroundings are seen: 16 times the cells of the output."""


def _convolution(width_in: int, width_out: int, kernel: int, stride: int) -> nn.Sequential:
    layer = nn.Conv2d(width_in, width_out, kernel, stride, padding=kernel // 2, bias=False)
    return nn.Sequential(layer, nn.BatchNorm2d(width_out))


class Residual(nn.Module):
    """Two 3 x 3 convolutions with batch norm, added to the input (to a 1 x 1 convolution of it where the shape
    changes)."""

    def __init__(self, width_in: int, width_out: int, stride: int = 1) -> None:
        super().__init__()
        self.first = _convolution(width_in, width_out, 3, stride)
        self.second = _convolution(width_out, width_out, 3, 1)
        changed = stride != 1 or width_in != width_out
        self.skip = _convolution(width_in, width_out, 1, stride) if changed else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        found = self.second(functional.relu(self.first(x)))
        return functional.relu(self.skip(x) + found)


def _centred(crops: Tensor) -> Tensor:
    """0..1 to about -2..2."""
    return (crops - 0.5) * 4


class OwnTrunk(nn.Module):
    """(n, 3, 192, 192) f32 RGB in 0..1, seen at 96 x 96 -> (n, 128, 6, 6)."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _convolution(3, 16, 3, 2)
        self.blocks = nn.Sequential(
            Residual(16, 32, 2), Residual(32, 64, 2), Residual(64, 64), Residual(64, trunk.CHANNELS, 2),
            Residual(trunk.CHANNELS, trunk.CHANNELS),
        )  # fmt: skip

    def forward(self, crops: Tensor) -> Tensor:
        small = functional.avg_pool2d(crops, 2)
        return self.blocks(functional.relu(self.stem(_centred(small))))


class OwnEyeTrunk(nn.Module):
    """(n, 3, 192, 192) f32 RGB crops in 0..1 -> (n, 2, 256, 4, 4): the eye on the crop's left and, seen in a mirror,
    that on its right (``eyes.windows``)."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _convolution(3, 16, 3, 2)
        self.blocks = nn.Sequential(Residual(16, 32, 2), Residual(32, 64, 2), Residual(64, 128, 2))
        self.widen = _convolution(128, eyes.CHANNELS, 1, 1)

    def forward(self, crops: Tensor) -> Tensor:
        x = functional.relu(self.stem(_centred(eyes.windows(crops))))
        maps = functional.relu(self.widen(self.blocks(x)))
        return torch.stack(maps.chunk(2), 1)


class OwnLipTrunk(nn.Module):
    """(n, 3, 192, 192) f32 RGB crops in 0..1 -> (n, 128, 4, 4): what surrounds the mouth (``lips.surroundings``)."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _convolution(3, 16, 3, 2)
        self.blocks = nn.Sequential(Residual(16, 32, 2), Residual(32, 64, 2), Residual(64, lips.CHANNELS, 2))

    def forward(self, crops: Tensor) -> Tensor:
        small = functional.interpolate(lips.surroundings(crops), size=_MOUTH, mode="bilinear", align_corners=False)
        return self.blocks(functional.relu(self.stem(_centred(small))))


def fused(module: Module) -> Module:
    """The same module, each batch norm drawn into the convolution before it: what can be rounded and exported as it
    is."""

    def one(part: nn.Module) -> nn.Module | None:
        normed = isinstance(part, nn.Sequential) and [type(layer) for layer in part] == [nn.Conv2d, nn.BatchNorm2d]
        return fuse_conv_bn_eval(part[0], part[1]) if normed else None

    return swapped(module, one)


def own_trunks() -> Trunks:
    """All three, untrained."""
    return Trunks(OwnTrunk(), OwnEyeTrunk(), OwnLipTrunk())
