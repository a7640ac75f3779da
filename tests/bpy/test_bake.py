# SPDX-License-Identifier: GPL-3.0-or-later
"""Apply writes the curves that it should, and touches nothing else."""

from __future__ import annotations

import time

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import compat
from bl_ext.user_default.expnet.animation import bake, keys
from bl_ext.user_default.expnet.bridge.basis import ARKIT, DEFAULT

from tests.support.characters import head, mesh_object, ramp, store, value_at


def curve(obj: bpy.types.Object, shape: str = "jawOpen") -> bpy.types.FCurve | None:
    curves = compat.fcurves(obj.data.shape_keys)
    return None if curves is None else curves.find(f'key_blocks["{shape}"].value')


def frames(obj: bpy.types.Object, shape: str = "jawOpen") -> list[float]:
    return [point.co.x for point in curve(obj, shape).keyframe_points]


def own_key(obj: bpy.types.Object, frame: float, value: float, shape: str = "jawOpen") -> None:
    block = obj.data.shape_keys.key_blocks[shape]
    block.value = value
    block.keyframe_insert("value", frame=frame)


def apply(obj, item):
    return bake.apply(obj, item, bpy.context.scene)


def test_values_are_evaluated_at_their_frames():
    obj = head()
    done = apply(obj, store(obj, ramp(25), start=10))
    assert (done.first, done.last, done.count, done.bridged, done.missing) == (10, 34, 25, 0, ())
    for shape in ("browDownLeft", "jawOpen", "mouthLowerDown"):
        assert value_at(obj, shape, 10) == pytest.approx(0.0)
        assert value_at(obj, shape, 22) == pytest.approx(0.5, abs=1e-6)
        assert value_at(obj, shape, 34) == pytest.approx(1.0)
    assert len(compat.fcurves(obj.data.shape_keys)) == len(DEFAULT)


def test_new_keys_show_without_a_change_of_frame():
    obj = head()
    bpy.context.scene.frame_set(25)
    apply(obj, store(obj, ramp(25)))
    evaluated = obj.evaluated_get(bpy.context.evaluated_depsgraph_get())
    assert evaluated.data.shape_keys.key_blocks["jawOpen"].value == pytest.approx(1.0)


def test_keys_outside_the_range_stay_as_they_are():
    obj = head()
    for frame in (1, 50, 100):
        own_key(obj, frame, 0.25)
    kept = curve(obj).keyframe_points[2]
    kept.interpolation, kept.type, kept.easing, kept.back = "BACK", "EXTREME", "EASE_IN", 2.5
    kept.handle_left_type = kept.handle_right_type = "FREE"
    kept.handle_left, kept.handle_right = (95.0, 0.5), (104.0, 0.75)
    apply(obj, store(obj, ramp(25), start=40))
    assert frames(obj) == [1, *range(40, 65), 100]
    kept = curve(obj).keyframe_points[-1]
    assert (kept.interpolation, kept.type, kept.easing, kept.back) == ("BACK", "EXTREME", "EASE_IN", 2.5)
    assert (*kept.handle_left, *kept.handle_right) == (95.0, 0.5, 104.0, 0.75)
    assert value_at(obj, "jawOpen", 1) == pytest.approx(0.25)
    assert value_at(obj, "jawOpen", 64) == pytest.approx(1.0)


def test_moving_a_take_puts_back_what_it_had_replaced():
    obj = head()
    for frame in (5, 50, 100):
        own_key(obj, frame, 0.25)
    item = store(obj, ramp(25), start=40)
    apply(obj, item)
    item.settings.start = 90
    assert frames(obj) == [5, 50, *range(90, 115)]
    bake.withdraw(obj, item)
    assert frames(obj) == [5, 50, 100]
    assert value_at(obj, "jawOpen", 100) == pytest.approx(0.25)
    assert curve(obj, "mouthClose") is None


def test_replaced_keys_survive_undo_and_save(tmp_path):
    own_key(head(), 50, 0.25)
    obj = bpy.data.objects["Face"]
    apply(obj, store(obj, ramp(25), start=40))
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "a.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "a.blend"))
    obj = bpy.data.objects["Face"]
    bake.withdraw(obj, obj.expnet.takes[0])
    assert frames(obj) == [50]


def test_one_undo_step_takes_the_keys_back():
    obj = head()
    own_key(obj, 50, 0.25)
    store(obj, ramp(25), start=40)
    bpy.ops.ed.undo_push(message="solved")
    assert bpy.ops.expnet.apply_take("EXEC_DEFAULT", True, start=40) == {"FINISHED"}
    assert len(frames(bpy.data.objects["Face"])) == 25
    bpy.ops.ed.undo()
    obj = bpy.data.objects["Face"]
    assert frames(obj) == [50]
    assert len(obj.expnet.takes) == 1 and not obj.expnet.takes[0].applied


def test_another_action_is_left_alone_by_a_move():
    obj = head()
    item = store(obj, ramp(25))
    apply(obj, item)
    first = obj.data.shape_keys.animation_data.action
    obj.data.shape_keys.animation_data.action = bpy.data.actions.new("Other")
    item.settings.start = 100
    assert obj.data.shape_keys.animation_data.action.name == "Other"
    assert frames(obj) == list(range(100, 125))
    obj.data.shape_keys.animation_data.action = first
    assert frames(obj) == list(range(1, 26))


def test_2997_video_in_a_24_fps_scene_stays_in_time():
    obj = head()
    rate = 30 / 1.001
    take = ramp(91, rate)
    item = store(obj, take)
    done = apply(obj, item)
    assert (done.first, done.last) == (1, 73)  # 3.003 s at 24 frames/s
    assert value_at(obj, "jawOpen", 37) == pytest.approx(np.interp(1.5, take.time, take.coefficients[:, 11]), abs=1e-5)
    item.settings.resample = False
    assert len(frames(obj)) == 91
    np.testing.assert_allclose(frames(obj), 1 + take.time * 24, atol=1e-3)
    bpy.context.scene.render.fps, bpy.context.scene.render.fps_base = 30, 1.001
    item.settings.resample = True
    assert frames(obj) == list(range(1, 92))


def test_bridged_frames_are_marked_and_no_neutral_is_invented():
    obj = head()
    found = np.ones(25, bool)
    found[10:15] = False
    take = ramp(25, found=found)
    done = apply(obj, store(obj, take))
    assert done.bridged == 5
    kinds = [point.type for point in curve(obj).keyframe_points]
    assert [index for index, kind in enumerate(kinds) if kind == "BREAKDOWN"] == [10, 11, 12, 13, 14]
    assert value_at(obj, "jawOpen", 13) == pytest.approx(0.5, abs=1e-3)


def test_values_beyond_the_slider_widen_it():
    obj = head()
    apply(obj, store(obj, ramp(25), gain=2.0, clamp=False))
    assert value_at(obj, "jawOpen", 25) == pytest.approx(2.0)
    assert value_at(obj, "jawSide", 25) == pytest.approx(2.0)


def test_arkit_character_is_driven_through_the_52_names():
    obj = mesh_object("Face", [name for name in ARKIT if name != "tongueOut"])
    done = apply(obj, store(obj, ramp(25)))
    assert done.missing == ("tongueOut",)
    assert value_at(obj, "mouthSmileLeft", 25) == pytest.approx(1.0)
    assert value_at(obj, "noseSneerRight", 13) == pytest.approx(0.5)
    assert value_at(obj, "jawRight", 25) == pytest.approx(0.0)


def test_a_minute_is_applied_in_time_for_a_slider():
    obj = head()
    item = store(obj, ramp(1800, 30.0), smoothing=0.05)
    bpy.context.scene.render.fps = 30
    apply(obj, item)
    best = min(_seconds(lambda: apply(obj, item)) for _ in range(5))
    assert best < 0.2, "seconds of CPU time; 0.05 on an idle machine"


def _seconds(function) -> float:
    begin = time.process_time()
    function()
    return time.process_time() - begin


def test_keys_round_trip():
    obj = head()
    for frame in (1, 7.5, 20):
        own_key(obj, frame, frame / 20)
    before = keys.read(curve(obj))
    keys.write(curve(obj), before)
    after = keys.read(curve(obj))
    for name in keys.FIELDS:
        np.testing.assert_array_equal(after.fields[name], before.fields[name], err_msg=name)
