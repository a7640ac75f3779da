# SPDX-License-Identifier: GPL-3.0-or-later
"""Frames refined one by one, against the whole take refined at once."""

from __future__ import annotations

import numpy as np
import pytest

from bridge import rotation
from bridge.basis import DEFAULT, PUBLISHED
from bridge.meanwhile import Meanwhile
from bridge.refine import AUTO, Settings, Tuning, refine
from scripts.demo.performance import perform
from tests.support.takes import take

FRAMES = 40

RAW = np.random.default_rng(0).uniform(0, 0.6, (FRAMES, 29)).astype(np.float32)

TURNS = rotation.normalise(np.tile([0.97, 0.1, 0.2, 0.13], (FRAMES, 1)))


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(mirror=True, symmetry=0.5, head_gain=0.5),
        Settings(gain=1.5, regions={"mouth": 0.5}, units={"jawOpen": Tuning(2.0, 0.1, 0.0, 0.7)}),
        Settings(gain=4.0, clamp=False),
        Settings(neutral=0, head_gain=2.0),
        Settings(neutral=(3, 0), mirror=True),
    ],
)
def test_a_frame_shows_what_its_key_will(settings: Settings):
    curves = refine(take(RAW, np.arange(FRAMES) / 24, rotation=TURNS), DEFAULT, settings)
    meanwhile = Meanwhile(DEFAULT, settings)
    shown = np.array([meanwhile.values(frame, row) for frame, row in enumerate(RAW)])
    assert shown[3:] == pytest.approx(curves.values[3:], abs=1e-6)  # by then all that is picked has come
    assert curves.rotation is not None
    assert [meanwhile.turn(each) for each in TURNS] == [pytest.approx(each, abs=1e-6) for each in curves.rotation]


def test_a_rest_that_is_to_be_found_is_taken_off_more_surely_from_frame_to_frame():
    units = perform().units
    meanwhile = Meanwhile(DEFAULT, Settings(neutral=AUTO, clamp=False))
    shown = np.array([meanwhile.values(frame, row) for frame, row in enumerate(units + 0.2)])
    assert shown[0] == pytest.approx(np.zeros(29), abs=1e-6)
    brow = DEFAULT.index("browInnerUp")
    tenth = len(units) // 10
    assert np.abs(shown[-tenth:, brow] - units[-tenth:, brow]).max() < 0.05


def test_blinks_wait_for_the_frames_beside_them():
    lid = DEFAULT.index("eyelidLeft")
    half = np.zeros(29)
    half[lid] = 0.5
    assert Meanwhile(DEFAULT, Settings(blinks=1.0)).values(0, half)[lid] == pytest.approx(0.5)


def test_axes_without_sides_are_not_mirrored():
    raw = np.linspace(-1, 1, len(PUBLISHED))
    assert Meanwhile(PUBLISHED, Settings(mirror=True)).values(0, raw) == pytest.approx(raw)
