# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The pretrained trunk: the convolutions of MediaPipe's face landmark network, up to its 6 x 6 x 128 map.

Source: ``mediapipe/modules/face_landmark/face_landmark.tflite`` of the PyPI package mediapipe 0.10.21, Copyright The
MediaPipe Authors, Apache-2.0. Its landmark head is left out: from here on the network goes to coefficients, not to
points.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from torch import Tensor, nn
from torch.nn import functional

from .tflite_file import fill, layers

SIZE: Final = 192
"""Side of the input in pixels; RGB, 0..1."""
CHANNELS: Final = 128
CELLS: Final = 6
"""The output is CHANNELS x CELLS x CELLS."""

_STAGES: Final = ((16, 1), (16, 1), (32, 2), (32, 1), (32, 1), (64, 2), (64, 1), (64, 1), (128, 2), (128, 1), (128, 1),
                  (128, 2), (128, 1), (128, 1))  # fmt: skip
"""Width and stride of each residual block."""


def same(width_in: int, width_out: int, kernel: int, stride: int, groups: int = 1) -> nn.Module:
    """A convolution padded as TensorFlow's SAME on an even side: at stride 2 only on the right and at the bottom."""
    if stride == 1:
        return nn.Conv2d(width_in, width_out, kernel, padding=kernel // 2, groups=groups)
    return nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(width_in, width_out, kernel, stride, groups=groups))


class Block(nn.Module):
    """Depthwise 3 x 3, pointwise 1 x 1, added to the input (pooled and zero-padded where the shape changes), PReLU."""

    def __init__(self, width_in: int, width_out: int, stride: int) -> None:
        super().__init__()
        self.depthwise = same(width_in, width_in, 3, stride, groups=width_in)
        self.pointwise = nn.Conv2d(width_in, width_out, 1)
        self.activation = nn.PReLU(width_out)
        self.stride = stride
        self.extra = width_out - width_in

    def forward(self, x: Tensor) -> Tensor:
        skip = functional.max_pool2d(x, 2) if self.stride == 2 else x
        if self.extra:
            skip = functional.pad(skip, (0, 0, 0, 0, 0, self.extra))
        return self.activation(skip + self.pointwise(self.depthwise(x)))


class Trunk(nn.Module):
    """(n, 3, 192, 192) f32 RGB in 0..1 -> (n, 128, 6, 6) f32."""

    def __init__(self) -> None:
        super().__init__()
        blocks: list[nn.Module] = [same(3, _STAGES[0][0], 3, 2), nn.PReLU(_STAGES[0][0])]
        width = _STAGES[0][0]
        for width_out, stride in _STAGES:
            blocks.append(Block(width, width_out, stride))
            width = width_out
        self.layers = nn.Sequential(*blocks)

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


def load_trunk(path: Path) -> Trunk:
    """Read the weights out of ``face_landmark.tflite``. Raises ``TrunkError`` when the file holds another network."""
    trunk = Trunk()
    fill(layers(trunk), path, "the face landmark network")
    return trunk.eval().requires_grad_(False)
