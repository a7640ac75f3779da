# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The pretrained trunk for the eyes: the convolutions of MediaPipe's iris network, on two windows of the crop.

The face's trunk sees an eye of 19 pixels among all else; this one was made for eyes of real people alone. Source:
``mediapipe/modules/iris_landmark/iris_landmark.tflite`` of the PyPI package mediapipe 0.10.21, Copyright The MediaPipe
Authors, Apache-2.0. Both of its branches, for the lids and for the iris, are cut off at their 4 x 4 maps, before they
become points. The windows lie where the crop rule puts the eyes: nothing is searched for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from .tflite_file import fill, layers
from .trunk import SIZE, same

WINDOW: Final = 44
"""Side of an eye's window in the crop. The network was made for 2.3 times an eye's width, which is 19 pixels in crops
of real faces (5th to 95th percentile 16 to 21; 250 frames of 8 clips, corners by an unrelated detector)."""
LEFT: Final = 50
TOP: Final = 53
"""Corner of the window of the eye on the crop's left: its centre (72, 75) is the median over the same frames, with 5th
and 95th percentiles of 63 and 79, 67 and 83. The other window mirrors it."""
_INPUT: Final = 64
_WIDTH: Final = 128
CHANNELS: Final = 2 * _WIDTH
CELLS: Final = 4
VIEWS: Final = 2
"""The output is VIEWS x CHANNELS x CELLS x CELLS."""


class Block(nn.Module):
    """Pointwise (strided: 2 x 2) to few channels, depthwise 3 x 3, pointwise back, added to the input, PReLU."""

    def __init__(self, width_in: int, narrow: int, width_out: int, stride: int = 1) -> None:
        super().__init__()
        self.reduce = nn.Conv2d(width_in, narrow, stride, stride)
        self.activation = nn.PReLU(narrow)
        self.depthwise = same(narrow, narrow, 3, 1, groups=narrow)
        self.expand = nn.Conv2d(narrow, width_out, 1)
        self.last = nn.PReLU(width_out)
        self.stride = stride
        self.extra = width_out - width_in

    def forward(self, x: Tensor) -> Tensor:
        found = self.expand(self.depthwise(self.activation(self.reduce(x))))
        skip = functional.max_pool2d(x, 2) if self.stride == 2 else x
        if self.extra:
            skip = functional.pad(skip, (0, 0, 0, 0, 0, self.extra))
        return self.last(skip + found)


def _branch() -> nn.Sequential:
    return nn.Sequential(*(Block(_WIDTH, 64, _WIDTH, stride) for stride in (1, 1, 2, 1, 1)))


class EyeTrunk(nn.Module):
    """(n, 3, 192, 192) f32 RGB crops in 0..1 -> (n, 2, 256, 4, 4): the maps of the eye on the crop's left and of
    the one on its right, seen in a mirror; 128 channels for the lids, then 128 for the iris."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            same(3, 64, 3, 2),
            nn.PReLU(64),
            *(Block(64, 32, 64) for _ in range(4)),
            Block(64, 64, _WIDTH, 2),
            *(Block(_WIDTH, 64, _WIDTH) for _ in range(4)),
            Block(_WIDTH, 64, _WIDTH, 2),
        )
        self.lids = _branch()
        self.iris = _branch()

    def forward(self, crops: Tensor) -> Tensor:
        x = self.stem(windows(crops))
        maps = torch.cat([self.lids(x), self.iris(x)], 1)
        return torch.stack(maps.chunk(2), 1)


def windows(crops: Tensor) -> Tensor:
    """(n, 3, 192, 192) -> (2 n, 3, 64, 64): first all eyes on the crop's left, then all on its right, mirrored."""
    rows = crops[:, :, TOP : TOP + WINDOW]
    left, right = rows[..., LEFT : LEFT + WINDOW], rows[..., SIZE - LEFT - WINDOW : SIZE - LEFT]
    both = torch.cat([left, right.flip(3)])
    return functional.interpolate(both, size=(_INPUT, _INPUT), mode="bilinear", align_corners=False)


def load_eye_trunk(path: Path) -> EyeTrunk:
    """Read the weights out of ``iris_landmark.tflite``. Raises ``TrunkError`` when the file holds another network."""
    trunk = EyeTrunk()
    # In the file the layers of the two branches take turns.
    branches = [layer for pair in zip(layers(trunk.lids), layers(trunk.iris), strict=True) for layer in pair]
    fill([*layers(trunk.stem), *branches], path, "the iris landmark network")
    return trunk.eval().requires_grad_(False)
