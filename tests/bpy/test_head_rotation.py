# SPDX-License-Identifier: GPL-3.0-or-later
"""The object turns as the head in the video does, in any rotation mode, and back when it no longer should."""

from __future__ import annotations

import math

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import compat
from bl_ext.user_default.expnet.animation import bake
from mathutils import Euler, Matrix, Vector

from tests.support.characters import head, ramp, store

MODES = ("QUATERNION", "XYZ", "ZYX", "AXIS_ANGLE")


def turn(axis: tuple[float, float, float], degrees: float) -> tuple[float, ...]:
    """Subject's frame: x to the subject's left, y up, z out of the face."""
    half = math.radians(degrees) / 2
    return (math.cos(half), *(math.sin(half) * part for part in axis))


def applied(obj, *rotations):
    item = store(obj, ramp(len(rotations), rotation=np.array(rotations, np.float32)), head_rotation=True)
    bake.apply(obj, item, bpy.context.scene)
    return item


def at(obj, frame: int) -> Matrix:
    bpy.context.scene.frame_set(frame)
    return obj.evaluated_get(bpy.context.evaluated_depsgraph_get()).matrix_world.to_3x3()


NOSE, CROWN, LEFT = Vector((0, -1, 0)), Vector((0, 0, 1)), Vector((1, 0, 0))


@pytest.mark.parametrize("mode", MODES)
def test_directions(mode):
    obj = head()
    obj.rotation_mode = mode
    applied(obj, turn((0, 1, 0), 30), turn((1, 0, 0), 20), turn((0, 0, 1), 10))
    assert (at(obj, 1) @ NOSE).x == pytest.approx(0.5, abs=1e-4)  # about up: the nose goes to the subject's left
    assert (at(obj, 2) @ NOSE).z == pytest.approx(-math.sin(math.radians(20)), abs=1e-4)  # about left: a nod
    assert (at(obj, 3) @ LEFT).z == pytest.approx(math.sin(math.radians(10)), abs=1e-4)  # about out: a tilt
    assert (at(obj, 3) @ NOSE - NOSE).length == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize("mode", MODES)
def test_turn_is_on_top_of_the_present_orientation(mode):
    obj = head()
    obj.rotation_mode = mode
    rest = Euler((0.2, -0.1, 1.2)).to_matrix()
    obj.matrix_world = rest.to_4x4()
    item = applied(obj, turn((0, 1, 0), 0), turn((0, 1, 0), 30))
    for _ in range(2):  # the second time the object is already turned
        bpy.context.scene.frame_set(2)
        bake.apply(obj, item, bpy.context.scene)
        assert (at(obj, 1) @ NOSE - rest @ NOSE).length == pytest.approx(0, abs=1e-4)
        assert (at(obj, 2) @ NOSE - rest @ Vector((0.5, -math.sqrt(0.75), 0))).length == pytest.approx(0, abs=1e-4)


def test_euler_curves_do_not_jump():
    obj = head()
    applied(obj, *(turn((0, 1, 0), degrees) for degrees in range(150, 211, 5)))
    curve = compat.fcurves(obj).find("rotation_euler", index=2)
    values = [point.co.y for point in curve.keyframe_points]
    assert max(abs(np.diff(values))) < math.radians(6)


@pytest.mark.parametrize("mode", MODES)
def test_switching_it_off_puts_the_object_back(mode):
    obj = head()
    obj.rotation_mode = mode
    obj.matrix_world = rest = Euler((0, 0, 1.0)).to_matrix().to_4x4()
    item = applied(obj, turn((0, 1, 0), 10), turn((0, 1, 0), 40))
    bpy.context.scene.frame_set(2)
    item.settings.head_rotation = False
    bpy.context.view_layer.update()
    assert (obj.matrix_world @ NOSE - rest @ NOSE).length == pytest.approx(0, abs=1e-5)
    assert not obj.expnet.head.has_rest
    curves = compat.fcurves(obj)
    assert curves is None or not [curve for curve in curves if curve.data_path.startswith("rotation")]


def test_location_and_other_animation_of_the_object_stay():
    obj = head()
    obj.location = (1, 2, 3)
    obj.keyframe_insert("location", frame=1)
    item = applied(obj, turn((0, 1, 0), 10), turn((0, 1, 0), 40))
    bake.withdraw(obj, item)
    assert tuple(at(obj, 2).to_euler()) == pytest.approx((0, 0, 0), abs=1e-6)
    assert tuple(obj.location) == (1, 2, 3)
    assert compat.fcurves(obj).find("location", index=0) is not None


def test_model_without_rotation_turns_nothing():
    obj = head()
    applied(obj, *[(np.nan,) * 4] * 3)
    assert not obj.expnet.head.has_rest
    assert obj.animation_data is None
