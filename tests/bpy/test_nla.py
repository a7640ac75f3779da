# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes have actions of their own, play one at a time or together in the NLA, and leave the user's actions alone."""

from __future__ import annotations

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import compat
from bl_ext.user_default.expnet.animation import actions, shown
from bl_ext.user_default.expnet.bridge.take import Take

from tests.support.characters import head, ramp, store, value_at
from tests.support.takes import take as make_take


def flat(value: float, frames: int = 25, **changes) -> Take:
    return Take.from_bytes(make_take(np.full(frames, value), np.arange(frames) / 24, **changes).to_bytes())


def apply(index: int = -1, **settings) -> None:
    assert bpy.ops.expnet.apply_take(take=index, **settings) == {"FINISHED"}


def names(obj: bpy.types.Object) -> list[str]:
    return [track.name for track in obj.data.shape_keys.animation_data.nla_tracks]


def item(obj: bpy.types.Object, name: str):
    return obj.expnet.takes[name]


@pytest.fixture
def two() -> bpy.types.Object:
    """A head with the applied takes "low" on frames 1 to 25 and "high" on 21 to 45, the latter playing."""
    obj = head()
    store(obj, flat(0.2), "low")
    apply()
    store(obj, flat(0.8), "high", start=21)
    apply()
    return obj


def test_each_take_is_its_own_action_and_they_play_one_at_a_time(two):
    assert item(two, "low").face_action != item(two, "high").face_action
    assert [entry.mute for entry in two.expnet.takes] == [True, False]
    assert value_at(two, "jawOpen", 10) == pytest.approx(0.8)  # held before its start
    item(two, "low").mute = False
    assert [entry.mute for entry in two.expnet.takes] == [False, True]
    assert value_at(two, "jawOpen", 10) == pytest.approx(0.2)


def test_a_muted_take_leaves_the_face_at_rest_and_keeps_its_keys(two):
    action = item(two, "high").face_action
    item(two, "high").mute = True
    assert two.data.shape_keys.animation_data.action is None
    assert value_at(two, "jawOpen", 30) == 0.0
    assert len(compat.fcurves_in(action, two.data.shape_keys)) == 29
    item(two, "high").settings.gain = 0.5  # refined meanwhile, without playing
    assert two.data.shape_keys.animation_data.action is None
    item(two, "high").mute = False
    assert two.data.shape_keys.animation_data.action == action
    assert value_at(two, "jawOpen", 30) == pytest.approx(0.4)


def test_takes_blend_in_the_nla(two):
    for index in (0, 1):
        two.expnet.active = index
        assert bpy.ops.expnet.push_take() == {"FINISHED"}
    assert names(two) == ["low", "high"]
    assert two.data.shape_keys.animation_data.action is None
    assert not any(entry.mute for entry in two.expnet.takes)
    values = [value_at(two, "jawOpen", frame) for frame in (1, 20, 23, 40)]
    assert values[0] == pytest.approx(0.2) and values[1] == pytest.approx(0.2)
    assert 0.3 < values[2] < 0.7  # halfway through the overlap
    assert values[3] == pytest.approx(0.8)
    assert value_at(two, "jawOpen", 60) == pytest.approx(0.2)  # the lowest holds, the others do not
    item(two, "low").mute = True
    assert value_at(two, "jawOpen", 1) == pytest.approx(0.8)  # now the lowest that plays
    item(two, "low").mute = False
    assert value_at(two, "jawOpen", 1) == pytest.approx(0.2)


def test_refining_reaches_a_strip_and_moves_it(two):
    bpy.ops.expnet.push_take()
    high = item(two, "high")
    high.settings.gain = 0.5
    assert value_at(two, "jawOpen", 30) == pytest.approx(0.4)
    high.settings.start = 51
    (track,) = two.data.shape_keys.animation_data.nla_tracks
    assert (track.strips[0].frame_start, track.strips[0].frame_end) == (51, 75)
    track.strips[0].frame_start += 10  # moved by hand: it stays so
    high.settings.start = 31
    high.settings.use_trim, high.settings.trim_first = True, 5
    assert track.strips[0].frame_start == pytest.approx(46)
    assert track.strips[0].frame_end - track.strips[0].frame_start == pytest.approx(19)


def test_out_of_the_nla_again(two):
    bpy.ops.expnet.push_take()
    bpy.ops.expnet.pull_take()
    assert names(two) == []
    assert two.data.shape_keys.animation_data.action == item(two, "high").face_action
    with pytest.raises(RuntimeError, match="is no strip of the NLA"):
        bpy.ops.expnet.pull_take()
    bpy.ops.expnet.push_take()
    with pytest.raises(RuntimeError, match="is in the NLA already"):
        bpy.ops.expnet.push_take()
    bpy.ops.expnet.remove_take()
    assert names(two) == []


def test_a_take_over_a_strip_lets_it_through_outside_its_own_frames(two):
    two.expnet.active = 0
    bpy.ops.expnet.push_take()
    two.expnet.active = 1
    item(two, "high").mute = False
    assert value_at(two, "jawOpen", 10) == pytest.approx(0.2)
    assert value_at(two, "jawOpen", 30) == pytest.approx(0.8)


def test_the_head_is_pushed_with_the_face():
    obj = head()
    half = np.radians(15)
    turned = flat(0.5, rotation=np.tile(np.array([np.cos(half), 0, np.sin(half), 0], np.float32), (25, 1)))
    store(obj, turned, head_rotation=True)
    apply()
    bpy.ops.expnet.push_take()
    assert obj.animation_data.action is None and len(obj.animation_data.nla_tracks) == 1
    bpy.context.scene.frame_set(5)
    evaluated = obj.evaluated_get(bpy.context.evaluated_depsgraph_get())
    assert evaluated.rotation_euler.z == pytest.approx(np.radians(30), abs=1e-4)
    bpy.ops.expnet.remove_take()
    assert not len(obj.animation_data.nla_tracks) and not obj.expnet.head.has_rest
    assert obj.rotation_euler.z == pytest.approx(0.0)


def test_an_action_of_the_user_is_kept_and_left_when_the_take_is_pushed():
    obj = head()
    block = obj.data.shape_keys.key_blocks["jawOpen"]
    for frame in (10, 100):
        block.value = 0.25
        block.keyframe_insert("value", frame=frame)
    mine = obj.data.shape_keys.animation_data.action
    entry = store(obj, flat(0.8))
    apply()
    assert entry.face_action == mine and not actions.is_a_take(mine)
    curve = compat.fcurves_in(mine, obj.data.shape_keys).find('key_blocks["jawOpen"].value')
    assert len(curve.keyframe_points) == 26
    bpy.ops.expnet.push_take()
    assert obj.data.shape_keys.animation_data.action == mine
    assert [point.co.x for point in curve.keyframe_points] == [10, 100]
    assert entry.face_action != mine and names(obj) == ["clip"]
    entry.mute = True
    assert value_at(obj, "jawOpen", 10) == pytest.approx(0.25)


def test_muting_a_take_in_the_users_action_takes_its_keys_out():
    obj = head()
    block = obj.data.shape_keys.key_blocks["jawOpen"]
    block.value = 0.25
    block.keyframe_insert("value", frame=10)
    entry = store(obj, flat(0.8))
    apply()
    entry.mute = True
    assert value_at(obj, "jawOpen", 10) == pytest.approx(0.25)
    entry.mute = False
    assert value_at(obj, "jawOpen", 10) == pytest.approx(0.8)


def test_a_duplicated_character_has_actions_of_its_own():
    obj = head()
    store(obj, flat(0.5), "clip")
    apply()
    bpy.ops.object.select_all(action="DESELECT")
    obj.select_set(True)
    bpy.ops.object.duplicate()
    copy = bpy.context.object
    assert copy != obj
    copy.expnet.takes[0].settings.gain = 0.5
    assert value_at(obj, "jawOpen", 10) == pytest.approx(0.5)
    assert value_at(copy, "jawOpen", 10) == pytest.approx(0.25)


def test_keys_that_are_kept_after_the_take_are_the_users(two):
    action = item(two, "high").face_action
    bpy.ops.expnet.remove_take(keep_keys=True)
    assert two.data.shape_keys.animation_data.action == action and action.use_fake_user
    assert not actions.is_a_take(action)


def test_an_empty_action_goes_with_its_take(two):
    before = len(bpy.data.actions)
    bpy.ops.expnet.remove_take()
    assert len(bpy.data.actions) == before - 1


def test_names_follow(two):
    bpy.ops.expnet.push_take()
    item(two, "high").name = "shouting"
    assert item(two, "shouting").face_action.name == "shouting"
    assert names(two) == ["shouting"]


def test_nothing_is_assigned_while_a_strip_is_being_edited(two):
    bpy.ops.expnet.push_take()
    data = two.data.shape_keys.animation_data
    data.nla_tracks[0].strips[0].select = True
    data.nla_tracks.active = data.nla_tracks[0]
    data.use_tweak_mode = True
    assert data.use_tweak_mode
    with pytest.raises(RuntimeError, match="leave its tweak mode"):
        bpy.ops.expnet.apply_take()
    item(two, "high").mute = True
    assert "tweak mode" not in bpy.context.window_manager.expnet.sentence  # muting a track needs no action
    data.use_tweak_mode = False
    shown.show(two, item(two, "high"), bpy.context.scene)


def test_undo_takes_a_push_back_in_one_step(two):
    bpy.ops.ed.undo_push(message="two takes")
    bpy.ops.expnet.push_take("EXEC_DEFAULT", True)
    assert names(bpy.data.objects["Face"]) == ["high"]
    bpy.ops.ed.undo()
    obj = bpy.data.objects["Face"]
    assert names(obj) == [] and not obj.expnet.takes["high"].nla
    assert obj.data.shape_keys.animation_data.action == obj.expnet.takes["high"].face_action


def test_takes_survive_save_and_load(two, tmp_path):
    bpy.ops.expnet.push_take()
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "a.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "a.blend"))
    obj = bpy.data.objects["Face"]
    assert len(compat.fcurves_in(item(obj, "low").face_action, obj.data.shape_keys)) == 29
    item(obj, "high").settings.gain = 0.5
    assert value_at(obj, "jawOpen", 30) == pytest.approx(0.4)
    item(obj, "low").mute = False
    assert value_at(obj, "jawOpen", 10) == pytest.approx(0.2)


def test_ramp_is_still_a_ramp_in_the_nla():
    obj = head()
    store(obj, ramp(25), start=10)
    apply()
    bpy.ops.expnet.push_take()
    for frame, value in ((10, 0.0), (22, 0.5), (34, 1.0)):
        assert value_at(obj, "jawOpen", frame) == pytest.approx(value, abs=1e-5)
