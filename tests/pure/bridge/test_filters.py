# SPDX-License-Identifier: GPL-3.0-or-later
"""Smoothing without lag and bridging of gaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge import filters

steps = st.lists(st.floats(0.005, 0.3), min_size=2, max_size=60)
sigmas = st.floats(0.01, 1.0)


def clip(seconds: float = 60, rate: float = 30) -> np.ndarray:
    return np.arange(int(seconds * rate)) / rate


def blinks(time: np.ndarray, length: float = 0.2) -> tuple[np.ndarray, list[int]]:
    """Triangles of height 1 every 4 s, and where their tops are."""
    tops = np.arange(2.0, time[-1] - 1, 4.0)
    values = sum(np.maximum(0.0, 1 - np.abs(time - top) / (length / 2)) for top in tops)
    return np.asarray(values)[:, None], [int(np.argmin(np.abs(time - top))) for top in tops]


@given(steps, sigmas, st.floats(-3, 3))
def test_constants_pass_unchanged(gaps: list[float], sigma: float, level: float):
    time: filters.Array = np.cumsum(gaps)
    values = np.full((len(time), 2), level)
    assert filters.smooth(time, values, sigma) == pytest.approx(values, abs=1e-9)


@given(steps, sigmas)
def test_ramps_pass_unchanged_even_at_the_ends_and_across_uneven_steps(gaps: list[float], sigma: float):
    time: filters.Array = np.cumsum(gaps)
    ramp = (2 * time - 1)[:, None]
    assert filters.smooth(time, ramp, sigma) == pytest.approx(ramp, abs=1e-6)


@given(sigmas)
def test_zero_is_raw_and_the_input_is_left_alone(sigma: float):
    time, values = clip(1), np.random.default_rng(0).random((30, 3))
    before = values.copy()
    assert np.array_equal(filters.smooth(time, values, 0.0), values)
    filters.smooth(time, values, sigma)
    assert np.array_equal(values, before)


@pytest.mark.parametrize("sigma", [0.03, 0.1, 0.3])
def test_nothing_lags(sigma: float):
    """A film run backwards is smoothed to the smooth film run backwards."""
    time = clip(10)
    values = np.random.default_rng(0).normal(size=(300, 2)) + blinks(time)[0]
    backwards = filters.smooth(time[-1] - time[::-1], values[::-1], sigma)[::-1]
    assert filters.smooth(time, values, sigma) == pytest.approx(backwards, abs=1e-9)


@pytest.mark.parametrize(("sigma", "left"), [(0.03, 0.65), (0.05, 0.5), (0.1, 0.35)])
def test_still_faces_come_to_rest_and_blinks_stay_closed(sigma: float, left: float):
    time = clip()
    truth, tops = blinks(time)
    noisy = truth + np.random.default_rng(1).normal(0, 0.02, truth.shape)
    out = filters.smooth(time, noisy, sigma)
    still = np.convolve(truth[:, 0], np.ones(31), "same") == 0
    assert out[still].std() < left * 0.02
    assert out[tops].mean() > 0.97 * truth[tops].mean()


def test_smoothing_counts_in_seconds_not_in_samples():
    """The same noise on twice as many frames: as calm."""
    left = []
    for rate in (30, 60):
        time = clip(60, rate)
        noise = np.random.default_rng(2).normal(0, 0.02, (len(time), 4))
        left.append(filters.smooth(time, noise, 0.1).std() * np.sqrt(rate))
    assert left[0] == pytest.approx(left[1], rel=0.1)


def test_the_usual_power_is_not_moved_by_blinks_nor_by_interpolated_stretches():
    time = clip()
    detail = blinks(time)[0] + np.random.default_rng(3).normal(0, 0.02, (len(time), 1))
    detail[600:1300] = 0.0
    assert np.sqrt(filters.usual_power(detail)[0]) == pytest.approx(0.02, rel=0.15)


def test_more_smoothing_is_never_less_calm():
    """On slow motion with jitter that is not white, as trackers have it."""
    time = clip()
    rng = np.random.default_rng(4)
    jitter = np.convolve(rng.standard_t(3, len(time)), np.ones(3) / 3, "same") * 0.01
    values = (0.3 * np.sin(2 * np.pi * 0.5 * time) + jitter)[:, None] + blinks(time)[0]
    shake = [
        np.median(np.abs(np.diff(filters.smooth(time, values, sigma), 2, axis=0)))
        for sigma in (0.0, 0.03, 0.05, 0.1, 0.2)
    ]
    assert all(after < before for before, after in zip(shake, shake[1:], strict=False))
    assert shake[3] < 0.45 * shake[0]


def test_short_gaps_are_walked_long_ones_held_first():
    time = np.arange(0, 11.0)
    found = np.isin(time, [1, 3, 9])
    at = filters.gap_times(time, found, longest=2.0)
    assert at.tolist() == [0, 1, 2, 3, 3, 3, 3, 3, 6, 9, 9]


def test_without_a_longest_gap_the_last_face_is_held_throughout():
    time = np.arange(0, 5.0)
    at = filters.gap_times(time, np.isin(time, [0, 4]), longest=0.0)
    assert at.tolist() == [0, 0, 0, 0, 4]


NOISE = np.array([0.02])


def test_known_trembling_comes_to_rest_and_blinks_and_closures_stay():
    time = clip()
    truth, tops = blinks(time)
    lips, closures = blinks(time, 0.13)
    lips = 0.6 - 0.5 * lips
    for values, wanted in ((truth, tops), (lips, closures)):
        noisy = values + np.random.default_rng(1).normal(0, NOISE, values.shape)
        out = filters.steady(time, noisy, NOISE)
        still = np.convolve(np.abs(values[:, 0] - values[0, 0]), np.ones(61), "same") < 1e-9
        assert out[still].std() < 0.45 * NOISE
        assert np.abs(out[wanted] - values[wanted]).mean() < 0.1 * np.ptp(values)


def test_what_does_not_tremble_is_left_alone():
    time, values = clip(3), np.random.default_rng(0).random((90, 2))
    before = values.copy()
    out = filters.steady(time, values, np.array([0.0, 0.5]))
    assert out[:, 0] == pytest.approx(values[:, 0], abs=1e-9)
    assert out[:, 1].std() < 0.65 * values[:, 1].std()
    assert np.array_equal(values, before)


@given(st.integers(0, 299), st.integers(1, 120))
def test_a_value_depends_on_its_neighbours_within_the_lag_alone(start: int, length: int):
    time = clip(10)
    values = np.random.default_rng(3).normal(size=(300, 1)).cumsum(0)
    other = values.copy()
    other[start : start + length] += 1
    changed = (filters.steady(time, values, NOISE) != filters.steady(time, other, NOISE))[:, 0]
    if changed.any():
        first, last = time[changed][[0, -1]]
        assert first >= time[start] - filters.LAG - 1e-9
        assert last <= time[min(start + length, 300) - 1] + filters.LAG + 1e-9
