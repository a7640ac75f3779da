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
