# SPDX-License-Identifier: GPL-3.0-or-later
"""Quaternions of head rotations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge import rotation

angles = st.tuples(st.floats(-3, 3), st.floats(-1.5, 1.5), st.floats(-3, 3))
turns = angles.map(rotation.from_euler)


def same(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether two quaternions are one rotation."""
    return bool(np.allclose(np.abs((first * second).sum(-1)), 1, atol=1e-6))


@given(turns)
def test_matrix_and_quaternion_are_inverse(turn: np.ndarray):
    matrix = rotation.to_matrix(turn)
    assert np.allclose(matrix @ matrix.T, np.eye(3)) and np.linalg.det(matrix) == pytest.approx(1)
    assert same(rotation.from_matrix(matrix), turn)


@given(st.tuples(*[st.floats(-2, 2)] * 3))
def test_a_vector_turns_about_itself_by_its_length(vector: tuple[float, float, float]):
    turn, length = rotation.from_vector(vector), np.linalg.norm(vector)
    assert np.linalg.norm(turn) == pytest.approx(1)
    assert rotation.to_matrix(turn) @ vector == pytest.approx(vector, abs=1e-9)
    assert np.trace(rotation.to_matrix(turn)) == pytest.approx(1 + 2 * np.cos(length))
    assert rotation.from_vector((0.2, 0.0, 0.0)) == pytest.approx([np.cos(0.1), np.sin(0.1), 0, 0])


@given(turns, turns)
def test_products_match_matrices(first: np.ndarray, second: np.ndarray):
    product = rotation.to_matrix(rotation.multiply(first, second))
    assert np.allclose(product, rotation.to_matrix(first) @ rotation.to_matrix(second))
    assert np.allclose(rotation.to_matrix(rotation.conjugate(first)), rotation.to_matrix(first).T)


@given(angles)
def test_angles_are_inverse(given_angles: tuple[float, float, float]):
    assert rotation.to_euler(rotation.from_euler(given_angles)) == pytest.approx(given_angles, abs=1e-5)


def test_angles_have_the_signs_they_say():
    nose, crown = [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]
    left, down, tilted = (rotation.to_matrix(rotation.from_euler(np.eye(3)[axis] * 0.3)) for axis in range(3))
    assert (left @ nose)[0] > 0, "the subject's left is the image's right"
    assert (down @ nose)[1] < 0
    assert (tilted @ crown)[0] < 0, "the subject's right is the image's left"


def test_blenders_axes():
    """Turning to the subject's left is turning around Blender's Z, nodding around its X."""
    yaw, pitch, roll = (rotation.to_blender(rotation.from_euler(np.eye(3)[axis] * 0.2)) for axis in range(3))
    sine, cosine = np.sin(0.1), np.cos(0.1)
    assert np.allclose(yaw, [cosine, 0, 0, sine])
    assert np.allclose(pitch, [cosine, sine, 0, 0])
    assert np.allclose(roll, [cosine, 0, -sine, 0])
    axes = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]])
    turn = rotation.from_euler([0.4, -0.3, 0.9])
    expected = axes @ rotation.to_matrix(turn) @ axes.T
    assert np.allclose(rotation.to_matrix(rotation.to_blender(turn)), expected)


def test_continuous_changes_signs_only_and_leaves_no_jump():
    path = rotation.from_euler(np.linspace(0, 12, 200)[:, None] * [1, 0, 0])
    flipped = path * np.random.default_rng(0).choice([-1, 1], (200, 1))
    out = rotation.continuous(flipped)
    assert same(out, path)
    assert np.abs(np.diff(out, axis=0)).max() < 0.05
    assert np.array_equal(np.abs(out), np.abs(flipped))


def test_slerp_takes_the_shorter_way():
    a, b = rotation.about_z(0.2), -rotation.about_z(0.8)
    assert same(rotation.slerp(a, b, 0.5), rotation.about_z(0.5))
    assert same(rotation.slerp(a, a, 0.3), a)


def test_the_mean_ignores_signs():
    around = rotation.about_z(np.array([0.3, 0.5, 0.7])) * [[1], [-1], [1]]
    assert same(rotation.mean(around), rotation.about_z(0.5))


def test_a_zero_quaternion_becomes_the_identity():
    assert rotation.normalise([0, 0, 0, 0]).tolist() == [1, 0, 0, 0]
