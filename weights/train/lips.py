# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The pretrained trunk for the mouth: one branch of MediaPipe's attention mesh network, on a fixed window of the crop.

That network (Grishchenko et al., Attention Mesh, CVPR 2020 workshop) looks at the lips through a window of its map of
the whole face, placed by the points it found. Here the window lies where the crop rule puts the mouth: nothing is
searched for, and nothing of the branch's points is left. Source:
``mediapipe/modules/face_landmark/face_landmark_with_attention.tflite`` of the PyPI package mediapipe 0.10.21, Copyright
The MediaPipe Authors, Apache-2.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from torch import Tensor, nn

from .tflite_file import fill, layers
from .trunk import Block, same

WINDOW: Final = 16
"""Side of the window in the stem's map, which is a quarter as fine as the crop: 64 pixels. The network was made for 1.5
times a mouth, which is 60 pixels wide in crops of real faces (302 frames of 9 clips, by an unrelated detector)."""
LEFT: Final = 16
TOP: Final = 24
"""The window's corner in the stem's map. Its centre is (96, 128) in pixels; mouths have theirs at (96, 126), with 5th
and 95th percentiles of 82 and 103, 120 and 134, and are 40 wide and 6 to 33 high (same frames)."""
_FINER: Final = 4
_MARGIN: Final = 2
"""Cells of the stem's map around the window that are made for its sake: what lies further off does not reach it."""
CHANNELS: Final = 128
CELLS: Final = 4
"""The output is CHANNELS x CELLS x CELLS."""

_STEM: Final = ((16, 1), (16, 1), (32, 2))
_BRANCH: Final = ((32, 1), (32, 1), (64, 2), (64, 1), (64, 1), (128, 2), (128, 1), (128, 1))
"""Width and stride of each residual block."""
_BETWEEN: Final = 51
"""Layers that the file has between the two: those that find the face's points."""
_TOGETHER: Final = (3,) * 18 + (5,) * 6
"""How many branches (lips and eyes; then lids and irises of their own) each of the branch's layers has turns with."""


def _blocks(width: int, stages: tuple[tuple[int, int], ...]) -> Iterator[nn.Module]:
    for width_out, stride in stages:
        yield Block(width, width_out, stride)
        width = width_out


class LipTrunk(nn.Module):
    """(n, 3, 192, 192) f32 RGB crops in 0..1 -> (n, 128, 4, 4)."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(same(3, 16, 3, 2), nn.PReLU(16), *_blocks(16, _STEM))
        self.lips = nn.Sequential(*_blocks(32, _BRANCH))

    def forward(self, crops: Tensor) -> Tensor:
        seen = self.stem(surroundings(crops))
        return self.lips(seen[:, :, _MARGIN : _MARGIN + WINDOW, _MARGIN : _MARGIN + WINDOW])


def surroundings(crops: Tensor) -> Tensor:
    """(n, 3, 192, 192) -> (n, 3, 80, 80): all that the branch sees."""
    top, left = ((corner - _MARGIN) * _FINER for corner in (TOP, LEFT))
    side = (WINDOW + 2 * _MARGIN) * _FINER
    return crops[:, :, top : top + side, left : left + side]


def load_lip_trunk(path: Path) -> LipTrunk:
    """Read the weights out of ``face_landmark_with_attention.tflite``. Raises ``TrunkError`` when the file holds
    another network."""
    trunk = LipTrunk()
    branch = layers(trunk.lips)
    # In the file the layers of the branches take turns, the lips' first.
    turns = [layer for each, count in zip(branch, _TOGETHER, strict=True) for layer in (each, *(None,) * (count - 1))]
    fill([*layers(trunk.stem), *(None,) * _BETWEEN, *turns], path, "the attention mesh network")
    return trunk.eval().requires_grad_(False)
