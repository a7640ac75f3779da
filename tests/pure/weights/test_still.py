# SPDX-License-Identifier: GPL-3.0-or-later
"""Stillness and blinks, on curves of which both are known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bridge.basis import DEFAULT
from weights.train import still

LID = DEFAULT.index("eyelidLeft")


def moving(frames: int = 60) -> np.ndarray:
    """Every channel runs through 0.1 in each frame."""
    return np.repeat((np.arange(frames) % 2)[:, None] * 0.1, len(DEFAULT), axis=1)


def test_a_segment_lasts_while_no_channel_leaves_the_bound() -> None:
    reference = moving()
    reference[5:25] = 0.3
    reference[24, 7] += 0.06  # one channel is enough
    reference[40:49] = 0.3  # too short
    assert still.segments(reference, np.arange(60)) == [slice(5, 24)]


def test_a_slow_drift_ends_a_segment() -> None:
    reference = np.zeros((60, len(DEFAULT)))
    reference[:, 3] = np.arange(60) * 0.0026
    parts = still.segments(reference, np.arange(60))
    assert parts == [slice(0, 20), slice(20, 40), slice(40, 60)]


def test_frames_that_are_missing_end_a_segment() -> None:
    frames = np.concatenate([np.arange(15), np.arange(20, 28)])
    assert still.segments(np.zeros((23, len(DEFAULT))), frames) == [slice(0, 15)]


def test_jitter_is_that_of_the_second_differences_within_the_parts() -> None:
    units = moving() + np.arange(60)[:, None] * 0.5  # trembling on top of a steady movement
    units[10:] += 100
    assert still.jitter(units, [slice(0, 10), slice(10, 30)]) == pytest.approx(0.2)
    assert still.jitter(units * 0 + np.arange(60)[:, None], [slice(0, 60)]) == pytest.approx(0)
    assert math.isnan(still.jitter(units, []))


def test_a_blink_falls_shut_and_opens_again() -> None:
    lid = np.full(40, 0.1)
    lid[:3] = 0.9  # never seen to fall
    lid[10:14] = 0.6, 0.9, 0.7, 0.55
    lid[20] = 0.5  # does not rise above it
    lid[36:] = 0.8  # never seen to open
    assert still.blinks(lid, np.arange(40)) == [11]
    assert still.blinks(lid, np.concatenate([np.arange(12), np.arange(50, 78)])) == []  # cut in the middle


@pytest.mark.parametrize(("late", "height", "good"), [(0, 0.5, 1), (1, 0.5, 1), (-1, 0.5, 1), (2, 0.5, 0), (0, 0.3, 0)])
def test_a_lid_follows_a_blink_within_a_frame_and_far_enough(late: int, height: float, good: int) -> None:
    found = np.zeros(100)
    found[70:74] = 0.5  # what this lid can do
    found[20 + late] = height
    assert still.reached(found, [20]) == good


def test_stillness_counts_single_lids_and_leaves_out_clips_without_rest() -> None:
    still_one, restless = np.zeros((60, len(DEFAULT))), moving()
    still_one[30, LID] = 0.9
    result = still.stillness(
        {"a": still_one, "b": restless}, {"a": still_one, "b": restless}, {name: np.arange(60) for name in "ab"}
    )
    assert result.frames == {"a": 59}
    assert result.mean == pytest.approx(0)
    assert (result.reached, result.blinks) == (1, 1)
