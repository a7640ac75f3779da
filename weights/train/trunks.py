# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The three trunks side by side: the whole face, the eyes and the mouth."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor, nn

from .eyes import load_eye_trunk
from .lips import load_lip_trunk
from .source import trunk_files
from .trunk import load_trunk


class Seen(NamedTuple):
    """Maps of n crops: ``face`` (n, 128, 6, 6), ``eyes`` (n, 2, 256, 4, 4), ``lips`` (n, 128, 4, 4)."""

    face: Tensor
    eyes: Tensor
    lips: Tensor


class Trunks(nn.Module):
    """(n, 3, 192, 192) f32 RGB in 0..1 -> ``Seen``."""

    def __init__(self, face: nn.Module, eyes: nn.Module, lips: nn.Module) -> None:
        super().__init__()
        self.face, self.eyes, self.lips = face, eyes, lips

    def forward(self, pictures: Tensor) -> Seen:
        return Seen(self.face(pictures), self.eyes(pictures), self.lips(pictures))


def pretrained() -> Trunks:
    """Those taken from published networks, frozen. Downloads their files at need; errors: ``source.trunk_files``."""
    face, eyes, lips = trunk_files()
    return Trunks(load_trunk(face), load_eye_trunk(eyes), load_lip_trunk(lips)).eval()
