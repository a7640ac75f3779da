# SPDX-License-Identifier: GPL-3.0-or-later
"""The resting face, found in takes that show much else."""

from __future__ import annotations

import numpy as np
import pytest

from bridge import rest
from bridge.anatomy import anatomy
from bridge.basis import DEFAULT, PUBLISHED
from scripts.demo.performance import perform

PARTS = anatomy(DEFAULT)


@pytest.mark.parametrize("seed", range(3))
def test_what_a_model_adds_to_every_frame_is_found(seed: int):
    random = np.random.default_rng(seed)
    bias = random.uniform(0, 0.25, 29)
    units = perform().units
    found = rest.automatic(units + bias + random.normal(0, 0.01, units.shape), DEFAULT, PARTS)
    assert np.abs(found - bias).max() < 0.08
    assert np.abs(found - bias).mean() < 0.02


def test_axes_in_sigma_are_at_rest_where_they_mostly_are():
    random = np.random.default_rng(0)
    still = random.normal(0, 0.05, (600, 29)) + np.linspace(-2, 2, 29)
    still[200:320] += random.normal(0, 1.0, (120, 29))
    found = rest.automatic(still, PUBLISHED, anatomy(PUBLISHED))
    assert found == pytest.approx(np.linspace(-2, 2, 29), abs=0.05)


def test_one_frame_is_its_own_rest():
    values = np.linspace(0, 0.5, 29)[None]
    assert rest.automatic(values, DEFAULT, PARTS) == pytest.approx(values[0])


def test_a_closed_eye_stays_closed_and_a_wide_one_wide():
    lid = DEFAULT.index("eyelidLeft")
    values, neutral = np.zeros((3, 29)), np.zeros(29)
    values[:, lid], neutral[lid] = (0.4, 1.0, 0.2), 0.4
    assert rest.subtract(values, neutral, DEFAULT, PARTS)[:, lid] == pytest.approx([0.0, 1.0, -0.2])


def test_the_rest_of_a_take_that_grows_ends_where_that_of_all_of_it_is():
    units = perform().units + np.linspace(0, 0.25, 29)
    running = rest.Running(DEFAULT, PARTS)
    rests = [running.add(frame, values) for frame, values in enumerate(units)]
    assert rests[0] == pytest.approx(units[0])
    assert np.abs(rests[-1] - rest.automatic(units, DEFAULT, PARTS)).max() < 0.05


def test_frames_that_were_picked_are_the_rest_from_the_first_of_them_on():
    units = perform().units
    running = rest.Running(DEFAULT, PARTS, (40, 60))
    automatic = rest.Running(DEFAULT, PARTS)
    rests = [running.add(frame, values) for frame, values in enumerate(units[:100])]
    assert rests[39] == pytest.approx([automatic.add(*each) for each in enumerate(units[:40])][-1])
    assert rests[40] == pytest.approx(units[40])
    assert rests[45] == pytest.approx(np.median(units[40:46], 0))
    assert rests[99] == pytest.approx(rests[60])


def test_a_take_that_grows_for_hours_takes_no_more_room(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rest, "MOST", 64)
    running = rest.Running(DEFAULT, PARTS)
    rests = [running.add(frame, np.full(29, frame / 1000)) for frame in range(1000)]
    assert 32 <= len(running._rows) <= 64
    # Of a slow rise the quietest tenth is its foot, however many frames of it went.
    assert rests[-1] == pytest.approx(np.full(29, 0.05), abs=0.03)
