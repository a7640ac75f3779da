# SPDX-License-Identifier: GPL-3.0-or-later
"""The head's rotation on the object, in whatever rotation mode the object has.

A take holds quaternions in the subject's frame (x to the subject's left, y up, z out of the face). A character in
Blender faces -Y with Z up, so a vector is (x, -z, y) there. The turn happens in the object's own axes, on top of
the orientation that it had before a take first turned it (``Object.expnet.rest``).

A take's translation is not keyed: it is a place in the picture, of a camera that nobody has measured. What the
published pose net says of place never comes this far (``bridge/engines/outputs.py``): it is seen from the camera of the
crop, which is cut out anew around the face in each frame, so that it stays nearly the same while the head moves and
jumps when the box does. The rotation has no such camera in it, up to the small angle at which the box lies off the
centre.
"""

from __future__ import annotations

from typing import Final

import bpy
import numpy as np
from mathutils import Euler, Quaternion
from numpy.typing import NDArray

from .. import compat
from ..bridge.rotation import multiply
from .channels import Address, Channel

PATHS: Final = {"QUATERNION": ("rotation_quaternion", 4), "AXIS_ANGLE": ("rotation_axis_angle", 4)}
EULER: Final = ("rotation_euler", 3)


def channels(obj: bpy.types.Object, rotation: NDArray[np.floating]) -> list[Channel]:
    """Channels for (K, 4) continuous unit quaternions w x y z."""
    if not obj.expnet.has_rest:
        obj.expnet.rest = orientation(obj)
        obj.expnet.has_rest = True
    path, width = PATHS.get(obj.rotation_mode, EULER)
    values = np.array(turned(tuple(obj.expnet.rest), rotation, obj.rotation_mode))
    return [Channel(Address("HEAD", path, index), values[:, index]) for index in range(width)]


def turned(
    rest: tuple[float, float, float, float], rotation: NDArray[np.floating], mode: str
) -> list[tuple[float, ...]]:
    """(K, 4) rotations of a take, on top of ``rest``, as K values of the rotation property of ``mode``."""
    return _in_mode(multiply(rest, rotation[:, (0, 1, 3, 2)] * (1.0, 1.0, -1.0, 1.0)), mode)


def rest(obj: bpy.types.Object) -> tuple[float, float, float, float]:
    """How the object stands without a take, w x y z."""
    return tuple(obj.expnet.rest if obj.expnet.has_rest else orientation(obj))


def get(obj: bpy.types.Object) -> tuple[str, tuple[float, ...]]:
    """The property that turns the object in its present mode, and its value."""
    path, _ = PATHS.get(obj.rotation_mode, EULER)
    return path, tuple(getattr(obj, path))


def put(obj: bpy.types.Object, value: tuple[float, ...]) -> None:
    """Turn the object: ``value`` is one of its rotation mode (``turned``)."""
    setattr(obj, get(obj)[0], value)


def is_turned(obj: bpy.types.Object) -> bool:
    """Whether the object's rotation is animated in its present mode, by its action or by a take in the NLA."""
    path, width = PATHS.get(obj.rotation_mode, EULER)
    strips = [item.head_action for item in obj.expnet.takes if item.nla and item.head_action is not None]
    for curves in (compat.fcurves(obj), *(compat.fcurves_in(action, obj) for action in strips)):
        if curves is not None and any(curves.find(path, index=index) is not None for index in range(width)):
            return True
    return False


def restore(obj: bpy.types.Object) -> None:
    """Put the object back as it stood before a take turned it."""
    if not obj.expnet.has_rest:
        return
    obj.expnet.has_rest = False
    put(obj, _in_mode(np.array([obj.expnet.rest]), obj.rotation_mode)[0])


def orientation(obj: bpy.types.Object) -> Quaternion:
    """The object's own rotation, whatever its mode."""
    if obj.rotation_mode == "QUATERNION":
        return obj.rotation_quaternion.normalized()
    if obj.rotation_mode == "AXIS_ANGLE":
        angle, *axis = obj.rotation_axis_angle
        return Quaternion(axis, angle)
    return obj.rotation_euler.to_quaternion()


def _in_mode(quaternions: NDArray[np.floating], mode: str) -> list[tuple[float, ...]]:
    """(K, 4) unit quaternions as K values of the rotation property of ``mode``."""
    turns = map(Quaternion, quaternions.tolist())
    if mode == "QUATERNION":
        return [tuple(turn) for turn in turns]
    if mode == "AXIS_ANGLE":
        return [(turn.angle, *turn.axis) for turn in turns]
    eulers: list[Euler] = []
    for turn in turns:  # each nearest to the one before, so that no curve jumps by a full turn
        eulers.append(turn.to_euler(mode, eulers[-1]) if eulers else turn.to_euler(mode))
    return [tuple(euler) for euler in eulers]
