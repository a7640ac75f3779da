# SPDX-License-Identifier: GPL-3.0-or-later
"""The crop rule on pictures whose content is known exactly."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bridge.crop import CropRule, crop_image, crop_roll, crop_transform, eye_line, sample

RULE = CropRule("level", 1.5, 192)


def blob(width: int, height: int, x: float, y: float, sigma: float) -> np.ndarray:
    """A picture with one Gaussian spot centred at corner-origin coordinates (x, y)."""
    across = np.exp(-((np.arange(width) + 0.5 - x) ** 2) / (2 * sigma**2))
    down = np.exp(-((np.arange(height) + 0.5 - y) ** 2) / (2 * sigma**2))
    return (255 * down[:, None] * across[None, :]).astype(np.float32)


def centroid(picture: np.ndarray) -> np.ndarray:
    weight = picture / picture.sum()
    grid = np.arange(len(picture)) + 0.5
    return np.array([(weight.sum(0) * grid).sum(), (weight.sum(1) * grid).sum()])


@pytest.mark.parametrize("side", [40.0, 128.0, 333.3, 900.0])
@pytest.mark.parametrize("angle", [0.0, 0.4, -1.2, 3.0])
def test_a_spot_lands_where_the_matrix_says(side: float, angle: float) -> None:
    centre = np.array([611.3, 402.8])
    box = np.array([*(centre - side / 2), *(centre + side / 2)])
    eyes = centre + side / 4 * np.array([[-math.cos(angle), -math.sin(angle)], [math.cos(angle), math.sin(angle)]])
    matrix = crop_transform(box, eyes, RULE)
    spot = centre + 0.31 * side * np.array([0.8, -0.6])
    seen = sample(blob(1280, 800, *spot, sigma=max(side / 30, 1.5)), matrix, RULE.size)
    assert centroid(seen) == pytest.approx(matrix[:, :2] @ spot + matrix[:, 2], abs=0.06)


def test_the_box_centre_is_the_crop_centre_and_the_scale_counts_the_longer_side() -> None:
    matrix = crop_transform((100, 50, 180, 170), None, RULE)
    assert matrix @ (140, 110, 1) == pytest.approx((96, 96))
    assert matrix @ (140 + 90, 110, 1) == pytest.approx((192, 96))


@pytest.mark.parametrize("angle", [0.0, 0.5, -2.0])
def test_the_shift_moves_the_centre_towards_the_chin(angle: float) -> None:
    """``angle`` is clockwise on the screen; the chin lies where the face's own down points."""
    centre, longer = np.array([300.0, 200.0]), 120.0
    eyes = centre + 30 * np.array([[-math.cos(angle), -math.sin(angle)], [math.cos(angle), math.sin(angle)]])
    matrix = crop_transform((250, 140, 350, 260), eyes, CropRule("level", 1.3, 192, shift=0.05))
    chinwards = centre + 0.05 * longer * np.array([-math.sin(angle), math.cos(angle)])
    assert matrix[:, :2] @ chinwards + matrix[:, 2] == pytest.approx((96, 96))


@pytest.mark.parametrize("angle", [-2.5, -0.3, 0.0, 0.3, 2.5])
def test_the_eye_line_becomes_level_and_roll_tells_by_how_much(angle: float) -> None:
    """``angle`` is counter-clockwise on the screen; the subject's right eye is on the left of the picture."""
    right, left = np.array([100.0, 100.0]), np.array([100 + 60 * math.cos(angle), 100 - 60 * math.sin(angle)])
    matrix = crop_transform((60, 60, 200, 200), (right, left), RULE)
    a, b = matrix @ (*right, 1), matrix @ (*left, 1)
    assert a[1] == pytest.approx(b[1])
    assert b[0] > a[0]
    assert crop_roll(matrix) == pytest.approx(angle)


def test_the_crop_does_not_mirror() -> None:
    matrix = crop_transform((0, 0, 90, 120), ((30, 40), (60, 50)), RULE)
    assert np.linalg.det(matrix[:, :2]) > 0


def test_eyes_in_one_point_or_unknown_leave_the_crop_upright() -> None:
    for eyes in (((50, 50), (50, 50)), ((math.nan, 50), (60, 50))):
        assert crop_roll(crop_transform((0, 0, 100, 100), eyes, RULE)) == 0.0


def test_outside_the_picture_is_black_and_inside_is_untouched() -> None:
    picture = np.full((100, 100, 3), 200, np.uint8)
    seen = crop_image(picture, crop_transform((60, 20, 120, 80), None, RULE), RULE.size)
    edge = round(96 + (100 - 90) * 192 / 90)
    reach = math.ceil(2 * 192 / 90)  # of a cubic: two of the picture's pixels
    assert (seen[:, : edge - reach] == 200).all()
    assert (seen[:, edge + reach :] == 0).all()
    assert not crop_image(picture, crop_transform((500, 500, 560, 560), None, RULE), RULE.size).any()


def test_colours_arrive_as_rgb() -> None:
    picture = np.zeros((64, 64, 3), np.uint8)
    picture[..., 0] = 250  # blue, as OpenCV decodes
    seen = crop_image(picture, crop_transform((16, 16, 48, 48), None, RULE), RULE.size)
    assert seen.shape == (192, 192, 3) and seen.dtype == np.uint8 and seen.flags.c_contiguous
    assert tuple(seen[96, 96]) == (0, 0, 250)


@pytest.mark.parametrize("period", [2, 3, 5])
@pytest.mark.parametrize("angle", [0.0, 0.35])
def test_detail_finer_than_the_crop_turns_grey_instead_of_aliasing(period: int, angle: float) -> None:
    stripes = np.where(np.arange(1600) % period < period / 2, np.uint8(255), np.uint8(0))
    picture = np.repeat(np.repeat(stripes[None, :, None], 1200, 0), 3, 2)
    eyes = ((600, 600), (600 + 400 * math.cos(angle), 600 - 400 * math.sin(angle)))
    seen = crop_image(picture, crop_transform((300, 100, 1300, 1100), eyes, RULE), RULE.size)[40:152, 40:152]
    assert seen.mean() == pytest.approx(stripes.mean(), abs=3)
    assert seen.std() < 25  # point sampling leaves about 100


def test_sampling_at_scale_one_copies_the_pixels() -> None:
    picture = np.random.default_rng(3).integers(0, 255, (300, 400, 3), np.uint8)
    matrix = crop_transform((64, 64, 192, 192), None, RULE)
    assert (crop_image(picture, matrix, 192)[..., ::-1] == picture[32:224, 32:224]).all()


@pytest.mark.parametrize("box", [(10, 10, 10, 40), (10, 10, 5, 40), (0, 0, math.nan, 9), (0, 0, 1)])
def test_a_box_without_area_is_refused(box: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="face box"):
        crop_transform(box, None, RULE)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown"):
        CropRule("diagonal", 1.5, 192)


@pytest.mark.parametrize("shift", [math.nan, 1.5, -3.0])
def test_a_shift_out_of_the_face_is_refused(shift: float) -> None:
    with pytest.raises(ValueError, match="shift"):
        CropRule("level", 1.5, 192, shift)


FACE = np.array([[-30.0, 0], [30, 0], [0, 35], [-22, 70], [22, 70]])


def turned(points: np.ndarray, angle: float) -> np.ndarray:
    """Counter-clockwise on the screen."""
    cos, sin = math.cos(angle), math.sin(angle)
    return points @ np.array([[cos, -sin], [sin, cos]]) + (200, 150)


def test_the_eye_line_of_a_face_from_the_front_is_its_eyes() -> None:
    points = turned(FACE, 0.4)
    assert (eye_line(points) == points[:2]).all()


@pytest.mark.parametrize("angle", [-0.6, 0.0, 0.6])
@pytest.mark.parametrize("width", [0.0, -0.05, 0.1])
def test_the_eye_line_of_a_profile_does_not_trust_eyes_that_coincide(angle: float, width: float) -> None:
    face = FACE * (width, 1)
    face[1, 1] += 6  # an error of the detector that would turn the crop upside down or by tens of degrees
    right, left = eye_line(turned(face, angle))
    assert math.atan2(right[1] - left[1], left[0] - right[0]) == pytest.approx(angle, abs=0.1)


def test_the_eye_line_changes_smoothly_as_the_head_turns() -> None:
    lines = np.array(
        [
            eye_line(turned(FACE * (width, 1) + [[0, 0], [0, 4], [0, 0], [0, 0], [0, 0]], 0.2))
            for width in np.linspace(1, 0, 200)
        ]
    )
    along = lines[:, 1] - lines[:, 0]
    angles = np.unwrap(np.arctan2(-along[:, 1], along[:, 0]))
    assert np.abs(np.diff(angles)).max() < 0.01
