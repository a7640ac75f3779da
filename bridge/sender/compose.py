# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns what the network says of a crop into what is true of the frame."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..crop import CropRule, crop_transform
from ..protocol import Result, Row
from ..rotation import about_z, multiply, normalise
from .follow import Target
from .video import Frame

HEAD: Final = 1.87
"""Longer side of the detector's box in decimetres of a head: the median over the crops of 16384 renders."""


def translation(box: NDArray[np.floating], width: int, height: int) -> NDArray[np.float64]:
    """(3,) place of the box's middle relative to the camera: x right, y up, z towards the camera, in head sizes.

    The head's size is the box's longer side, and the camera is taken to see 53 degrees across the frame's longer side
    (focal length = that side), as phones and webcams roughly do. True distances need the camera's focal length.
    """
    size = max(box[2] - box[0], box[3] - box[1])
    return _seen_from_camera((box[:2] + box[2:]) / 2, size, width, height)


def _seen_from_camera(point: NDArray[np.floating], size: float, width: int, height: int) -> NDArray[np.float64]:
    """(3,) place, as ``translation`` says it, of what lies at a ``point`` of the frame that shows heads so large."""
    return np.array([point[0] - width / 2, height / 2 - point[1], -max(width, height)]) / size


def translation_in_frame(
    given: tuple[float, float, float], target: Target, rule: CropRule, width: int, height: int
) -> NDArray[np.float64]:
    """(3,) the same of the point that the head turns about, from what the network says of the crop: x right and y up
    from its middle and the length of a decimetre, in sides of the crop."""
    matrix = crop_transform(target.box, target.eyes, rule)
    x, y, decimetre = (np.asarray(given, np.float64) * (1, -1, 1) + (0.5, 0.5, 0)) * rule.size
    turned = matrix[:, :2]
    point = np.linalg.solve(turned, np.array([x, y]) - matrix[:, 2])
    size = HEAD * max(decimetre, 1.0) / np.sqrt(abs(np.linalg.det(turned)))
    return _seen_from_camera(point, size, width, height)


def empty_row(frame: Frame) -> Row:
    """The row of a frame without a face."""
    return Row(frame.index, frame.time, found=False)


def face_row(
    index: int,
    time: float,
    target: Target,
    roll: float,
    size: tuple[int, int],
    result: Result,
    rule: CropRule,
    main: bool = True,
) -> Row:
    """The row of a face, whose crop was made by ``rule``, turned by ``roll`` (``crop_roll``) and gave ``result``;
    ``size`` is the frame's (width, height). Confidence is the lower of the detector's and, if given, the network's."""
    rotation = result.rotation and tuple(normalise(multiply(about_z(roll), normalise(result.rotation))).tolist())
    if result.translation is None:
        place = translation(target.box, *size)
    else:
        place = translation_in_frame(result.translation, target, rule, *size)
    score = target.score if result.confidence is None else min(target.score, result.confidence)
    x0, y0, x1, y1 = target.box.tolist()
    return Row(
        frame=index,
        time=time,
        found=True,
        face=target.id,
        box=(x0, y0, x1, y1),
        confidence=score,
        coefficients=result.coefficients,
        rotation=rotation,
        translation=tuple(place.tolist()),
        gaze=result.gaze,
        identity=result.identity,
        main=main,
    )
