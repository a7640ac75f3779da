# SPDX-License-Identifier: GPL-3.0-or-later
"""Import, export, removal and rate: each through its operator."""

from __future__ import annotations

from pathlib import Path

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import compat, takes
from bl_ext.user_default.expnet.animation import bake
from bl_ext.user_default.expnet.bridge.take import Take

from tests.support.characters import head, mesh_object, ramp, store, value_at


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
        bpy.ops.expnet.apply_take(use_neutral=True, neutral=3)
    assert not item.applied and not item.settings.use_neutral
    assert item.settings.gain == 0.75
    assert obj.data.shape_keys.animation_data is None


def test_setting_that_is_refused_is_said_in_the_panel():
    obj = head()
    found = np.ones(25, bool)
    found[3] = False
    item = store(obj, ramp(25, found=found))
    bake.apply(obj, item, bpy.context.scene)
    item.settings.neutral = 3
    item.settings.use_neutral = True
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
