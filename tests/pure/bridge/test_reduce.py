# SPDX-License-Identifier: GPL-3.0-or-later
"""Few keys, within the error that was allowed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge import filters
from bridge.reduce import Key, reduce
from scripts.demo.performance import perform
from tests.support.bezier import evaluate

curves = st.lists(
    st.lists(st.floats(-3, 3, width=32), min_size=12, max_size=12), min_size=1, max_size=40
)  # some samples of 12 curves


def error(frame: np.ndarray, values: np.ndarray, keys: list[Key]) -> float:
    return max(np.abs(evaluate(key, frame) - column).max() for key, column in zip(keys, values.T, strict=True))


@settings(max_examples=40)
@given(curves, st.floats(1e-3, 0.5), st.lists(st.floats(0.01, 5), min_size=40, max_size=40))
def test_the_bound_is_kept_at_every_sample_of_any_curve(samples: list[list[float]], bound: float, gaps: list[float]):
    values, frame = np.array(samples), np.cumsum(gaps)[: len(samples)]
    keys = reduce(frame, values, bound)
    assert len(keys) == 12
    assert error(frame, values, keys) <= bound + 1e-5  # single precision
    for key, column in zip(keys, values.T, strict=True):
        assert (key.row[0], key.row[-1]) == (0, len(frame) - 1)
        assert (np.diff(key.row) > 0).all()
        assert np.array_equal(key.frame, frame[key.row]) and np.array_equal(key.value, column[key.row])


@settings(max_examples=40)
@given(curves, st.floats(1e-3, 0.5))
def test_nothing_overshoots_between_keys(samples: list[list[float]], bound: float):
    values, frame = np.array(samples), np.arange(len(samples), dtype=float)
    for key in reduce(frame, values, bound):
        for left, right in zip(range(len(key.row)), range(1, len(key.row)), strict=False):
            between = evaluate(key, np.linspace(key.frame[left], key.frame[right], 9))
            low, high = sorted((key.value[left], key.value[right]))
            assert low - 1e-9 <= between.min() and between.max() <= high + 1e-9


def test_handles_are_in_line_and_stay_between_their_keys():
    time = np.arange(300) / 30
    (key,) = reduce(np.arange(300.0), np.sin(time)[:, None], 0.005)
    point = np.stack((key.frame, key.value), 1)
    into, out = point - key.left, key.right - point
    cross = into[:, 0] * out[:, 1] - into[:, 1] * out[:, 0]
    assert cross == pytest.approx(0, abs=1e-9)
    assert (key.right[:-1, 0] <= key.left[1:, 0]).all()


def test_motion_takes_far_fewer_keys_than_frames_and_rest_two():
    performance = perform(60, 30)
    noise = np.random.default_rng(0).normal(0, 0.02, performance.units.shape)
    calm = filters.smooth(performance.time, performance.units + noise, 0.05)
    frame = performance.time * 30
    counts = [len(key.row) for key in reduce(frame, calm, 0.02)]
    assert np.mean(counts) < 0.1 * len(frame)
    exact = [len(key.row) for key in reduce(frame, performance.units, 0.01)]
    assert np.mean(exact) < 0.04 * len(frame)
    assert [len(key.row) for key in reduce(frame, np.ones((len(frame), 2)), 0.01)] == [2, 2]


def test_each_curve_has_its_own_bound():
    frame = np.arange(200.0)
    values = np.random.default_rng(0).random((200, 1)).repeat(2, 1)
    fine, coarse = reduce(frame, values, np.array([0.01, 0.3]))
    assert len(fine.row) > 1.5 * len(coarse.row)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_short_curves(count: int):
    frame, values = np.arange(count) + 5.0, np.linspace(0, 1, count)[:, None]
    (key,) = reduce(frame, values, 0.01)
    assert key.row.tolist() == ([0] if count == 1 else [0, count - 1])
    assert evaluate(key, frame) == pytest.approx(values[:, 0], abs=1e-6)
