# SPDX-License-Identifier: GPL-3.0-or-later
"""The performance of the demo is one that a solver can be measured by, and that a face could give."""

from __future__ import annotations

import numpy as np
import pytest

from bridge.basis import DEFAULT
from scripts.demo import script
from scripts.demo.performance import flank, perform, swell

SHOWN = perform()
CURVES = dict(zip(DEFAULT.names, SHOWN.units.T, strict=True))


def at(name: str, seconds: float) -> float:
    return float(np.interp(seconds, SHOWN.time, CURVES[name]))


def test_has_the_length_and_rate_of_the_script():
    assert SHOWN.units.shape == (round(script.SECONDS * script.RATE), 29)
    assert np.diff(SHOWN.time) == pytest.approx(1.0 / script.RATE)


def test_is_the_same_at_every_call():
    again = perform()
    assert np.array_equal(again.units, SHOWN.units) and np.array_equal(again.rotation, SHOWN.rotation)


def test_begins_and_ends_neutral():
    assert np.abs(SHOWN.units[:4]).max() < 0.01
    assert np.abs(SHOWN.units[-4:]).max() < 0.01


def test_stays_within_the_sliders():
    assert (SHOWN.units >= DEFAULT.minimum).all() and (SHOWN.units <= DEFAULT.maximum).all()


@pytest.mark.parametrize("name", DEFAULT.names)
def test_every_unit_moves_enough_to_be_measured(name: str):
    assert CURVES[name].std() > 0.05
    assert np.ptp(CURVES[name]) > 0.28


def test_no_two_units_move_as_one():
    likeness = np.abs(np.corrcoef(SHOWN.units.T))
    np.fill_diagonal(likeness, 0.0)
    assert likeness.max() < 0.98


@pytest.mark.parametrize("moment", script.BLINKS)
def test_a_blink_shuts_both_eyes(moment: float):
    frame = np.abs(SHOWN.time - moment).argmin()
    assert CURVES["eyelidLeft"][frame] > 0.7 and CURVES["eyelidRight"][frame] > 0.7


def test_each_eye_winks_alone():
    left, right = CURVES["eyelidLeft"], CURVES["eyelidRight"]
    assert (left - right).max() > 0.8 and (right - left).max() > 0.8


@pytest.mark.parametrize(
    ("symbol", "unit", "value"), [("a", "jawOpen", 0.4), ("m", "mouthClose", 0.2), ("u", "mouthPucker", 0.5)]
)
def test_a_sound_is_seen_when_it_is_heard(symbol: str, unit: str, value: float):
    heard = [sound for sound in script.sounds() if sound.phoneme is script.PHONEMES[symbol]]
    assert heard and max(at(unit, 0.5 * (sound.start + sound.end)) for sound in heard) > value


def test_lips_round_before_a_rounded_sound_is_heard():
    first = next(sound for sound in script.sounds() if sound.phoneme is script.PHONEMES["u"])
    assert 0.05 < at("mouthPucker", first.start) < at("mouthPucker", 0.5 * (first.start + first.end))


def test_lines_do_not_overlap():
    spoken = script.sounds()
    assert all(before.end <= after.start + 1e-9 for before, after in zip(spoken, spoken[1:], strict=False))
    assert spoken[-1].end < script.SECONDS


def test_rotation_is_a_continuous_unit_quaternion_that_turns_and_nods():
    rotation = SHOWN.rotation
    assert np.linalg.norm(rotation, axis=1) == pytest.approx(1.0)
    step = 2.0 * np.degrees(np.arccos(np.clip((rotation[1:] * rotation[:-1]).sum(1), -1.0, 1.0)))
    assert step.max() < 8.0
    pitch, yaw, roll = 2.0 * np.degrees(rotation[:, 1:]).T
    assert yaw.min() < -8.0 and yaw.max() > 8.0 and np.ptp(pitch) > 8.0 and np.ptp(roll) > 8.0


def test_a_swell_rises_holds_and_falls():
    time = np.array([0.9, 1.0, 1.1, 1.2, 1.5, 1.8, 1.9, 2.0, 2.1])
    assert swell(time, 1.0, 2.0, 0.2) == pytest.approx([0, 0, 0.5, 1, 1, 1, 0.5, 0, 0])


def test_a_flank_sets_in_without_a_jerk():
    assert flank(np.array([-1.0, 0.0, 0.01, 0.5, 0.99, 1.0, 2.0])) == pytest.approx([0, 0, 0, 0.5, 1, 1, 1], abs=1e-4)
