# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes to curves."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bridge import rotation
from bridge.basis import DEFAULT, PUBLISHED
from bridge.refine import Curves, RefineError, Settings, refine
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
    assert curves.values[9] == pytest.approx(0.5, abs=1e-6)


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
