# SPDX-License-Identifier: GPL-3.0-or-later
"""What a take turns, the head and the eyes: an object or a bone, in whatever rotation mode it has.

A take holds rotations in the subject's frame (x to the subject's left, y up, z out of the face). A character in
Blender faces -Y with Z up, so a vector is (x, -z, y) there. An object turns in its own axes, a bone in those of its
armature, which is taken to face as a character does. Either turns on top of how it stood before a take first turned it.

A take's translation is not keyed: it is a place in the picture, of a camera that nobody has measured. What the
published pose net says of place never comes this far (``bridge/engines/outputs.py``): it is seen from the camera of the
crop, which is cut out anew around the face in each frame, so that it stays nearly the same while the head moves and
jumps when the box does. The rotation has no such camera in it, up to the small angle at which the box lies off the
centre.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import bpy
import numpy as np
from mathutils import Euler, Quaternion
from numpy.typing import NDArray

from .. import compat
from ..bridge import rotation as rotations
from ..bridge.refine import Curves
from ..settings import ApplySettings
from . import actions
from .actions import Kind
from .channels import Address, Channel

PATHS: Final = {"QUATERNION": ("rotation_quaternion", 4), "AXIS_ANGLE": ("rotation_axis_angle", 4)}
EULER: Final = ("rotation_euler", 3)
JOINTS: Final[tuple[Kind, ...]] = actions.KINDS[1:]

PIECE: Final = 1000
"""Rotations that are brought into a joint's mode between two pauses: a few milliseconds."""

Turnable = bpy.types.Object | bpy.types.PoseBone
Turn = tuple[float, float, float, float]


def turns(obj: bpy.types.Object, curves: Curves, settings: ApplySettings) -> dict[Kind, NDArray[np.floating]]:
    """For each joint that is to turn, and is there, its rotations (K, 4) in the subject's frame."""
    found: dict[Kind, NDArray[np.floating]] = {}
    if settings.head_rotation and curves.rotation is not None and turnable(obj, "HEAD") is not None:
        found["HEAD"] = curves.rotation
    if settings.gaze and curves.gaze is not None:
        yaw, pitch = curves.gaze.T
        looking = rotations.from_euler(np.stack((yaw, -pitch, np.zeros_like(yaw)), 1))
        found |= {kind: looking for kind in JOINTS[1:] if turnable(obj, kind) is not None}
    return found


def has_eyes(obj: bpy.types.Object) -> bool:
    """Whether an eye is set."""
    return any(turnable(obj, kind) is not None for kind in JOINTS[1:])


def channels(
    obj: bpy.types.Object, kind: Kind, rotation: NDArray[np.floating]
) -> Generator[None, None, list[Channel]]:
    """Channels for (K, 4) continuous unit quaternions w x y z, in short pieces, of which only the first looks at
    ``obj``."""
    joint, moving = getattr(obj.expnet, kind.lower()), turnable(obj, kind)
    if not joint.has_rest:
        joint.rest = orientation(moving)
        joint.has_rest = True
    path, width = _path(moving)
    mode, turns = moving.rotation_mode, _turns(obj, kind, tuple(joint.rest), rotation)
    values: list[tuple[float, ...]] = []
    for first in range(0, len(turns), PIECE):
        values += _in_mode(turns[first : first + PIECE], mode, values[-1] if values else None)
        yield
    columns = np.array(values)
    return [Channel(Address(kind, path, index), columns[:, index]) for index in range(width)]


def turned(obj: bpy.types.Object, kind: Kind, rest: Turn, rotation: NDArray[np.floating]) -> list[tuple[float, ...]]:
    """(K, 4) rotations of a take, on top of ``rest``, as K values of the rotation property of the joint's mode."""
    return _in_mode(_turns(obj, kind, rest, rotation), turnable(obj, kind).rotation_mode)


def _turns(obj: bpy.types.Object, kind: Kind, rest: Turn, rotation: NDArray[np.floating]) -> NDArray[np.floating]:
    """(K, 4) rotations of a take as the joint makes them."""
    moving = turnable(obj, kind)
    turn = rotations.to_blender(rotation)
    if isinstance(moving, bpy.types.PoseBone):
        axes = tuple(moving.bone.matrix_local.to_quaternion())
        return _product(rotations.conjugate(axes), turn, axes, rest)
    return rotations.multiply(rest, turn)


def turnable(obj: bpy.types.Object, kind: Kind) -> Turnable | None:
    """What turns; None for eyes that are not set, and for a bone that is no longer there."""
    moving, bone = actions.owner(obj, kind), getattr(obj.expnet, kind.lower()).bone
    if moving is None or not bone:
        return moving
    return moving.pose.bones.get(bone) if moving.pose is not None else None


def rest(obj: bpy.types.Object, kind: Kind) -> Turn:
    """How the joint stands without a take, w x y z."""
    joint = getattr(obj.expnet, kind.lower())
    return tuple(joint.rest if joint.has_rest else orientation(turnable(obj, kind)))


def get(obj: bpy.types.Object, kind: Kind) -> tuple[float, ...]:
    """The value of the property that turns the joint in its present mode."""
    moving = turnable(obj, kind)
    return tuple(getattr(moving, PATHS.get(moving.rotation_mode, EULER)[0]))


def put(obj: bpy.types.Object, kind: Kind, value: tuple[float, ...]) -> None:
    """Turn the joint: ``value`` is one of its rotation mode (``turned``)."""
    moving = turnable(obj, kind)
    setattr(moving, PATHS.get(moving.rotation_mode, EULER)[0], value)


def restore_all(obj: bpy.types.Object) -> None:
    """Put every joint that no action turns any more back as it stood before a take turned it."""
    for kind in JOINTS:
        joint, moving = getattr(obj.expnet, kind.lower()), turnable(obj, kind)
        if joint.has_rest and moving is not None and not _is_turned(obj, kind):
            joint.has_rest = False
            put(obj, kind, _in_mode(np.array([joint.rest]), moving.rotation_mode)[0])


def orientation(moving: Turnable) -> Quaternion:
    """The own rotation of an object or bone, whatever its mode."""
    if moving.rotation_mode == "QUATERNION":
        return moving.rotation_quaternion.normalized()
    if moving.rotation_mode == "AXIS_ANGLE":
        angle, *axis = moving.rotation_axis_angle
        return Quaternion(axis, angle)
    return moving.rotation_euler.to_quaternion()


def _is_turned(obj: bpy.types.Object, kind: Kind) -> bool:
    """Whether the joint's rotation is animated in its present mode, by its owner's action or by a take in the NLA."""
    block, (path, width) = actions.owner(obj, kind), _path(turnable(obj, kind))
    strips = [actions.get(item, kind) for item in obj.expnet.takes if item.nla and actions.get(item, kind) is not None]
    for curves in (compat.fcurves(block), *(compat.fcurves_in(action, block) for action in strips)):
        if curves is not None and any(curves.find(path, index=index) is not None for index in range(width)):
            return True
    return False


def _path(moving: Turnable) -> tuple[str, int]:
    """Data path of the property that turns it in its present mode, and how many curves that has."""
    name, width = PATHS.get(moving.rotation_mode, EULER)
    return moving.path_from_id(name), width


def _product(*factors: object) -> NDArray[np.float64]:
    product = factors[0]
    for factor in factors[1:]:
        product = rotations.multiply(product, factor)
    return product


def _in_mode(
    quaternions: NDArray[np.floating], mode: str, before: tuple[float, ...] | None = None
) -> list[tuple[float, ...]]:
    """(K, 4) unit quaternions as K values of the rotation property of ``mode``; ``before``: the one before them."""
    turns = map(Quaternion, quaternions.tolist())
    if mode == "QUATERNION":
        return [tuple(turn) for turn in turns]
    if mode == "AXIS_ANGLE":
        return [(turn.angle, *turn.axis) for turn in turns]
    eulers = [] if before is None else [Euler(before, mode)]
    for turn in turns:  # each nearest to the one before, so that no curve jumps by a full turn
        eulers.append(turn.to_euler(mode, eulers[-1]) if eulers else turn.to_euler(mode))
    return [tuple(euler) for euler in eulers[0 if before is None else 1 :]]
