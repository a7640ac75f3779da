# SPDX-License-Identifier: GPL-3.0-or-later
"""Lips that meet in the video meet on the character, however much is smoothed."""

from __future__ import annotations

import numpy as np
import pytest

from bridge import closures, filters
from bridge.anatomy import anatomy
from bridge.basis import DEFAULT, PUBLISHED

PARTS = anatomy(DEFAULT)
TIME = np.arange(240) / 30
JAW, SEAL, LOWER = (DEFAULT.index(name) for name in ("jawOpen", "mouthClose", "mouthLowerDown"))
MET = [60, 120, 180]


def speech(**others: float) -> np.ndarray:
    """(240, 29) a mouth half open that shuts on ``MET``, for five frames in all; ``others`` stay as they are."""
    values = np.zeros((240, 29))
    values[:, JAW] = 0.5
    for at in MET:
        values[at - 2 : at + 3, JAW] = [0.35, 0.12, 0.02, 0.12, 0.35]
    for name, value in others.items():
        values[:, DEFAULT.index(name)] = value
    return values


def closed(raw: np.ndarray, strength: float, smoothing: float = 0.15) -> np.ndarray:
    weight = closures.weights(TIME, closures.opening(PARTS, raw))
    return closures.close(PARTS, filters.local_mean(TIME, raw, smoothing), raw, weight, strength)


def test_smoothing_opens_the_lips_and_the_bias_closes_them_again():
    raw = speech(mouthLowerDown=0.3)
    lost, kept, shut = (closed(raw, strength) for strength in (0.0, 0.5, 1.0))
    assert lost[MET, JAW].min() > 0.3
    assert kept[MET, JAW] == pytest.approx(0.02, abs=1e-9)
    assert shut[MET, JAW] == pytest.approx(0.0, abs=1e-9) and shut[MET, LOWER] == pytest.approx(0.0, abs=1e-9)
    far = np.abs(np.arange(240)[:, None] - MET).min(1) > 8
    assert np.array_equal(shut[far], lost[far])


def test_a_jaw_that_the_lips_make_up_for_stays_open():
    raw = speech()
    raw[:, SEAL] = np.where(raw[:, JAW] < 0.3, 0.25, 0.0)
    raw[:, JAW] = np.maximum(raw[:, JAW], 0.25)
    assert closures.opening(PARTS, closed(raw, 0.0))[MET].min() > 0.3
    for strength in (0.5, 1.0):
        shut = closed(raw, strength)
        assert shut[MET, JAW] == pytest.approx(0.25) and shut[MET, SEAL] == pytest.approx(0.25)


@pytest.mark.parametrize("raw", [np.full((240, 29), 0.3), speech(mouthUpperUp=0.8, mouthLowerDown=0.9)])
def test_an_open_mouth_and_teeth_that_show_are_no_closure(raw: np.ndarray):
    assert not closures.weights(TIME, closures.opening(PARTS, raw)).any()


def test_a_rest_with_closed_lips_is_no_closure():
    raw = np.zeros((240, 29))
    raw[60:120, JAW] = 0.5
    assert not closures.weights(TIME, closures.opening(PARTS, raw)).any()


def test_what_is_closed_on_one_frame_of_the_video_is_closed_on_a_frame_of_the_scene():
    raw = speech()
    weight = closures.weights(TIME, closures.opening(PARTS, raw))
    frame = TIME * 24
    weights, values = closures.at_frames(frame, weight, raw, np.arange(0, 191.0))
    near = np.rint(frame[MET]).astype(int)
    assert (weights[near] == 1.0).all() and values[near, JAW] == pytest.approx(0.02)


def test_axes_without_a_mouth_are_left_alone():
    values = np.random.default_rng(0).random((240, 29))
    parts = anatomy(PUBLISHED)
    assert not closures.opening(parts, values).any()
    assert np.array_equal(closures.close(parts, values, values, np.ones(240), 1.0), values)
