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
"""Units of which the estimator decides the scale, too."""
STILL = np.zeros(4000, np.float32)
"""No lid follows the gaze."""
SQUINT = np.array([name.startswith("eyeSquint") for name in DEFAULT.names])


def taught(truth: np.ndarray, estimate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the estimator teaches, and the labels of both."""
    said = labels.opinions(truth, estimate, STILL)
    return said, labels.mixed(truth, said)


def test_each_unit_has_its_teachers() -> None:
    teachers = (*labels.TRUE, *labels.ESTIMATED, *labels.FELT, *labels.BOTH)
    assert sorted(teachers) == sorted(DEFAULT.names)


@pytest.mark.parametrize("gain, offset", [(0.3, 0.1), (0.8, -0.05), (2.0, 0.4)])
def test_an_estimator_that_is_right_up_to_scale_and_offset_teaches_the_truth(
    truth: np.ndarray, gain: float, offset: float
) -> None:
    for found in taught(truth, truth * gain + offset):
        assert found[:, ~ALONE] == pytest.approx(truth[:, ~ALONE], abs=1e-4)


def test_where_the_estimator_decides_its_zero_counts_and_its_scale_within_limits(truth: np.ndarray) -> None:
    for k in range(2):
        scaled = taught(truth, truth * 0.8)[k][:, ALONE]
        assert scaled == pytest.approx(truth[:, ALONE], abs=1e-4)
        timid = taught(truth, truth * 0.2)[k][:, ALONE]
        assert timid == pytest.approx(truth[:, ALONE] * 0.3, abs=1e-4)
        shifted = taught(truth, truth + 0.2)[k]
        assert shifted[:, ALONE & ~SQUINT] == pytest.approx(truth[:, ALONE & ~SQUINT] + 0.2, abs=1e-4)
        assert shifted[:, SQUINT] == pytest.approx(truth[:, SQUINT], abs=1e-4)


def test_units_on_which_the_estimator_is_dead_keep_the_truth(truth: np.ndarray) -> None:
    for found in taught(truth, RANDOM.random(truth.shape).astype(np.float32)):
        for k, name in enumerate(DEFAULT.names):
            assert np.array_equal(found[:, k], truth[:, k]) == (name in labels.TRUE)


def test_only_units_of_both_teachers_are_averaged(truth: np.ndarray) -> None:
    said, mixed = taught(truth, RANDOM.random(truth.shape).astype(np.float32))
    for k, name in enumerate(DEFAULT.names):
        assert np.array_equal(mixed[:, k], said[:, k]) == (name not in labels.BOTH)


def test_labels_keep_the_deviation_of_the_truth_and_rest_at_zero(truth: np.ndarray) -> None:
    noisy = 0.5 * truth + 0.2 + RANDOM.normal(0, 0.1, truth.shape).astype(np.float32)
    for found in taught(truth, noisy):
        assert found[:, ~ALONE].std(0) == pytest.approx(truth[:, ~ALONE].std(0), rel=1e-3)
        resting = [np.median(found[truth[:, k] < 0.02, k]) for k in np.flatnonzero(~ALONE)]
        assert np.abs(resting).max() < 0.02


def test_what_a_lid_does_to_follow_the_gaze_is_no_part_of_its_label(truth: np.ndarray) -> None:
    follow = np.where(RANDOM.random(4000) < 0.5, RANDOM.uniform(-0.5, 0.4, 4000), 0).astype(np.float32)
    moved = np.where(follow > 0, follow, 0.25 * follow)[:, None]
    lids = np.array([name.startswith("eyelid") for name in DEFAULT.names])
    seen = np.where(lids, truth + moved, truth).astype(np.float32)
    estimate = np.where(lids, 0.7 * truth + 0.9 * moved, truth).astype(np.float32)
    assert labels.opinions(seen, estimate, follow)[:, lids] == pytest.approx(truth[:, lids], abs=1e-3)
    assert np.abs(labels.opinions(seen, estimate, STILL)[:, lids] - truth[:, lids]).max() > 0.2
