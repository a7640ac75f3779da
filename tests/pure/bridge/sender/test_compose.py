# SPDX-License-Identifier: GPL-3.0-or-later
"""Rotation and place in the frame, from those in the crop."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bridge.crop import CropRule, crop_roll, crop_transform
from bridge.protocol import Result, floats
from bridge.rotation import from_euler, to_euler, to_matrix
from bridge.sender.compose import HEAD, empty_row, face_row, translation, translation_in_frame
from bridge.sender.follow import Target
from bridge.sender.video import Frame

BOX = np.array([100.0, 50.0, 180.0, 150.0])
EYES = np.array([[120.0, 90.0], [160.0, 90.0]])
RULE = CropRule("level", 1.5, 192)
COEFFICIENTS = floats.pack(np.arange(29) / 29)


def test_a_rolled_head_that_the_crop_levelled_is_rolled_in_the_row() -> None:
    """Seen in the picture, the subject's left eye stands higher: the head is rolled counter-clockwise."""
    eyes = np.array([[120.0, 100.0], [160.0, 80.0]])
    roll = crop_roll(crop_transform(BOX, eyes, CropRule("level", 1.5, 192)))
    row = face_row(
        7, 0.25, Target(0, BOX, eyes, 0.9), roll, (640, 360), Result(7, COEFFICIENTS, (1.0, 0.0, 0.0, 0.0)), RULE
    )
    assert row.rotation is not None
    assert to_euler(row.rotation) == pytest.approx([0, 0, math.atan2(20, 40)])
    left = to_matrix(row.rotation) @ (1, 0, 0)  # the subject's left, in the camera's frame
    assert left[1] > 0 and left[0] > 0


def test_roll_acts_on_the_cameras_side_of_yaw() -> None:
    """R = Rz(roll) R_crop: a head turned to its left in the levelled crop, lying on its side in the picture, looks up
    or down in the picture."""
    aside = tuple(from_euler((math.pi / 2, 0, 0)).tolist())
    row = face_row(0, 0.0, Target(0, BOX, EYES, 0.9), math.pi / 2, (640, 360), Result(0, COEFFICIENTS, aside), RULE)
    assert row.rotation is not None
    assert to_matrix(row.rotation) @ (0, 0, 1) == pytest.approx([0, 1, 0], abs=1e-9)


def test_a_row_carries_what_the_detector_and_the_network_said() -> None:
    target = Target(3, BOX, EYES, 0.8)
    row = face_row(7, 0.25, target, 0.0, (640, 360), Result(7, COEFFICIENTS, None, None, 0.5, (0.1, -0.2)), RULE)
    assert (row.frame, row.time, row.found, row.face, row.box) == (7, 0.25, True, 3, tuple(BOX))
    assert (row.coefficients, row.rotation, row.confidence, row.gaze) == (COEFFICIENTS, None, 0.5, (0.1, -0.2))
    assert face_row(7, 0.25, target, 0.0, (640, 360), Result(7, COEFFICIENTS), RULE).confidence == 0.8


def test_the_networks_translation_goes_before_the_boxs() -> None:
    target = Target(0, BOX, EYES, 0.8)
    made = face_row(0, 0.0, target, 0.0, (640, 360), Result(0, COEFFICIENTS), RULE)
    assert made.translation == pytest.approx(translation(BOX, 640, 360))
    decimetre = 1 / (1.5 * HEAD)  # of a head as large as the box
    middle = Result(0, COEFFICIENTS, translation=(0.0, 0.0, decimetre))
    assert face_row(0, 0.0, target, 0.0, (640, 360), middle, RULE).translation == pytest.approx(made.translation)
    # A quarter of the crop to the right and up, and half as large: twice as far away, twice as many head sizes aside.
    aside = Result(0, COEFFICIENTS, translation=(0.25, 0.25, decimetre / 2))
    x, y, z = translation(np.add(BOX, [37.5, -37.5, 37.5, -37.5]), 640, 360)
    found = face_row(0, 0.0, target, 0.0, (640, 360), aside, RULE).translation
    assert found == pytest.approx((2 * x, 2 * y, 2 * z))


def test_a_place_in_a_turned_crop_is_turned_back() -> None:
    eyes = np.array([[140.0, 110.0], [140.0, 70.0]])  # the head lies on its side: crop's up is the picture's left
    target = Target(0, BOX, eyes, 0.8)
    up = translation_in_frame((0.0, 0.25, 1 / (1.5 * HEAD)), target, RULE, 640, 360)
    middle = translation_in_frame((0.0, 0.0, 1 / (1.5 * HEAD)), target, RULE, 640, 360)
    assert np.abs(up - middle)[:2] == pytest.approx([0.375, 0], abs=1e-6)


def test_translation_is_in_head_sizes_up_and_away() -> None:
    assert translation(np.array([270.0, 130, 370, 230]), 640, 360) == pytest.approx([0, 0, -6.4])
    right_and_up = translation(np.array([470.0, 30, 570, 130]), 640, 360)
    assert right_and_up == pytest.approx([2, 1, -6.4])
    assert translation(np.array([220.0, 80, 420, 280]), 640, 360)[2] == pytest.approx(-3.2)


def test_an_empty_row_says_nothing_but_when() -> None:
    row = empty_row(Frame(4, 0.5, np.zeros((1, 1, 3), np.uint8)))
    assert (row.frame, row.time, row.found, row.coefficients, row.box) == (4, 0.5, False, None, None)
