# SPDX-License-Identifier: GPL-3.0-or-later
"""Where training crops are taken and what is said about them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bridge.crop import crop_roll, crop_transform
from bridge.rotation import about_z, multiply, to_matrix
from weights.train import place, samples
from weights.train.rule import RULE

RANDOM = np.random.default_rng(8)


@pytest.mark.parametrize("roll", [-0.7, 0.0, 0.2, 1.5])
def test_a_rotation_in_the_crop_and_the_crops_roll_give_the_rotation_in_the_picture(roll: float) -> None:
    q = RANDOM.normal(size=4)
    q /= np.linalg.norm(q)
    in_crop = samples.turned_back(q, roll)
    assert to_matrix(multiply(about_z(roll), in_crop)) == pytest.approx(to_matrix(q), abs=1e-6)
    assert in_crop[0] >= 0


def test_a_head_tilted_in_the_picture_is_upright_in_its_levelled_crop() -> None:
    angle = 0.4
    right, left = np.array([100.0, 120.0]), np.array([100 + 60 * math.cos(angle), 120 - 60 * math.sin(angle)])
    roll = crop_roll(crop_transform((60, 60, 200, 220), (right, left), RULE))
    assert samples.turned_back(about_z(angle), roll) == pytest.approx([1, 0, 0, 0], abs=1e-6)


def test_jitter_stays_small_and_keeps_the_shape_of_the_crop() -> None:
    start = place.placed(np.array([40.0, 30, 140, 170]), np.array([[70.0, 80], [110, 84]]))
    middle = np.linalg.inv(np.vstack([start, [0, 0, 1]])) @ (RULE.size / 2, RULE.size / 2, 1)
    moved = []
    for _ in range(300):
        matrix = place.jittered(RANDOM, start)
        square = matrix[:, :2] @ matrix[:, :2].T
        assert square == pytest.approx(np.eye(2) * square[0, 0], abs=1e-9)
        assert np.linalg.det(matrix[:, :2]) > 0
        moved.append(matrix @ middle - RULE.size / 2)
    assert np.std(moved, 0) / RULE.size == pytest.approx([0.02, 0.02], rel=0.2)


def test_the_mirrored_crop_shows_the_same_square_the_other_way_round() -> None:
    start = place.placed(np.array([40.0, 30, 140, 170]), np.array([[70.0, 80], [110, 84]]))
    point = np.array([90.0, 100, 1])
    x, y = start @ point
    assert place.mirrored(start) @ point == pytest.approx([RULE.size - x, y])
