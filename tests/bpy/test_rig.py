# SPDX-License-Identifier: GPL-3.0-or-later
"""Head and eyes turn as bones, objects or shape keys, wherever the character has them."""

from __future__ import annotations

import math

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import compat
from bl_ext.user_default.expnet.bridge.basis import ARKIT
from bl_ext.user_default.expnet.bridge.take import Take
from mathutils import Vector

from tests.support.characters import head, mesh_object, store
from tests.support.takes import take as make_take

NOSE, CROWN = Vector((0, -1, 0)), Vector((0, 0, 1))
YAW = math.radians(30)


def take(yaw: float = YAW, gaze: tuple[float, float] = (0.2, 0.1), frames: int = 10) -> Take:
    """A head turned to its left by ``yaw``, and eyes that look to the left and up."""
    turn = np.tile([math.cos(yaw / 2), 0, math.sin(yaw / 2), 0], (frames, 1))
    made = make_take(np.full(frames, 0.3), np.arange(frames) / 24, rotation=turn, gaze=np.tile(gaze, (frames, 1)))
    return Take.from_bytes(made.to_bytes())


def armature(*bones: tuple[str, tuple[float, float, float]]) -> bpy.types.Object:
    """An armature with bones, by name, from the origin to a point; each rolled in a way of its own."""
    data = bpy.data.armatures.new("Rig")
    obj = bpy.data.objects.new("Rig", data)
    bpy.context.collection.objects.link(obj)
    before = bpy.context.view_layer.objects.active
    bpy.context.view_layer.objects.active = obj
    bpy.ops.object.mode_set(mode="EDIT")
    for roll, (name, tail) in enumerate(bones):
        bone = data.edit_bones.new(name)
        bone.tail, bone.roll = tail, 0.4 + roll
    bpy.ops.object.mode_set(mode="OBJECT")
    bpy.context.view_layer.objects.active = before
    return obj


def empty(name: str) -> bpy.types.Object:
    obj = bpy.data.objects.new(name, None)
    bpy.context.collection.objects.link(obj)
    return obj


def turned(obj: bpy.types.Object, vector: Vector, bone: str = "", frame: int = 5) -> Vector:
    """Where the joint takes a vector that is fixed to it at rest."""
    bpy.context.scene.frame_set(frame)
    evaluated = obj.evaluated_get(bpy.context.evaluated_depsgraph_get())
    if not bone:
        return evaluated.matrix_world.to_3x3() @ vector
    posed = evaluated.pose.bones[bone]
    return (posed.matrix.to_3x3() @ posed.bone.matrix_local.to_3x3().inverted()) @ vector


def near(vector: Vector, wanted: tuple[float, float, float]) -> bool:
    return (vector - Vector(wanted)).length < 1e-4


def set_joint(joint: str, obj: bpy.types.Object | None, bone: str = "") -> None:
    name = "" if obj is None else obj.name
    assert bpy.ops.expnet.set_joint(joint=joint, object=name, bone=bone) == {"FINISHED"}


@pytest.mark.parametrize("tail", [(0, 0, 1), (0, -1, 0), (1, 2, 3)])
@pytest.mark.parametrize("mode", ["QUATERNION", "XYZ", "AXIS_ANGLE"])
def test_a_head_bone_of_any_direction_turns_the_face_to_its_left(tail: tuple[float, float, float], mode: str):
    rig, obj = armature(("Head", tail)), head()
    rig.pose.bones["Head"].rotation_mode = mode
    set_joint("HEAD", rig, "Head")
    store(obj, take(), head_rotation=True)
    bpy.ops.expnet.apply_take()
    assert near(turned(rig, NOSE, "Head"), (math.sin(YAW), -math.cos(YAW), 0))
    assert near(turned(rig, CROWN, "Head"), (0, 0, 1))
    assert near(turned(obj, NOSE), (0, -1, 0))  # the mesh itself stays
    obj.expnet.takes[0].mute = True
    assert near(turned(rig, NOSE, "Head"), (0, -1, 0))


def test_the_pose_at_the_time_of_choosing_is_the_rest():
    rig, obj = armature(("Head", (0, 0, 1))), head()
    bone = rig.pose.bones["Head"]
    bone.rotation_quaternion = (math.cos(0.1), math.sin(0.1), 0, 0)
    set_joint("HEAD", rig, "Head")
    store(obj, take(yaw=0.0), head_rotation=True)
    bpy.ops.expnet.apply_take()
    assert tuple(bone.rotation_quaternion) == pytest.approx((math.cos(0.1), math.sin(0.1), 0, 0), abs=1e-5)


def test_another_action_of_the_armature_goes_on():
    rig, obj = armature(("Head", (0, 0, 1)), ("Arm", (1, 0, 0))), head()
    rig.pose.bones["Arm"].rotation_quaternion = (0.0, 1.0, 0.0, 0.0)
    rig.pose.bones["Arm"].keyframe_insert("rotation_quaternion", frame=5)
    mine = rig.animation_data.action
    set_joint("HEAD", rig, "Head")
    store(obj, take(), head_rotation=True)
    bpy.ops.expnet.apply_take()
    assert rig.animation_data.action == mine
    assert near(turned(rig, NOSE, "Head"), (math.sin(YAW), -math.cos(YAW), 0))
    bpy.ops.expnet.remove_take()
    paths = {curve.data_path for curve in compat.fcurves(rig)}
    assert paths == {'pose.bones["Arm"].rotation_quaternion'}
    assert near(turned(rig, NOSE, "Head"), (0, -1, 0))


@pytest.mark.parametrize("pushed", [False, True])
def test_an_applied_take_moves_to_another_joint_and_lets_the_old_one_go(pushed: bool):
    obj = head()
    store(obj, take(), head_rotation=True)
    bpy.ops.expnet.apply_take()
    if pushed:
        bpy.ops.expnet.push_take()
    assert near(turned(obj, NOSE), (math.sin(YAW), -math.cos(YAW), 0))
    other = empty("Control")
    set_joint("HEAD", other)
    assert near(turned(obj, NOSE), (0, -1, 0))
    assert near(turned(other, NOSE), (math.sin(YAW), -math.cos(YAW), 0))
    assert obj.expnet.takes[0].nla == pushed
    assert bool(len(other.animation_data.nla_tracks)) == pushed
    assert obj.animation_data is None or obj.animation_data.action is None
    set_joint("HEAD", None)
    assert near(turned(other, NOSE), (0, -1, 0))
    assert near(turned(obj, NOSE), (math.sin(YAW), -math.cos(YAW), 0))
    assert obj.data.shape_keys.key_blocks["jawOpen"].value == pytest.approx(0.3)


def test_eyes_look_where_the_subject_looks():
    rig, obj = armature(("Head", (0, 0, 1)), ("Eye.L", (0, -1, 0))), head()
    right = empty("Eye.R")
    set_joint("HEAD", rig, "Head")
    set_joint("EYE_LEFT", rig, "Eye.L")
    set_joint("EYE_RIGHT", right)
    item = store(obj, take(yaw=0.0), head_rotation=True)
    bpy.ops.expnet.apply_take()
    direction = (math.sin(0.2) * math.cos(0.1), -math.cos(0.2) * math.cos(0.1), math.sin(0.1))
    assert near(turned(rig, NOSE, "Eye.L"), direction)
    assert near(turned(right, NOSE), direction)
    item.settings.mirror = True
    assert turned(right, NOSE).x == pytest.approx(-direction[0], abs=1e-4)
    item.settings.mirror = False
    item.settings.gaze_gain = 2.0
    assert turned(right, NOSE).z == pytest.approx(math.sin(0.2), abs=1e-4)
    bpy.ops.expnet.push_take()
    assert turned(right, NOSE).z == pytest.approx(math.sin(0.2), abs=1e-4)
    assert near(turned(rig, CROWN, "Head"), (0, 0, 1))
    assert len(rig.animation_data.nla_tracks) == 1  # head and eye in one strip
    item.settings.gaze = False
    assert near(turned(right, NOSE), (0, -1, 0)) and near(turned(rig, NOSE, "Eye.L"), (0, -1, 0))


def test_without_eyes_the_look_keys_follow():
    obj = mesh_object("Face", ARKIT)
    item = store(obj, take(gaze=(0.25, -0.1)))
    bpy.ops.expnet.apply_take()
    bpy.context.scene.frame_set(5)
    value = {name: obj.data.shape_keys.key_blocks[name].value for name in ARKIT if name.startswith("eyeLook")}
    assert value["eyeLookOutLeft"] == pytest.approx(0.5) and value["eyeLookInRight"] == pytest.approx(0.5)
    assert value["eyeLookDownLeft"] == pytest.approx(0.2) and value["eyeLookDownRight"] == pytest.approx(0.2)
    assert value["eyeLookInLeft"] == value["eyeLookOutRight"] == value["eyeLookUpLeft"] == 0.0
    item.settings.gaze = False
    bpy.context.scene.frame_set(6)
    assert obj.data.shape_keys.key_blocks["eyeLookOutLeft"].value == 0.0


def test_what_cannot_be_set_changes_nothing():
    rig, obj = armature(("Head", (0, 0, 1))), head()
    for arguments, words in (
        ({"object": "Ghost"}, 'There is no object "Ghost"'),
        ({"object": rig.name, "bone": "Tail"}, 'There is no bone "Tail"'),
        ({"object": obj.name, "bone": "Head"}, "choose an armature"),
        ({"bone": "Head"}, "choose an armature"),
    ):
        with pytest.raises(RuntimeError, match=words):
            bpy.ops.expnet.set_joint(joint="HEAD", **arguments)
    assert obj.expnet.head.object is None and obj.expnet.head.bone == ""


def test_a_bone_that_is_gone_does_not_keep_the_face_from_moving():
    rig, obj = armature(("Head", (0, 0, 1))), head()
    set_joint("HEAD", rig, "Head")
    item = store(obj, take(), head_rotation=True)
    bpy.ops.expnet.apply_take()
    rig.data.bones["Head"].name = "Skull"
    item.settings.gain = 0.5
    bpy.context.scene.frame_set(5)
    assert obj.data.shape_keys.key_blocks["jawOpen"].value == pytest.approx(0.15)
    assert bpy.context.window_manager.expnet.sentence == ""
