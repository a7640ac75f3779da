# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The activation of the pretrained trunks in the file, from operators that ONNX Runtime is fast at on a CPU.

It has no PReLU for the blocked layout of its convolutions: half of the time went there, and into changing the layout
before and after each. With the same from two depthwise convolutions of one pixel, into which it draws a ReLU and a sum,
trunks and heads take 7 ms of a core instead of 14.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .half import Module
from .swap import swapped


class Slopes(nn.Module):
    """``nn.PReLU`` with a slope s for each channel: x where it is positive, s x = x + (1 - s) relu(-x) where it is
    not."""

    def __init__(self, activation: nn.PReLU) -> None:
        super().__init__()
        slopes = activation.weight.detach()
        width = len(slopes)
        self.turned, self.folded = (nn.Conv2d(width, width, 1, groups=width, bias=False) for _ in range(2))
        with torch.no_grad():
            self.turned.weight.fill_(-1)
            self.folded.weight.copy_((1 - slopes)[:, None, None, None])

    def forward(self, x: Tensor) -> Tensor:
        return x + self.folded(torch.relu(self.turned(x)))


def unfolded(module: Module) -> Module:
    """The same module, each PReLU in it replaced."""
    return swapped(module, lambda part: Slopes(part) if isinstance(part, nn.PReLU) else None)
