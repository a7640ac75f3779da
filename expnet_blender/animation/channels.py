# SPDX-License-Identifier: GPL-3.0-or-later
"""The animated properties that a take drives, and the values that go there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import bpy
import numpy as np
from numpy.typing import NDArray

from ..target import Target

LIMIT: Final = 10.0
"""Blender clamps slider ranges, and with them shape keys, to +-10."""


class Address(NamedTuple):
    """An F-curve's place: in the action of the shape keys, of what is turned as the head, or as an eye."""

    owner: Literal["FACE", "HEAD", "EYE_LEFT", "EYE_RIGHT"]
    path: str
    index: int


@dataclass(frozen=True)
class Channel:
    """``values`` (K,) for the F-curve at ``address``."""

    address: Address
    values: NDArray[np.floating]


def rest(key: bpy.types.Key, address: Address) -> None:
    """Put a shape key that is no longer animated back to 0, unless it is gone."""
    for block in key.key_blocks:
        if block.path_from_id("value") == address.path:
            block.value = 0.0


def rest_all(obj: bpy.types.Object, addresses: Iterable[Address]) -> None:
    """Put the shape keys of a take that plays no longer back to 0."""
    paths = {address.path for address in addresses if address.owner == "FACE"}
    for block in obj.data.shape_keys.key_blocks:
        if block.path_from_id("value") in paths:
            block.value = 0.0


def face(target: Target, coefficients: NDArray[np.float32]) -> list[Channel]:
    """One channel for each shape key, its slider widened to hold the values: evaluation clamps to the slider's
    range."""
    channels = []
    for name, values in zip(target.names, target.values(coefficients).T, strict=True):
        block = target.key.key_blocks[name]
        values = np.clip(values, -LIMIT, LIMIT)
        if len(values):
            block.slider_min = min(block.slider_min, float(values.min()))
            block.slider_max = max(block.slider_max, float(values.max()))
        channels.append(Channel(Address("FACE", block.path_from_id("value"), 0), values))
    return channels


LOOKS: Final = {
    "eyeLookOutLeft": (1.0, 0.0), "eyeLookInLeft": (-1.0, 0.0), "eyeLookInRight": (1.0, 0.0),
    "eyeLookOutRight": (-1.0, 0.0), "eyeLookUpLeft": (0.0, 1.0), "eyeLookUpRight": (0.0, 1.0),
    "eyeLookDownLeft": (0.0, -1.0), "eyeLookDownRight": (0.0, -1.0),
}  # fmt: skip
"""ARKit's shape keys of the gaze, and their directions: to the subject's left, and up."""

FULL: Final = 0.5
"""Angle in radians at which such a key is full, a convention of ours: characters differ, hence the gain."""


def looks(key: bpy.types.Key, gaze: NDArray[np.floating]) -> list[Channel]:
    """Channels of a gaze (K, 2), yaw and pitch in radians, for the shape keys that are there."""
    return [
        Channel(Address("FACE", key.key_blocks[name].path_from_id("value"), 0), np.clip(gaze @ way / FULL, 0.0, 1.0))
        for name, way in LOOKS.items()
        if name in key.key_blocks
    ]
