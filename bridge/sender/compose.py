# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns what the network says of a crop into what is true of the frame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..protocol import Result, Row
from ..rotation import about_z, multiply, normalise
from .follow import Target
from .video import Frame


def translation(box: NDArray[np.floating], width: int, height: int) -> NDArray[np.float64]:
    """(3,) place of the box's middle relative to the camera: x right, y up, z towards the camera, in head sizes.

    The head's size is the box's longer side, and the camera is taken to see 53 degrees across the frame's longer side
    (focal length = that side), as phones and webcams roughly do. True distances need the camera's focal length.
    """
    size = max(box[2] - box[0], box[3] - box[1])
    x, y = (box[:2] + box[2:]) / 2
    return np.array([x - width / 2, height / 2 - y, -max(width, height)]) / size


def empty_row(frame: Frame) -> Row:
    """The row of a frame without a face."""
    return Row(frame.index, frame.time, found=False)


def face_row(index: int, time: float, target: Target, roll: float, size: tuple[int, int], result: Result) -> Row:
    """The row of a frame with a face, whose crop was turned by ``roll`` (``crop_roll``) and gave ``result``; ``size``
    is the frame's (width, height). Confidence is the lower of the detector's and, if given, the network's."""
    rotation = result.rotation and tuple(normalise(multiply(about_z(roll), normalise(result.rotation))).tolist())
    place = result.translation or tuple(translation(target.box, *size).tolist())
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
        translation=place,
        gaze=result.gaze,
        identity=result.identity,
    )
