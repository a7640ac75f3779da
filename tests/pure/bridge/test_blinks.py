# SPDX-License-Identifier: GPL-3.0-or-later
"""Blinks close, within their frames; nothing else changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.blinks import sharpen

TIME = np.arange(300) / 30


def lid(*blinks: tuple[float, float], rest: float = 0.1) -> np.ndarray:
    """An open eye that closes at each (time, height) for a quarter of a second in all."""
    shape = [np.maximum(0.0, 1 - np.abs(TIME - at) / 0.125) * (height - rest) for at, height in blinks]
    return rest + np.sum(shape, 0)


def test_a_blink_reaches_closed_and_opens_within_the_same_frames():
    before = lid((2.0, 0.6), (5.0, 0.8))
    after = sharpen(TIME, before, 1.0, 1.0)
    assert after[60] == pytest.approx(1.0) and after[150] == pytest.approx(1.0)
    assert np.array_equal(after[before == 0.1], before[before == 0.1])
    assert (np.diff(after)[np.diff(before) > 0] > 0).all()
    assert sharpen(TIME, before, 1.0, 0.5)[60] == pytest.approx(0.8)
    assert np.array_equal(sharpen(TIME, before, 1.0, 0.0), before)


def test_a_squint_a_glance_down_and_jitter_are_no_blinks():
    for still in (
        lid((3.0, 0.3)),
        0.1 + 0.5 * (np.abs(TIME - 5) < 1.5),
        0.1 + np.random.default_rng(0).normal(0, 0.03, 300),
    ):
        assert np.array_equal(sharpen(TIME, still, 1.0, 1.0), still)


def test_a_blink_on_a_lowered_lid_closes_too():
    lowered = lid((3.0, 0.8), rest=0.4)
    assert sharpen(TIME, lowered, 1.0, 1.0).max() == pytest.approx(1.0)


@given(st.lists(st.floats(-0.25, 1.2), min_size=0, max_size=80), st.floats(0, 1))
def test_nothing_opens_and_nothing_is_pushed_beyond_closed(values: list[float], strength: float):
    before: np.ndarray = np.array(values)
    after = sharpen(np.arange(len(values)) / 30, before, 1.0, strength)
    assert (after >= before - 1e-9).all()
    assert (after <= np.maximum(before, 1.0) + 1e-9).all()
