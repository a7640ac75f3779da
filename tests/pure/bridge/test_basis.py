# SPDX-License-Identifier: GPL-3.0-or-later
"""The map between the 29 units and ARKit's 52 blendshapes."""

from __future__ import annotations

import numpy as np
import pytest

from bridge import basis


def arkit(**scores: float) -> np.ndarray:
    row = np.zeros(len(basis.ARKIT), np.float32)
    for name, score in scores.items():
        row[basis.ARKIT.index(name)] = score
    return row


def test_the_default_basis_has_29_distinct_axes_and_arkit_52():
    assert len(basis.DEFAULT) == len(set(basis.DEFAULT.names)) == 29
    assert len(set(basis.ARKIT)) == 52
    assert list(basis.ARKIT) == sorted(basis.ARKIT)


def test_each_blendshape_but_gaze_and_tongue_belongs_to_exactly_one_unit():
    members = [name for unit in basis.UNITS for name in unit.positive + unit.negative]
    free = {name for name in basis.ARKIT if name.startswith("eyeLook")} | {"tongueOut"}
    assert sorted(members) == sorted(set(basis.ARKIT) - free)


def test_units_survive_the_round_trip_through_arkit():
    rng = np.random.default_rng(1)
    low, high = np.array(basis.DEFAULT.minimum), np.array(basis.DEFAULT.maximum)
    units = rng.uniform(low, high, (200, 29)).astype(np.float32)
    np.testing.assert_allclose(basis.fold(basis.expand(units)), units, atol=1e-6)


@pytest.mark.parametrize(
    ("unit", "value", "scores"),
    [
        ("eyelidLeft", 1.0, {"eyeBlinkLeft": 1.0}),
        ("eyelidLeft", -basis.WIDE, {"eyeWideLeft": 1.0}),
        ("jawSide", 1.0, {"jawLeft": 1.0}),
        ("jawSide", -1.0, {"jawRight": 1.0}),
        ("mouthSide", -0.5, {"mouthRight": 0.5}),
        ("mouthDimple", 0.5, {"mouthDimpleLeft": 0.5, "mouthDimpleRight": 0.5}),
    ],
)
def test_an_end_of_an_axis_is_its_own_blendshape(unit: str, value: float, scores: dict[str, float]):
    units = np.zeros(29, np.float32)
    units[basis.DEFAULT.index(unit)] = value
    np.testing.assert_allclose(basis.expand(units), arkit(**scores), atol=1e-6)
    np.testing.assert_allclose(basis.fold(arkit(**scores)), units, atol=1e-6)


def test_one_half_of_a_pair_counts_half():
    assert basis.fold(arkit(noseSneerLeft=1.0))[basis.DEFAULT.index("noseSneer")] == pytest.approx(0.5)


def test_a_frame_without_a_face_stays_nan():
    assert np.isnan(basis.fold(np.full((3, 52), np.nan))).all()


def test_an_unknown_axis_is_refused():
    with pytest.raises(ValueError):
        basis.DEFAULT.index("browSideways")
