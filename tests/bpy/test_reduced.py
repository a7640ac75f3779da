# SPDX-License-Identifier: GPL-3.0-or-later
"""Few Bezier keys, evaluated by Blender itself, are as near to the full curve as was asked for."""

from __future__ import annotations

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import compat
from bl_ext.user_default.expnet.animation import bake
from bl_ext.user_default.expnet.bridge.basis import DEFAULT
from bl_ext.user_default.expnet.bridge.take import Take

from scripts.demo.performance import perform
from tests.support.characters import head, store
from tests.support.takes import take as make_take


def performed(**changes) -> Take:
    performance = perform()
    noise = np.random.default_rng(0).normal(0, 0.01, performance.units.shape)
    made = make_take(performance.units + noise, performance.time, rotation=performance.rotation, **changes)
    return Take.from_bytes(made.to_bytes())


def values(obj: bpy.types.Object, frames: np.ndarray) -> np.ndarray:
    """(K, 29) as Blender evaluates the curves."""
    curves = compat.fcurves(obj.data.shape_keys)
    paths = [obj.data.shape_keys.key_blocks[name].path_from_id("value") for name in DEFAULT.names]
    return np.array([[curves.find(path).evaluate(frame) for path in paths] for frame in frames])


@pytest.mark.parametrize("bound", [0.005, 0.02])
def test_the_bound_is_kept_by_blenders_own_evaluation(bound: float):
    obj = head()
    item = store(obj, performed(), smoothing=0.05, resample=True)
    full = bake.apply(obj, item, bpy.context.scene)
    frames = np.arange(full.first, full.last + 1)
    wanted = values(obj, frames)
    item.settings.tolerance = bound
    item.settings.reduce = True
    assert np.abs(values(obj, frames) - wanted).max() <= bound + 1e-5
    between = values(obj, frames[:-1] + 0.5)
    assert between.min() >= wanted.min() - 1e-5 and between.max() <= wanted.max() + 1e-5
    few = bake.apply(obj, item, bpy.context.scene)
    assert few.keys < 0.3 * full.keys == 0.3 * len(frames)


def test_keys_are_editable_beziers_and_stay_so():
    obj = head()
    item = store(obj, performed(), smoothing=0.05, reduce=True)
    bake.apply(obj, item, bpy.context.scene)
    curve = compat.fcurves(obj.data.shape_keys).find('key_blocks["jawOpen"].value')
    before = [(tuple(point.handle_left), tuple(point.handle_right)) for point in curve.keyframe_points]
    assert {point.interpolation for point in curve.keyframe_points} == {"BEZIER"}
    assert {point.handle_right_type for point in curve.keyframe_points} == {"ALIGNED"}
    curve.update()
    after = [(tuple(point.handle_left), tuple(point.handle_right)) for point in curve.keyframe_points]
    np.testing.assert_allclose(after, before, atol=1e-4)


@pytest.mark.parametrize("mode", ["XYZ", "QUATERNION", "AXIS_ANGLE"])
def test_the_heads_turns_are_kept_to_within_half_a_degree(mode: str):
    obj = head()
    obj.rotation_mode = mode
    item = store(obj, performed(), smoothing=0.05, head_rotation=True, tolerance=0.005)

    def turns() -> list:
        out = []
        for frame in range(int(item.first), int(item.last), 5):
            bpy.context.scene.frame_set(frame)
            evaluated = obj.evaluated_get(bpy.context.evaluated_depsgraph_get())
            out.append(evaluated.matrix_world.to_quaternion())
        return out

    bake.apply(obj, item, bpy.context.scene)
    full = turns()
    item.settings.reduce = True
    off = [a.rotation_difference(b).angle for a, b in zip(full, turns(), strict=True)]
    assert np.degrees(max(min(angle, 2 * np.pi - angle) for angle in off)) < 0.6


def test_gaps_are_still_marked():
    found = np.ones(240, bool)
    found[100:140] = False
    obj = head()
    take = Take.from_bytes(make_take(np.sin(np.arange(240) / 9) ** 2, np.arange(240) / 24, found).to_bytes())
    bake.apply(obj, store(obj, take, reduce=True), bpy.context.scene)
    points = compat.fcurves(obj.data.shape_keys).find('key_blocks["jawOpen"].value').keyframe_points
    for point in points:
        assert (point.type == "BREAKDOWN") == (101 <= point.co.x <= 140)


def test_one_unit_that_is_tuned_leaves_the_others_keys_alone():
    obj = head()
    item = store(obj, performed(), smoothing=0.05, reduce=True)
    bake.apply(obj, item, bpy.context.scene)
    frames = np.arange(1, 100.0)
    before = values(obj, frames)
    item.settings.units["jawOpen"].gain = 0.5
    after = values(obj, frames)
    jaw = DEFAULT.index("jawOpen")
    assert np.array_equal(np.delete(after, jaw, 1), np.delete(before, jaw, 1))
    assert after[:, jaw] == pytest.approx(before[:, jaw] / 2, abs=0.011)
