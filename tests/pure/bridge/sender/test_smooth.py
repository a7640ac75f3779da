# SPDX-License-Identifier: GPL-3.0-or-later
"""Local fits: what they must keep and what they must take away."""

from __future__ import annotations

import numpy as np
import pytest

from bridge.sender.smooth import local_fit

TIMES = np.arange(7) / 30


@pytest.mark.parametrize("at", [0, 3, 6])
def test_accelerated_motion_passes_unchanged(at: int) -> None:
    values = np.column_stack([3 + 40 * TIMES - 90 * TIMES**2, 7 - 2 * TIMES])
    fit, distance = local_fit(TIMES, values, TIMES[at])
    assert fit == pytest.approx(values[at], abs=1e-9)
    assert distance == pytest.approx(0, abs=1e-9)


def test_noise_shrinks_to_less_than_two_thirds() -> None:
    noise = np.random.default_rng(0).normal(size=(400, 7))
    middle = [local_fit(TIMES, row[:, None], TIMES[3])[0][0] for row in noise]
    assert 0.3 < np.std(middle) < 0.67


@pytest.mark.parametrize("count", [1, 2])
def test_too_few_samples_give_the_nearest(count: int) -> None:
    values = np.array([[5.0], [9.0]])[:count]
    assert local_fit(TIMES[:count], values, 0.001)[0] == pytest.approx([5.0])


def test_uneven_times_count_as_they_are() -> None:
    times = np.array([0.0, 0.01, 0.1, 0.13, 0.2])
    assert local_fit(times, (5 * times)[:, None], 0.1)[0] == pytest.approx([0.5])


def test_the_distance_tells_noise_but_not_one_stray_sample() -> None:
    values = np.full((7, 2), 10.0)
    noisy = values + np.random.default_rng(1).normal(size=(7, 2))
    assert 0.2 < local_fit(TIMES, noisy, TIMES[3])[1] < 1.5
    values[6] += 0.5
    assert local_fit(TIMES, values, TIMES[3])[1] < 0.1
