# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyframes of one F-curve as arrays, so that thousands are read, cut, merged and written at once.

``keyframe_insert`` is quadratic in the number of keys; ``foreach_set`` writes 29 curves of 9000 keys in about 60 ms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import bpy
import numpy as np
from numpy.typing import NDArray

from ..bridge.reduce import Key

CONSTANT: Final = 0
LINEAR: Final = 1
BEZIER: Final = 2
"""``Keyframe.interpolation``: between keys on every frame a Bezier costs time and shows nothing."""

ALIGNED: Final = 3
AUTO_CLAMPED: Final = 4
"""``Keyframe.handle_left_type`` and ``handle_right_type``, what Blender gives to new keys."""

BREAKDOWN: Final = 2
"""``Keyframe.type`` that marks a key between two known poses: a frame bridged where no face was found."""

EASING: Final = {"back": 1.70158, "amplitude": 0.8, "period": 4.1}
"""Blender's defaults, so that a later change of interpolation behaves as usual."""

FIELDS: Final = {
    "co": (np.float32, 2),
    "handle_left": (np.float32, 2),
    "handle_right": (np.float32, 2),
    "handle_left_type": (np.int32, 1),
    "handle_right_type": (np.int32, 1),
    "interpolation": (np.int32, 1),
    "easing": (np.int32, 1),
    "type": (np.int32, 1),
    "back": (np.float32, 1),
    "amplitude": (np.float32, 1),
    "period": (np.float32, 1),
}
"""Every property of a key that a user can set, with its type and width."""

WRITTEN: Final = ("co", "interpolation", "type", "easing", "back", "amplitude", "period")
"""Fields that tell whether a curve has certain keys already, besides the handles of keys that bring some."""

SHIFT: Final = 1e-3
"""Keys closer than this, in frames, fall together."""


@dataclass(frozen=True)
class Keys:
    """N keys in the order of their frames; ``fields[name]`` is (N, width). New keys may leave out fields in which they
    are as Blender makes them."""

    fields: dict[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(self.fields["co"])

    @property
    def frames(self) -> NDArray[np.float32]:
        return self.fields["co"][:, 0]

    def inside(self, first: float, last: float) -> NDArray[np.bool_]:
        """(N,) which keys lie between two frames, both included."""
        return (self.frames > first - SHIFT) & (self.frames < last + SHIFT)

    def select(self, mask: NDArray[np.bool_]) -> Keys:
        return Keys({name: values[mask] for name, values in self.fields.items()})

    def join(self, other: Keys) -> Keys:
        """Both, sorted by frame."""
        if not len(self) or not len(other):
            return self if len(self) else other
        fields = {name: np.concatenate([self._field(name), other._field(name)]) for name in FIELDS}
        order = np.argsort(fields["co"][:, 0], kind="stable")
        return Keys({name: values[order] for name, values in fields.items()})

    def _field(self, name: str) -> NDArray[Any]:
        if name in self.fields:
            return self.fields[name]
        kind, width = FIELDS[name]
        if name.startswith("handle"):
            return np.full((len(self), width), AUTO_CLAMPED, kind) if width == 1 else self.fields["co"]
        return np.zeros((len(self), width), kind)


NONE: Final = Keys({name: np.empty((0, width), kind) for name, (kind, width) in FIELDS.items()})


def bezier(reduced: Key, bridged: NDArray[np.bool_]) -> Keys:
    """Keys with aligned handles; those ``bridged`` over a gap are marked as breakdowns."""
    keys = _marked(_made(reduced.frame, reduced.value, BEZIER), bridged)
    keys.fields["handle_left"] = reduced.left.astype(np.float32)
    keys.fields["handle_right"] = reduced.right.astype(np.float32)
    for name in ("handle_left_type", "handle_right_type"):
        keys.fields[name] = np.full((len(keys), 1), ALIGNED, np.int32)
    return keys


def baked(frames: NDArray[np.floating], values: NDArray[np.floating], bridged: NDArray[np.bool_]) -> Keys:
    """Linear keys at (N,) ``frames``; those ``bridged`` over a gap are marked as breakdowns."""
    return _marked(_made(frames, values, LINEAR), bridged)


def stepped(frames: NDArray[np.number], values: NDArray[np.number]) -> Keys:
    """Keys that hold their value until the next."""
    return _made(frames, values, CONSTANT)


def _marked(keys: Keys, bridged: NDArray[np.bool_]) -> Keys:
    if bridged.any():
        keys.fields["type"] = np.where(bridged, BREAKDOWN, 0).astype(np.int32)[:, None]
    return keys


def _made(frames: NDArray[np.number], values: NDArray[np.number], interpolation: int) -> Keys:
    points = np.stack((frames, values), 1).astype(np.float32)
    fields = {"co": points, "interpolation": np.full((len(points), 1), interpolation, np.int32)}
    return Keys(fields | {name: np.full((len(points), 1), value, np.float32) for name, value in EASING.items()})


def read(curve: bpy.types.FCurve | None) -> Keys:
    """All keys of a curve; none of None."""
    if curve is None or not len(curve.keyframe_points):
        return NONE
    return Keys({name: _get(curve, name) for name in FIELDS})


def read_outside(curve: bpy.types.FCurve | None, first: float, last: float) -> Keys:
    """The keys not between two frames; of a curve that holds nothing but one take this reads only the frames."""
    if curve is None or not len(curve.keyframe_points):
        return NONE
    outside = ~Keys({"co": _get(curve, "co")}).inside(first, last)
    return read(curve).select(outside) if outside.any() else NONE


def write(curve: bpy.types.FCurve, keys: Keys) -> None:
    """Make ``keys`` the only ones of a curve. One that has just them is left alone, which is far quicker."""
    points = curve.keyframe_points
    if len(points) == len(keys) and all(_equal(curve, name, keys) for name in WRITTEN):
        return
    points.clear()  # new points have Blender's own values where ``keys`` says nothing
    points.add(len(keys))
    for name, values in keys.fields.items():
        points.foreach_set(name, np.ascontiguousarray(values).ravel())
    curve.update()


def _equal(curve: bpy.types.FCurve, name: str, keys: Keys) -> bool:
    return np.array_equal(_get(curve, name), keys._field(name))


def _get(curve: bpy.types.FCurve, name: str) -> NDArray[Any]:
    kind, width = FIELDS[name]
    values = np.empty(len(curve.keyframe_points) * width, kind)
    curve.keyframe_points.foreach_get(name, values)
    return values.reshape(-1, width)
