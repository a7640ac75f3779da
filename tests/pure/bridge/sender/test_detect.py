# SPDX-License-Identifier: GPL-3.0-or-later
"""The detector on drawn faces in known places, and against OpenCV's own wrapper of the same network."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from bridge.crop import shrink
from bridge.sender.detect import MODEL, SIDE, Detector
from tests.support.drawn_face import face, place


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(0.5)


@pytest.mark.parametrize(("width", "height"), [(640, 360), (1920, 1080), (480, 640), (320, 320), (1000, 210)])
def test_a_face_is_found_where_it_is(detector: Detector, width: int, height: int) -> None:
    picture = np.full((height, width, 3), 90, np.uint8)
    scale = min(width, height) / 300
    centre = (0.45 * width, 0.5 * height)
    eyes = place(picture, face(), centre, scale)
    (found,) = detector.detect(picture)
    apart = np.linalg.norm(eyes[1] - eyes[0])
    assert np.linalg.norm(found.points[:2] - eyes, axis=1).max() < 0.25 * apart
    assert (found.box[:2] < eyes.min(0)).all() and (found.box[2:] > eyes.max(0)).all()
    assert found.points[3:, 1].mean() > found.points[:2, 1].mean()


def test_several_faces_come_best_first(detector: Detector) -> None:
    picture = np.full((360, 640, 3), 90, np.uint8)
    place(picture, face(), (160, 180), 0.9)
    place(picture, face(), (480, 180), 0.5)
    faces = detector.detect(picture)
    assert len(faces) == 2
    assert faces[0].score >= faces[1].score
    assert sorted(round(float(each.points[2, 0]) / 160) for each in faces) == [1, 3]


@pytest.mark.parametrize("shape", [(360, 640), (120, 90), (8, 8), (720, 60)])
def test_no_face_in_noise(detector: Detector, shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (*shape, 3), np.uint8)
    assert detector.detect(noise) == []
    assert detector.detect(np.zeros((*shape, 3), np.uint8)) == []


def test_the_boxes_are_those_of_opencvs_wrapper(detector: Detector) -> None:
    picture = np.full((720, 1280, 3), 60, np.uint8)
    for x, scale, roll in ((250, 0.9, 0.2), (640, 1.3, 0.0), (1050, 0.8, -0.3)):
        place(picture, face(), (x, 360), scale, roll)
    ours = sorted(detector.detect(picture), key=lambda each: each.box[0])
    small, covered = shrink(picture, SIDE / 1280)
    padded = np.zeros((192, 320, 3), np.uint8)
    padded[: small.shape[0]] = small
    theirs = cv2.FaceDetectorYN.create(str(MODEL), "", (320, 192), detector.threshold, 0.3, 5000).detect(padded)[1]
    theirs = theirs[np.argsort(theirs[:, 0])]
    assert len(ours) == len(theirs) == 3
    for face_, row in zip(ours, theirs, strict=True):
        assert face_.box / 4 == pytest.approx([row[0], row[1], row[0] + row[2], row[1] + row[3]], abs=1e-3)
        assert face_.points.ravel() / 4 == pytest.approx(row[4:14], abs=1e-3)
        assert face_.score == pytest.approx(row[14], abs=1e-5)
