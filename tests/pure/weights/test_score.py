# SPDX-License-Identifier: GPL-3.0-or-later
"""Agreement between curves, on curves whose agreement is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bridge.basis import DEFAULT
from bridge.rotation import about_z
from weights.train import score

RANDOM = np.random.default_rng(3)
FRAMES = 60


def curves(frames: int = FRAMES) -> np.ndarray:
    return RANDOM.random((frames, len(DEFAULT)))


def test_scale_and_offset_of_a_curve_do_not_count() -> None:
    truth = curves()
    agreed = score.agreement({"a": truth * 3 - 1}, {"a": truth})
    assert agreed.mean == pytest.approx(1)
    assert set(agreed.channels) == set(DEFAULT.names)


def test_correlation_is_pearsons_and_zero_for_a_constant() -> None:
    a, b = RANDOM.random(40), RANDOM.random(40)
    assert score.correlation(a, b) == pytest.approx(np.corrcoef(a, b)[0, 1])
    assert score.correlation(a, np.full(40, 0.3)) == pytest.approx(0, abs=1e-6)


def test_a_channel_counts_only_where_its_reference_moves() -> None:
    truth = {"moving": curves(), "still": np.full((FRAMES, len(DEFAULT)), 0.4), "short": curves(10)}
    truth["still"][:, 3] = curves()[:, 3]
    found = {name: rows.copy() for name, rows in truth.items()}
    found["still"] = curves()
    found["still"][:, 3] = -truth["still"][:, 3]
    agreed = score.agreement(found, truth)
    assert agreed.clips[DEFAULT.names[0]] == 1
    assert agreed.clips[DEFAULT.names[3]] == 2
    assert agreed.channels[DEFAULT.names[3]] == pytest.approx(0)  # once right, once upside down
    assert agreed.group("jaw") == pytest.approx(1)


def test_nothing_that_moves_gives_no_number() -> None:
    still = {"a": np.zeros((FRAMES, len(DEFAULT)))}
    assert math.isnan(score.agreement(still, still).mean)


def test_turn_error_is_the_angle_between_rotations_whatever_their_sign() -> None:
    straight = about_z([0.0, 0.0, 0.0])
    turned = about_z(np.radians([0.0, 30.0, -90.0])) * [[1], [-1], [1]]
    assert score.turn_error(turned, straight) == pytest.approx([0, 30, 90], abs=1e-5)
