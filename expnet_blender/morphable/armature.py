# SPDX-License-Identifier: GPL-3.0-or-later
"""The joints of a skinned head as an armature that the mesh hangs on."""

from __future__ import annotations

from typing import Final

import bpy
import numpy as np
from mathutils import Vector

from ..bridge.morphable.model import Joints, Morphable
from .build import oriented

LENGTH: Final = 0.03
"""Metres: a joint has a place but no end."""

FORWARD: Final = ("jaw", "eye")
"""Bones of joints whose names begin so point out of the face, the others up: what they move lies there."""


def add_armature(context: bpy.types.Context, obj: bpy.types.Object, model: Morphable) -> bpy.types.Object:
    """Skins ``obj``, which is in the view layer, to a new armature with a bone for each joint; returns that."""
    joints = model.joints
    assert joints is not None
    rig = bpy.data.objects.new(f"{obj.name} Rig", bpy.data.armatures.new(f"{obj.name} Rig"))
    for collection in obj.users_collection:
        collection.objects.link(rig)
    rig.show_in_front = True
    _bones(context, rig, joints, oriented(model, joints.places))
    _weights(obj, joints)
    obj.parent = rig
    obj.modifiers.new("Armature", "ARMATURE").object = rig
    return rig


def _bones(context: bpy.types.Context, rig: bpy.types.Object, joints: Joints, places: np.ndarray) -> None:
    """Bones are made in edit mode alone."""
    context.view_layer.objects.active = rig
    bpy.ops.object.mode_set(mode="EDIT")
    try:
        bones = []
        for name, parent, place in zip(joints.names, joints.parents, places, strict=True):
            bone = rig.data.edit_bones.new(name)
            bone.head = place
            out = Vector((0, -LENGTH, 0) if name.startswith(FORWARD) else (0, 0, LENGTH))
            bone.tail = bone.head + out
            bone.parent = bones[parent] if parent >= 0 else None
            bones.append(bone)
    finally:
        bpy.ops.object.mode_set(mode="OBJECT")


def _weights(obj: bpy.types.Object, joints: Joints) -> None:
    for index, name in enumerate(joints.names):
        group = obj.vertex_groups.new(name=name)
        column = joints.weights[:, index]
        for vertex in np.flatnonzero(column > 1e-6).tolist():
            group.add((vertex,), float(column[vertex]), "REPLACE")
