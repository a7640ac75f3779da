# SPDX-License-Identifier: GPL-3.0-or-later
"""What renders are taught as: mirrored without changing their meaning, mixed without leaving slider units."""

from __future__ import annotations

import numpy as np
import pytest

from bridge.basis import ARKIT, DEFAULT, fold
from bridge.rotation import to_matrix
from weights.train import labels

RANDOM = np.random.default_rng(5)


def test_mirroring_units_is_mirroring_the_blendshapes() -> None:
    members = RANDOM.random((20, len(ARKIT))).astype(np.float32)
    swapped = [ARKIT.index(n.replace("Left", "#").replace("Right", "Left").replace("#", "Right")) for n in ARKIT]
    assert labels.mirror_units(fold(members)) == pytest.approx(fold(members[:, swapped]), abs=1e-6)
    assert labels.mirror_units(labels.mirror_units(fold(members))) == pytest.approx(fold(members))


def test_a_mirrored_rotation_is_the_rotation_seen_in_a_mirror() -> None:
    q = RANDOM.normal(size=4)
    q /= np.linalg.norm(q)
    mirror = np.diag([-1.0, 1, 1])
    assert to_matrix(labels.mirror_rotation(q)) == pytest.approx(mirror @ to_matrix(q) @ mirror, abs=1e-6)


@pytest.fixture
def truth() -> np.ndarray:
    active = RANDOM.random((4000, len(DEFAULT))) < 0.3
    return np.where(active, RANDOM.random(active.shape), 0).astype(np.float32)


ALONE = np.isin(DEFAULT.names, labels.ESTIMATED)
"""Units whose label is the estimator's alone."""
STILL = np.zeros(4000, np.float32)
"""No lid follows the gaze."""
SQUINT = np.array([name.startswith("eyeSquint") for name in DEFAULT.names])


@pytest.mark.parametrize("gain, offset", [(0.3, 0.1), (0.8, -0.05), (2.0, 0.4)])
def test_an_estimator_that_is_right_up_to_scale_and_offset_does_not_change_a_shared_label(
    truth: np.ndarray, gain: float, offset: float
) -> None:
    assert labels.mixed(truth, truth * gain + offset, STILL)[:, ~ALONE] == pytest.approx(truth[:, ~ALONE], abs=1e-4)


def test_where_the_estimator_decides_its_zero_counts_and_its_scale_within_limits(truth: np.ndarray) -> None:
    scaled = labels.mixed(truth, truth * 0.8, STILL)[:, ALONE]
    assert scaled == pytest.approx(truth[:, ALONE], abs=1e-4)
    timid = labels.mixed(truth, truth * 0.2, STILL)[:, ALONE]
    assert timid == pytest.approx(truth[:, ALONE] * 0.3, abs=1e-4)
    shifted = labels.mixed(truth, truth + 0.2, STILL)
    assert shifted[:, ALONE & ~SQUINT] == pytest.approx(truth[:, ALONE & ~SQUINT] + 0.2, abs=1e-4)
    assert shifted[:, SQUINT] == pytest.approx(truth[:, SQUINT], abs=1e-4)


def test_units_on_which_the_estimator_is_dead_keep_the_truth(truth: np.ndarray) -> None:
    mixed = labels.mixed(truth, RANDOM.random(truth.shape).astype(np.float32), STILL)
    for k, name in enumerate(DEFAULT.names):
        assert np.array_equal(mixed[:, k], truth[:, k]) == (name in labels.TRUE)


def test_shared_labels_keep_the_deviation_of_the_truth_and_rest_at_zero(truth: np.ndarray) -> None:
    noisy = 0.5 * truth + 0.2 + RANDOM.normal(0, 0.1, truth.shape).astype(np.float32)
    mixed, truth = labels.mixed(truth, noisy, STILL)[:, ~ALONE], truth[:, ~ALONE]
    assert mixed.std(0) == pytest.approx(truth.std(0), rel=1e-3)
    resting = np.array([np.median(mixed[truth[:, k] < 0.02, k]) for k in range(truth.shape[1])])
    assert np.abs(resting).max() < 0.02


def test_what_a_lid_does_to_follow_the_gaze_is_no_part_of_its_label(truth: np.ndarray) -> None:
    follow = np.where(RANDOM.random(4000) < 0.5, RANDOM.uniform(-0.5, 0.4, 4000), 0).astype(np.float32)
    moved = np.where(follow > 0, follow, 0.25 * follow)[:, None]
    lids = np.array([name.startswith("eyelid") for name in DEFAULT.names])
    seen = np.where(lids, truth + moved, truth)
    estimate = np.where(lids, 0.7 * truth + 0.9 * moved, truth).astype(np.float32)
    found = labels.mixed(seen.astype(np.float32), estimate, follow)
    assert found[:, lids] == pytest.approx(truth[:, lids], abs=1e-3)
    assert np.abs(labels.mixed(seen.astype(np.float32), estimate, STILL)[:, lids] - truth[:, lids]).max() > 0.2
