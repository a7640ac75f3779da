# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Parts of a network written otherwise, before it is rounded and exported."""

from __future__ import annotations

from collections.abc import Callable

from torch import nn

from .half import Module


def swapped(module: Module, other: Callable[[nn.Module], nn.Module | None]) -> Module:
    """The same module, each part of it, at any depth, replaced by what ``other`` gives for it, if it gives anything."""
    for name, child in module.named_children():
        new = other(child)
        if new is None:
            swapped(child, other)
        else:
            setattr(module, name, new)
    return module
