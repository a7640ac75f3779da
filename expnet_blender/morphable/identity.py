# SPDX-License-Identifier: GPL-3.0-or-later
"""The person of a take on an imported head: the identity components, set once and not animated.

A model converted with its identity net says for each frame whose face it sees. Nobody changes within a video, so the
take holds the average over its frames (``meta["identity"]``: 99 numbers of shape, then 99 of texture, in sigma)."""

from __future__ import annotations

from typing import Any, Final

import bpy
import numpy as np

from .. import takes, target
from ..animation.channels import LIMIT
from ..bridge.morphable.model import IDENTITY
from ..errors import Refusal

SHAPE: Final = 99
"""How many of the numbers are of the shape; the head's colours stay those of the mean face."""


def blocks(obj: bpy.types.Object) -> list[bpy.types.ShapeKey]:
    """The identity components of a head in their order, none for other meshes."""
    key = obj.data.shape_keys if obj.type == "MESH" else None
    return [] if key is None else [block for block in key.key_blocks if is_identity(block.name)]


def is_identity(name: str) -> bool:
    return name.startswith(IDENTITY) and name[len(IDENTITY) :].isdecimal()


def apply(obj: bpy.types.Object, item: bpy.types.PropertyGroup) -> tuple[int, int]:
    """Set the components to the take's person; how many were set, and of how many. Raises ``Refusal`` before anything
    is changed."""
    take = takes.load(item)
    numbers = _numbers(take.meta.get("identity"))
    target.find(obj, takes.basis(take))
    present = blocks(obj)
    if not present:
        raise Refusal(
            f'"{obj.name}" has no identity components: import its head again and set Identity Components to {SHAPE}.'
        )
    for block in present:
        number = int(block.name[len(IDENTITY) :])
        value = float(np.clip(numbers[number], -LIMIT, LIMIT)) if number < len(numbers) else 0.0
        block.slider_min, block.slider_max = min(block.slider_min, value), max(block.slider_max, value)
        block.value = value
    return min(len(present), len(numbers)), len(numbers)


def clear(obj: bpy.types.Object) -> None:
    """Back to the mean face."""
    for block in blocks(obj):
        block.value = 0.0


def _numbers(held: Any) -> np.ndarray:
    """The shape's numbers. Raises ``Refusal`` for a take without, or with others than can be."""
    if held is None:
        raise Refusal(
            "The take does not say whose face it is: solve the video with a model that was converted with its shape "
            "net."
        )
    try:
        numbers = np.asarray(held, float)[:SHAPE]
    except (TypeError, ValueError, OverflowError):
        numbers = np.full(1, np.nan)
    if numbers.ndim != 1 or not np.isfinite(numbers).all():
        raise Refusal("The take's identity is damaged: solve the video again.")
    return numbers
