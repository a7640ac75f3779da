# SPDX-License-Identifier: GPL-3.0-or-later
"""Presentation times and scene frames."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge import rotation, timing


def test_video_at_29_97_keeps_time_in_a_scene_at_24():
    times = np.arange(300) * 1001 / 30000
    frames = timing.to_frames(times, start=1, fps=24)
    assert frames[0] == 1
    assert frames[299] == pytest.approx(1 + 299 * 1.001 / 30 * 24)
    whole = timing.whole_frames(frames)
    assert (whole[0], whole[-1]) == (1, 240)


def test_fps_base_divides():
    assert timing.to_frames([1.001], start=0, fps=30, fps_base=1.001)[0] == pytest.approx(30)


def test_equal_rates_give_the_videos_own_frames():
    for fps, base in ((24, 1.0), (30, 1.001), (60, 1.0)):
        times = np.round(np.arange(1000) * base / fps, 6)  # as containers with a microsecond clock
        whole = timing.whole_frames(timing.to_frames(times, 1, fps, base))
        assert whole.tolist() == list(range(1, 1001))


def test_a_video_shorter_than_a_frame_gives_one_key():
    assert timing.whole_frames(np.array([10.2, 10.4])).tolist() == [10.0]


@given(st.floats(-1e4, 1e5), st.floats(1, 240), st.floats(0.5, 2), st.floats(0, 1e4))
def test_frames_and_times_are_inverse(start: float, fps: float, base: float, time: float):
    back = timing.to_times(timing.to_frames([time], start, fps, base), start, fps, base)
    assert back[0] == pytest.approx(time, abs=1e-6)


def test_a_ramp_is_interpolated_exactly_and_held_at_its_ends():
    known = np.array([0.0, 1.0, 3.0])
    out = timing.interpolate(known, known[:, None] * [1.0, -2.0], np.array([-1.0, 0.5, 1.0, 2.0, 9.0]))
    assert out[:, 0].tolist() == [0.0, 0.5, 1.0, 2.0, 3.0]
    assert out[:, 1].tolist() == [0.0, -1.0, -2.0, -4.0, -6.0]


def test_one_sample_is_held():
    assert timing.interpolate(np.array([2.0]), np.array([[0.7]]), np.array([0.0, 5.0])).tolist() == [[0.7], [0.7]]


def test_turning_is_interpolated_at_constant_speed():
    turns = rotation.about_z([0.0, 1.2])
    out = timing.interpolate_rotations(np.array([0.0, 1.0]), turns, np.array([0.25, 0.5]))
    assert np.allclose(out, rotation.about_z([0.3, 0.6]))
