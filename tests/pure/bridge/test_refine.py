# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes to curves."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bridge import rotation
from bridge.basis import DEFAULT, PUBLISHED
from bridge.refine import Curves, RefineError, Settings, Tuning, refine
from bridge.take import Take
from tests.support.takes import take


def ramp(frames: int = 10, rate: float = 24, **changes) -> Take:
    return take(np.linspace(0, 0.9, frames), np.arange(frames) / rate, **changes)


def run(source: Take, **settings) -> Curves:
    return refine(source, DEFAULT, Settings(**settings))


def test_at_the_same_rate_the_curves_are_the_take():
    curves = run(ramp())
    assert curves.frame.tolist() == list(range(1, 11))
    assert curves.values == pytest.approx(ramp().coefficients, abs=1e-6)
    assert not curves.bridged.any()
    assert curves.values.dtype == np.float32


def test_resampling_keeps_time_and_subframes_keep_every_sample():
    source = ramp(31, rate=30)
    whole = run(source, start=101)
    assert whole.frame.tolist() == list(range(101, 126))
    assert whole.values[:, 0] == pytest.approx(np.linspace(0, 0.9, 25), abs=1e-6)
    exact = run(source, start=101, resample=False)
    assert exact.frame == pytest.approx(101 + np.arange(31) * 24 / 30)
    assert exact.values == pytest.approx(source.coefficients, abs=1e-6)


def test_uneven_times_stay_where_they_were():
    curves = run(take([0.0, 0.1, 0.5, 0.6], [0.0, 0.1, 0.5, 0.6]), fps=10)
    assert curves.values[:, 3] == pytest.approx(np.arange(7) / 10, abs=1e-6)


def test_gaps_are_bridged_and_marked_never_neutral():
    found = [False, True, True, False, False, True, False]
    curves = run(take([0, 0.2, 0.4, 0, 0, 1.0, 0], np.arange(7) / 24, found))
    assert curves.values[:, 0] == pytest.approx([0.2, 0.2, 0.4, 0.6, 0.8, 1.0, 1.0], abs=1e-6)
    assert curves.bridged.tolist() == [not seen for seen in found]


def test_gain_and_limits():
    curves = run(ramp(), gain=2.0)
    assert curves.values.max() == 1.0
    free = run(ramp(), gain=2.0, clamp=False)
    assert free.values.max() == pytest.approx(1.8)
    one = tuple(float(name == "jawOpen") for name in DEFAULT.names)
    only = run(ramp(), gain=one)
    assert only.values[:, DEFAULT.index("jawOpen")].max() == pytest.approx(0.9)
    assert np.delete(only.values, DEFAULT.index("jawOpen"), 1).max() == 0.0


def test_the_neutral_frame_becomes_zero():
    curves = run(ramp(), neutral=4, clamp=False)
    assert curves.values[4] == pytest.approx(0.0, abs=1e-7)
    assert curves.values[9, DEFAULT.index("jawOpen")] == pytest.approx(0.5, abs=1e-6)
    assert curves.values[9, DEFAULT.index("eyelidLeft")] == pytest.approx(0.5 / 0.6, abs=1e-6)  # still closes at 1


def test_the_neutral_of_a_stretch_and_of_the_whole_clip():
    values = np.repeat([0.2, 0.21, 0.9, 0.2], [20, 20, 20, 40])
    source = take(values, np.arange(100) / 24)
    jaw = DEFAULT.index("jawOpen")
    assert run(source, neutral=(0, 19)).values[50, jaw] == pytest.approx(0.7)
    assert run(source, neutral=(39, 20)).values[50, jaw] == pytest.approx(0.69)
    assert run(source, neutral="auto").values[50, jaw] == pytest.approx(0.7)


def test_mirror_swaps_the_sides_of_face_and_head():
    values = np.zeros((3, 29))
    values[:, DEFAULT.index("mouthSmileLeft")] = 0.7
    values[:, DEFAULT.index("mouthSide")] = 0.4
    half = np.radians(15)
    source = take(values, np.arange(3) / 24, rotation=np.tile([np.cos(half), 0, np.sin(half), 0], (3, 1)))
    curves = run(source, mirror=True)
    assert curves.values[0, DEFAULT.index("mouthSmileRight")] == pytest.approx(0.7)
    assert curves.values[0, DEFAULT.index("mouthSmileLeft")] == 0.0
    assert curves.values[0, DEFAULT.index("mouthSide")] == pytest.approx(-0.4)
    assert curves.rotation is not None
    assert np.degrees(rotation.to_euler(curves.rotation[0])) == pytest.approx([-30, 0, 0], abs=1e-4)
    yaw, pitch, roll = 0.3, -0.2, 0.1
    source = take(values, np.arange(3) / 24, rotation=np.tile(rotation.from_euler((yaw, pitch, roll)), (3, 1)))
    mirrored = run(source, mirror=True).rotation
    assert mirrored is not None and rotation.to_euler(mirrored[0]) == pytest.approx([-yaw, pitch, -roll], abs=1e-5)


def test_symmetry_draws_the_sides_together():
    values = np.zeros((3, 29))
    values[:, DEFAULT.index("mouthSmileLeft")] = 0.8
    values[:, DEFAULT.index("jawSide")] = 0.5
    for strength, left, right, side in ((0.5, 0.6, 0.2, 0.25), (1.0, 0.4, 0.4, 0.0)):
        row = run(take(values, np.arange(3) / 24), symmetry=strength).values[1]
        assert row[DEFAULT.index("mouthSmileLeft")] == pytest.approx(left)
        assert row[DEFAULT.index("mouthSmileRight")] == pytest.approx(right)
        assert row[DEFAULT.index("jawSide")] == pytest.approx(side)


def test_gain_offset_and_limits_of_one_unit_and_of_a_region():
    tuning = {"jawOpen": Tuning(gain=0.5, offset=0.1, maximum=0.3), "cheekPuff": Tuning(offset=-0.4)}
    curves = run(ramp(), gain=1.2, regions={"brows": 0.5}, units=tuning)
    assert curves.values[2, DEFAULT.index("jawOpen")] == pytest.approx(0.2 * 0.6 + 0.1)
    assert curves.values[:, DEFAULT.index("jawOpen")].max() == pytest.approx(0.3)
    assert curves.values[:, DEFAULT.index("cheekPuff")].min() == 0.0
    assert curves.values[5, DEFAULT.index("browInnerUp")] == pytest.approx(0.5 * 0.6)
    assert curves.values[5, DEFAULT.index("mouthSmileLeft")] == pytest.approx(0.5 * 1.2)
    free = run(ramp(), clamp=False, units={"jawOpen": Tuning(gain=2, maximum=1.5)})
    assert free.values[:, DEFAULT.index("jawOpen")].max() == pytest.approx(1.5)


def test_trim_leaves_the_rest_in_place():
    source = ramp(31, rate=30)
    curves = run(source, start=101, fps=30, first=10, last=19)
    assert curves.frame.tolist() == list(range(111, 121))
    assert curves.values[0, 0] == pytest.approx(0.3)
    with pytest.raises(RefineError, match="set In before Out"):
        run(source, first=20, last=10)


def test_blinks_close_after_gain_and_resampling():
    lid = DEFAULT.index("eyelidLeft")
    values = np.zeros((90, 29))
    values[43:48, lid] = [0.2, 0.5, 0.6, 0.5, 0.2]
    source = take(values, np.arange(90) / 30)
    assert run(source).values[:, lid].max() < 0.62
    curves = run(source, blinks=1.0, gain=0.7)
    assert curves.values[:, lid].max() == pytest.approx(1.0)
    assert np.flatnonzero(curves.values[:, lid]).tolist() == np.flatnonzero(run(source).values[:, lid]).tolist()


def test_closures_are_kept_under_smoothing():
    jaw = DEFAULT.index("jawOpen")
    values = np.full((90, 29), 0.0)
    values[:, jaw] = 0.5 + np.random.default_rng(0).normal(0, 0.02, 90)
    values[43:48, jaw] = [0.35, 0.2, 0.03, 0.2, 0.35]
    source = take(values, np.arange(90) / 30)
    lost = run(source, smoothing=0.3).values[:, jaw].min()
    assert lost > 0.06
    assert run(source, smoothing=0.3, closures=0.5).values[:, jaw].min() == pytest.approx(0.03, abs=1e-6)
    assert run(source, smoothing=0.3, closures=1.0).values[:, jaw].min() == pytest.approx(0.0, abs=1e-6)


def test_axes_without_sides_cannot_be_mirrored_but_everything_else_works():
    source = take(np.linspace(-2, 2, 10), np.arange(10) / 24, names=PUBLISHED.names, meta={"basis": PUBLISHED.id})
    curves = refine(source, PUBLISHED, Settings(symmetry=1.0, blinks=1.0, closures=1.0, regions={"jaw": 0.0}))
    assert curves.values[:, 3] == pytest.approx(np.linspace(-2, 2, 10), abs=1e-6)
    with pytest.raises(RefineError, match="no left and right"):
        refine(source, PUBLISHED, Settings(mirror=True))


def test_smoothing_calms_and_keeps_the_first_frame_in_place():
    noise = np.random.default_rng(0).normal(0.5, 0.05, (240, 29))
    source = take(noise, np.arange(240) / 24)
    smooth = run(source, smoothing=0.1)
    assert smooth.frame.tolist() == run(source).frame.tolist()
    assert smooth.values.std() < 0.6 * run(source).values.std()


def test_rotations_are_unit_continuous_and_bridged_along_the_arc():
    angle = np.linspace(0, 7, 60)
    turns = rotation.about_z(angle) * np.where(np.arange(60) % 2, 1, -1)[:, None]
    found = np.ones(60, bool)
    found[20:25] = False
    turns[~found] = np.nan
    curves = run(take(np.zeros(60), np.arange(60) / 24, found, rotation=turns), smoothing=0.05)
    assert curves.rotation is not None
    assert np.linalg.norm(curves.rotation, axis=1) == pytest.approx(1, abs=1e-6)
    assert np.abs(np.diff(curves.rotation, axis=0)).max() < 0.1
    assert np.abs((curves.rotation * rotation.about_z(angle)).sum(1)) == pytest.approx(1, abs=1e-4)


def test_a_take_without_rotations_gives_none():
    assert run(ramp(rotation=np.full((10, 4), np.nan))).rotation is None


def test_one_frame_is_enough():
    curves = run(take([0.3], [0.0]), smoothing=0.1)
    assert curves.frame.tolist() == [1.0]
    assert curves.values[0] == pytest.approx(0.3)


def test_the_take_is_left_as_it_was():
    source = ramp()
    before = source.coefficients.copy()
    run(source, smoothing=0.2, gain=3.0, neutral=2)
    assert np.array_equal(source.coefficients, before)


def test_another_basis_is_refused_with_what_to_do():
    with pytest.raises(RefineError, match="of the basis arkit-29, the mesh is of bfm-29: choose a mesh"):
        refine(ramp(), PUBLISHED, Settings())
    with pytest.raises(RefineError, match="unknown"):
        run(ramp(meta={}))


def test_no_face_at_all_and_a_neutral_without_a_face_are_said():
    nothing = take(np.zeros(4), np.arange(4), np.zeros(4, bool))
    with pytest.raises(RefineError, match="No face was found"):
        run(nothing)
    with pytest.raises(RefineError, match="Frame 1 of the video shows no face"):
        run(take(np.zeros(3), np.arange(3), [True, False, True]), neutral=1)


@pytest.mark.parametrize("wrong", [{"fps": 0.0}, {"fps_base": -1.0}, {"smoothing": -0.1}, {"max_gap": float("nan")}])
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, float]):
    with pytest.raises(RefineError):
        refine(ramp(), DEFAULT, dataclasses.replace(Settings(), **wrong))


def turning(degrees: list[float]) -> Take:
    turns = rotation.from_euler(np.radians([[yaw, 10.0, 0.0] for yaw in degrees]))
    return take(np.zeros(len(degrees)), np.arange(len(degrees)) / 24, rotation=turns)


def angles(curves: Curves) -> np.ndarray:
    assert curves.rotation is not None
    return np.degrees(rotation.to_euler(curves.rotation))


def test_the_head_counts_from_how_it_is_held_at_rest():
    source = turning([20, 20, 40, 20, 0])
    assert angles(run(source, level=True))[:, 0].mean() == pytest.approx(0, abs=0.5)
    picked = angles(run(source, level=True, neutral=0))
    assert picked[1] == pytest.approx([0, 0, 0], abs=1e-4)
    assert picked[2, 0] == pytest.approx(20, abs=0.5)
    stretch = angles(run(source, level=True, neutral=(0, 1)))
    assert stretch == pytest.approx(picked, abs=1e-4)


@pytest.mark.parametrize("gain", [0.0, 0.5, 1.0, 2.0])
def test_the_heads_gain_scales_the_angle(gain: float):
    source = take(np.zeros(3), np.arange(3) / 24, rotation=rotation.about_z(np.radians([0, 30, -40])))
    assert angles(run(source, head_gain=gain))[:, 2] == pytest.approx(np.array([0, 30, -40]) * gain, abs=1e-3)


def test_gaze_is_bridged_smoothed_scaled_mirrored_and_resampled():
    gaze = np.full((31, 2), (0.2, -0.1), np.float32)
    gaze[10:15] = np.nan
    source = take(np.zeros(31), np.arange(31) / 30, gaze=gaze)
    curves = run(source, smoothing=0.1, gaze_gain=1.5, mirror=True)
    assert curves.gaze is not None and curves.gaze.shape == (25, 2)
    assert curves.gaze == pytest.approx(np.tile([-0.3, -0.15], (25, 1)), abs=1e-6)
    assert run(ramp()).gaze is None
    assert run(take(np.zeros(3), np.arange(3), gaze=np.full((3, 2), np.nan))).gaze is None
