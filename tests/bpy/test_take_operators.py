# SPDX-License-Identifier: GPL-3.0-or-later
"""Import, export, removal and rate: each through its operator."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import compat, takes
from bl_ext.user_default.expnet.animation import bake
from bl_ext.user_default.expnet.bridge.take import Take
from bl_ext.user_default.expnet.ui import plot

from tests.support.characters import head, mesh_object, ramp, store, value_at
from tests.support.takes import take as make_take


@pytest.mark.parametrize("suffix", [".npz", ".csv"])
def test_export_and_import(tmp_path: Path, suffix: str):
    store(head(), ramp(25))
    path = tmp_path / f"smile{suffix}"
    assert bpy.ops.expnet.export_take(filepath=str(path)) == {"FINISHED"}
    other = head("Other")
    bpy.context.scene.frame_start = 5
    assert bpy.ops.expnet.import_take(filepath=str(path)) == {"FINISHED"}
    (item,) = other.expnet.takes
    assert (item.name, item.frames, item.applied, item.settings.start) == ("smile", 25, True, 5)
    assert value_at(other, "jawOpen", 29) == pytest.approx(1.0, abs=0.05)  # smoothed


def test_export_adds_a_missing_suffix(tmp_path: Path):
    store(head(), ramp(25))
    bpy.ops.expnet.export_take(filepath=str(tmp_path / "smile"))
    assert len(Take.load(tmp_path / "smile.npz")) == 25


@pytest.mark.parametrize(("name", "words"), [("a.npz", "no take of ExpNet"), ("a.csv", "layout of Live Link Face")])
def test_import_of_something_else(tmp_path: Path, name: str, words: str):
    obj = head()
    (tmp_path / name).write_bytes(b"x,y\n1,2\n")
    with pytest.raises(RuntimeError, match=words):
        bpy.ops.expnet.import_take(filepath=str(tmp_path / name))
    assert not obj.expnet.takes


def test_import_onto_a_mesh_without_shape_keys(tmp_path: Path):
    ramp().save(tmp_path / "a.npz")
    cube = mesh_object("Cube")
    with pytest.raises(RuntimeError, match="has no shape keys"):
        bpy.ops.expnet.import_take(filepath=str(tmp_path / "a.npz"))
    assert not cube.expnet.takes


def test_apply_without_a_take_or_outside_object_mode():
    head()
    with pytest.raises(RuntimeError, match="no take to apply"):
        bpy.ops.expnet.apply_take()
    bpy.ops.object.mode_set(mode="EDIT")
    assert not bpy.ops.expnet.apply_take.poll()
    bpy.ops.object.mode_set(mode="OBJECT")


def test_apply_keeps_its_settings_with_the_take():
    obj = head()
    item = store(obj, ramp(25))
    bpy.ops.expnet.apply_take(start=7, gain=0.5, smoothing=0.0)
    assert (item.settings.start, item.settings.gain) == (7, 0.5)
    assert value_at(obj, "jawOpen", 31) == pytest.approx(0.5)


def test_apply_that_is_refused_changes_nothing():
    obj = head()
    found = np.ones(25, bool)
    found[3] = False
    item = store(obj, ramp(25, found=found), gain=0.75)
    with pytest.raises(RuntimeError, match="choose another frame for the neutral"):
        bpy.ops.expnet.apply_take(neutral_from="FRAME", neutral=3)
    assert not item.applied and item.settings.neutral_from == "NONE"
    assert item.settings.gain == 0.75
    assert obj.data.shape_keys.animation_data is None


def test_setting_that_is_refused_is_said_in_the_panel():
    obj = head()
    found = np.ones(25, bool)
    found[3] = False
    item = store(obj, ramp(25, found=found))
    bake.apply(obj, item, bpy.context.scene)
    item.settings.neutral = 3
    item.settings.neutral_from = "FRAME"
    shown = bpy.context.window_manager.expnet
    assert "choose another frame" in shown.sentence
    item.settings.neutral = 4
    assert shown.sentence == ""


@pytest.mark.parametrize("keep", [False, True])
def test_remove(keep: bool):
    obj = head()
    bake.apply(obj, store(obj, ramp(25)), bpy.context.scene)
    bpy.ops.expnet.remove_take(keep_keys=keep)
    assert takes.active(obj) is None
    curves = compat.fcurves(obj.data.shape_keys)
    assert bool(curves is not None and len(curves)) == keep


def test_match_rate_sets_the_scene_and_applies_again():
    obj = head()
    rate = 30 / 1.001
    item = store(obj, ramp(91, rate, meta={"basis": "arkit-29", "rate": rate}))
    bake.apply(obj, item, bpy.context.scene)
    assert bpy.context.scene.render.fps == 24
    bpy.ops.expnet.match_rate()
    render = bpy.context.scene.render
    assert (render.fps, render.fps_base) == (30, pytest.approx(1.001))
    assert (item.first, item.last) == (1, 91)


def test_a_duplicate_has_the_same_result_and_settings_and_does_not_play():
    obj = head()
    store(obj, ramp(25), gain=0.5)
    bpy.ops.expnet.apply_take()
    obj.expnet.takes[0].settings.units["jawOpen"].offset = 0.1
    bpy.ops.expnet.duplicate_take()
    first, second = obj.expnet.takes
    assert (second.name, second.mute, second.applied, second.settings.gain) == ("clip.001", True, False, 0.5)
    assert second.settings.units["jawOpen"].offset == pytest.approx(0.1)
    assert first.uid != second.uid and takes.load(first).to_bytes() == takes.load(second).to_bytes()
    assert value_at(obj, "jawOpen", 25) == pytest.approx(0.6)
    second.settings.gain = 0.25
    second.mute = False
    assert value_at(obj, "jawOpen", 25) == pytest.approx(0.35) and first.mute


def test_relink_says_when_it_is_another_video(tmp_path: Path, capfd):
    obj = head()
    path = tmp_path / "moved.mp4"
    path.write_bytes(b"the video")
    digest = hashlib.sha256(b"the video").hexdigest()
    item = store(obj, ramp(25, meta={"basis": "arkit-29", "sha256": digest}))
    assert bpy.ops.expnet.relink_video(filepath=str(path)) == {"FINISHED"}
    assert item.video == str(path) and "is not the file" not in capfd.readouterr().out
    path.write_bytes(b"another")
    bpy.ops.expnet.relink_video(filepath=str(path))
    assert "is not the file that was solved" in capfd.readouterr().out
    with pytest.raises(RuntimeError, match="cannot be read"):
        bpy.ops.expnet.relink_video(filepath=str(tmp_path / "gone.mp4"))


def test_solving_again_without_the_video_says_what_to_do():
    obj = head()
    store(obj, ramp(25)).video = "/nowhere/a.mp4"
    with pytest.raises(RuntimeError, match="relink it first"):
        bpy.ops.expnet.resolve_take()


def test_frames_are_picked_from_the_timeline():
    obj = head()
    item = store(obj, ramp(60, 30.0), start=11)
    scene = bpy.context.scene
    picked = ("trim_first", 11, 0), ("neutral", 19, 10), ("trim_last", 27, 20), ("neutral", 900, 59)
    for field, frame, wanted in picked:
        scene.frame_set(frame)
        bpy.ops.expnet.pick_frame(field=field)
        assert getattr(item.settings, field) == wanted
    bpy.ops.expnet.apply_take()
    item.settings.use_trim = True
    assert (item.first, item.last) == (11, 27)


def test_the_scenes_range_on_request():
    obj = head()
    item = store(obj, ramp(25), start=101)
    with pytest.raises(RuntimeError, match="apply it first"):
        bpy.ops.expnet.set_range()
    bpy.ops.expnet.apply_take()
    scene = bpy.context.scene
    before = scene.frame_start, scene.frame_end
    bpy.ops.expnet.set_range(preview=True)
    assert (scene.frame_preview_start, scene.frame_preview_end) == (101, 125) and scene.use_preview_range
    assert (scene.frame_start, scene.frame_end) == before
    bpy.ops.expnet.set_range(preview=False)
    assert (scene.frame_start, scene.frame_end) == (101, 125)
    assert item.applied


def test_units_are_listed_with_what_is_known_of_them_and_tuned_live():
    obj = head()
    meta = {"basis": "arkit-29", "reliability": {"jawOpen": 0.9}}
    take = make_take(np.zeros((25, 29)), np.arange(25) / 24, meta=meta)
    values = take.coefficients.copy()
    values[10:, 11] = 0.5
    take = Take.from_bytes(dataclasses.replace(take, coefficients=values).to_bytes())
    item = store(obj, take)
    assert [unit.name for unit in item.settings.units if unit.moved] == ["jawOpen"]
    jaw = item.settings.units["jawOpen"]
    assert jaw.reliability == pytest.approx(0.9) and item.settings.units["cheekPuff"].reliability == -1.0
    bpy.ops.expnet.apply_take()
    jaw.gain = 1.5
    assert value_at(obj, "jawOpen", 20) == pytest.approx(0.75)
    jaw.maximum, jaw.use_limits = 0.6, True
    assert value_at(obj, "jawOpen", 20) == pytest.approx(0.6)
    bpy.ops.expnet.reset_units(unit="jawOpen")
    assert value_at(obj, "jawOpen", 20) == pytest.approx(0.5)
    with pytest.raises(RuntimeError, match="has no unit"):
        bpy.ops.expnet.reset_units(unit="tail")


def test_the_plot_is_drawn_for_every_take():
    obj = head()
    found = np.ones(60, bool)
    found[10:20] = False
    item = store(obj, ramp(60, 30.0, found=found))
    unit = item.settings.units["jawOpen"]
    seen = [plot.update(bpy.context, item, unit)[:]]
    item.settings.gain = 0.5
    seen.append(plot.update(bpy.context, item, unit)[:])
    bpy.context.scene.frame_set(30)
    seen.append(plot.update(bpy.context, item, unit)[:])
    assert len({tuple(pixels) for pixels in seen}) == 3
    item.settings.use_trim, item.settings.trim_first = True, 100
    item.settings.trim_last = 50
    assert plot.update(bpy.context, item, unit) is None  # nothing is left; the panel says so
    plot.clear()
