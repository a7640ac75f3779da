# SPDX-License-Identifier: GPL-3.0-or-later
"""Poses as matrix and quaternion, and where a face lands in the picture."""

from __future__ import annotations

import numpy as np
import pytest

from bridge.rotation import to_matrix
from weights.render import camera
from weights.render.camera import FIELD, PITCH, ROLL, YAW, Pose


@pytest.mark.parametrize("angles", [(0, 0, 0), (0.9, 0, 0), (0, -0.5, 0), (0, 0, 0.6), (-1.0, 0.4, -0.5)])
def test_the_quaternion_is_the_matrix(angles: tuple[float, float, float]):
    pose = Pose(*angles)
    assert to_matrix(pose.quaternion().astype(float)) == pytest.approx(pose.matrix(), abs=1e-6)
    assert pose.quaternion()[0] >= 0


def test_directions_of_the_angles():
    nose = np.array([0, 0, 1.0])
    assert (Pose(0.5, 0, 0).matrix() @ nose)[0] > 0  # to the image's right
    assert (Pose(0, 0.5, 0).matrix() @ nose)[1] < 0  # down
    assert (Pose(0, 0, 0.5).matrix() @ (1, 0, 0))[1] > 0  # the subject's left goes up: anticlockwise


def test_the_face_fills_the_middle_of_the_picture():
    face = np.array([[x, y, z] for x in (-0.7, 0.7) for y in (-1.0, 0.9) for z in (0.0, 0.6)])
    view = camera.frame_face(face, Pose(0.4, -0.2, 0.1), np.array([0, -0.35, -0.75]), 9.0, 200)
    pixels = view.pixels(face)
    low, high = pixels.min(0), pixels.max(0)
    assert (low + high) / 2 == pytest.approx([100, 100])
    assert (high - low).max() == pytest.approx(200 / FIELD)


def test_left_up_and_near_in_pixels():
    face = np.array([[-1.0, -1, 0], [1, 1, 0]])
    view = camera.frame_face(face, Pose(0, 0, 0), np.zeros(3), 10.0, 100)
    centre, left, up, near = view.pixels(np.array([[0, 0, 0], [0.5, 0, 0], [0, 0.5, 0], [0.5, 0, 1.0]]))
    assert left[0] > centre[0] and up[1] < centre[1]
    assert near[0] > left[0]  # nearer is larger


def test_sampled_poses_stay_in_bounds_and_takes_stay_together():
    rng = np.random.default_rng(5)
    spread = []
    for _ in range(200):
        take = camera.sample_camera(rng)
        assert camera.NEAR <= take.distance <= camera.FAR
        poses = np.array([vars_of(camera.sample_pose(rng, take, alone=False)) for _ in range(8)])
        assert (np.abs(poses) <= (YAW + 1e-9, PITCH + 1e-9, ROLL + 1e-9)).all()
        spread.append(poses.std(0))
    alone = np.array([vars_of(camera.sample_pose(rng, camera.sample_camera(rng), alone=True)) for _ in range(800)])
    assert np.mean(spread, 0)[0] < alone[:, 0].std() * 0.7
    yaw = np.degrees(np.abs(alone[:, 0]))
    assert yaw.max() > 65
    shares = [np.mean((yaw >= low) & (yaw < low + 25)) for low in (0, 25, 50)]
    assert shares[0] > shares[1] > shares[2] > 0.02


def test_some_cameras_are_near():
    distances = np.array([camera.sample_camera(np.random.default_rng(seed)).distance for seed in range(300)])
    assert 0.05 < (distances < camera.ARM).mean() < 0.25 and distances.max() > 20


def vars_of(pose: Pose) -> tuple[float, float, float]:
    return pose.yaw, pose.pitch, pose.roll
