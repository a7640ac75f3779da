# SPDX-License-Identifier: GPL-3.0-or-later
"""Presets that ship do what they are called, and the user's own come back as they were saved."""

from __future__ import annotations

import json
from pathlib import Path

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import compat, presets
from bl_ext.user_default.expnet.bridge.basis import DEFAULT
from bl_ext.user_default.expnet.bridge.take import Take
from bl_ext.user_default.expnet.errors import Refusal

from scripts.demo.performance import perform
from tests.support.characters import head, ramp, store, value_at
from tests.support.takes import take as make_take

JAW, LID, BROW = (DEFAULT.index(name) for name in ("jawOpen", "eyelidLeft", "browInnerUp"))


@pytest.fixture(autouse=True)
def no_presets():
    for name in presets.own():
        presets.remove(name)


@pytest.fixture
def face() -> bpy.types.Object:
    """A head with a take of the demo's performance: noise on it, half-closed lids, a bias of 0.1 on every unit."""
    performance = perform()
    units = performance.units.copy()
    units[:, LID] *= 0.7
    noise = np.random.default_rng(0).normal(0, 0.02, units.shape)
    made = make_take(units + 0.1 + noise, performance.time)
    obj = head()
    item = store(obj, Take.from_bytes(made.to_bytes()), start=7)
    bpy.ops.expnet.apply_take()
    assert item.applied
    return obj


def use(obj: bpy.types.Object, name: str) -> np.ndarray:
    """(K, 29) curves with a preset."""
    assert bpy.ops.expnet.apply_preset(name=name) == {"FINISHED"}
    curves = compat.fcurves(obj.data.shape_keys)
    paths = [obj.data.shape_keys.key_blocks[unit].path_from_id("value") for unit in DEFAULT.names]
    item = obj.expnet.takes[0]
    frames = np.arange(item.first, item.last + 1)
    return np.array([[curves.find(path).evaluate(frame) for path in paths] for frame in frames])


def jitter(values: np.ndarray) -> float:
    return float(np.median(np.abs(np.diff(values, 2, axis=0))))


def test_what_ships_is_what_it_says(face):
    raw, default, subtle, speech, strong, few = (use(face, name) for name in presets.SHIPPED)
    taken = face.expnet.takes[0]
    assert taken.settings.start == 7  # a matter of the take, not of taste
    assert jitter(default) < 0.5 * jitter(raw)
    assert jitter(subtle) < jitter(default)
    assert subtle[:, BROW].max() < speech[:, BROW].max() < strong[:, BROW].max()
    for closing in (subtle, speech, strong, few):
        assert closing[:, LID].max() == pytest.approx(1.0, abs=0.02)
    assert default[:, LID].max() < 0.9
    for centred in (subtle, speech, strong):  # the bias is gone
        assert np.quantile(centred[:, JAW], 0.1) < 0.03 < 0.09 < np.quantile(default[:, JAW], 0.1)
    assert len(compat.fcurves(face.data.shape_keys)[JAW].keyframe_points) < 0.4 * len(few)
    assert np.abs(few - use(face, "Default"))[:, BROW].max() < 0.1


def test_a_preset_undoes_what_another_has_done(face):
    before = use(face, "Default")
    use(face, "Strong")
    face.expnet.takes[0].settings.units["jawOpen"].gain = 2.0
    assert np.array_equal(use(face, "Default"), before)


def test_own_presets_come_back(face):
    settings = face.expnet.takes[0].settings
    settings.gain_jaw, settings.neutral_from, settings.reduce = 1.5, "AUTO", True
    unit = settings.units["cheekPuff"]
    unit.offset, unit.use_limits, unit.maximum = -0.25, True, 0.5
    assert bpy.ops.expnet.save_preset(name="Ä Hero-2") == {"FINISHED"}
    assert presets.own() == ["Ä Hero-2"]
    use(face, "Raw")
    assert settings.gain_jaw == 1.0 and unit.offset == 0.0
    bpy.ops.expnet.apply_preset(name="Ä Hero-2", own=True)
    assert (settings.gain_jaw, settings.neutral_from, settings.reduce) == (1.5, "AUTO", True)
    assert (unit.offset, unit.use_limits, unit.maximum) == (-0.25, True, 0.5)
    bpy.ops.expnet.remove_preset(name="Ä Hero-2")
    assert presets.own() == []


@pytest.mark.parametrize("name", ["", " ", "../x", "a/b", "a\\b", ".", "con.", "x\n"])
def test_names_that_are_no_file_names(face, name: str):
    with pytest.raises(RuntimeError, match="Give the preset a name"):
        bpy.ops.expnet.save_preset(name=name)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"gain": "high"}', '{"gain": NaN}', '{"gain": true}', '{"neutral_from": "EVIL"}', '{"units": [1]}',
     '{"units": {"jawOpen": {"gain": null}}}', '{"units": {"jawOpen": {"exec": 1}}}', "[" * 100_000, "1" * 300_000],
)  # fmt: skip
def test_a_file_that_is_no_preset_is_one_sentence(face, text: str):
    presets.save("bad", {})
    path = Path(bpy.utils.extension_path_user("bl_ext.user_default.expnet", path="presets"), "bad.json")
    path.write_text(text, "utf-8")
    with pytest.raises(RuntimeError, match="is no preset of ExpNet: delete it"):
        bpy.ops.expnet.apply_preset(name="bad", own=True)
    path.write_text(json.dumps({"gain": 0.5, "of a later version": [1, 2]}), "utf-8")
    bpy.ops.expnet.apply_preset(name="bad", own=True)
    assert face.expnet.takes[0].settings.gain == 0.5


def test_presets_that_are_not_there(face):
    with pytest.raises(RuntimeError, match="There is no preset"):
        bpy.ops.expnet.apply_preset(name="Best")
    with pytest.raises(RuntimeError, match="cannot be read"):
        bpy.ops.expnet.apply_preset(name="Best", own=True)
    with pytest.raises(Refusal, match="cannot be deleted"):
        presets.remove("Best")


def test_a_preset_on_a_take_that_is_not_applied_waits_for_it():
    obj = head()
    store(obj, ramp())
    bpy.ops.expnet.apply_preset(name="Strong")
    assert obj.data.shape_keys.animation_data is None
    bpy.ops.expnet.apply_take()
    assert obj.expnet.takes[0].settings.gain == pytest.approx(1.35)
    assert value_at(obj, "jawOpen", 25) == pytest.approx(1.0, abs=0.05)
