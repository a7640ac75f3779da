# SPDX-License-Identifier: GPL-3.0-or-later
"""The crop of the published nets: the authors' square, cut at whole pixels, their resampling and their JPEG file.

After ``pose_utils.py`` of the Expression-Net release. Boxes are x0 y0 x1 y1 in pixels of the upright picture."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..crop import checked

SCALE: Final = 1.5
"""Side of the square over the box's longer side."""
JPEG: Final = 95
"""OpenCV's default quality, at which the authors wrote each crop to a file and read it again."""
_LARGEST: Final = 8
"""Side of the square over the longer side of the picture, beyond which the box is a mistake."""


DETECTOR: Final = (0.96, -0.01)
"""Side of the authors' box, and how far its centre lies towards the chin, both over the longer side of YuNet's box.

Their boxes run from the hairline to the chin, which therefore are 2/3 of the crop apart (measured on the 15 pictures of
the release). On 12 frames of 8 people, cut out with (0.9, 0.02), hairlines lay at 0.12 of the crop and chins at 0.83,
by eye to about 0.03; with the values here both lie where the authors' do, at 1/6 and 5/6."""


def from_detector(box: ArrayLike) -> NDArray[np.float64]:
    """The box (4,) that the authors would have drawn, from the detector's. Raises ``ValueError``."""
    corners = checked(box)
    longer = (corners[2:] - corners[:2]).max()
    centre = (corners[:2] + corners[2:]) / 2 + (0.0, DETECTOR[1] * longer)
    half = DETECTOR[0] * longer / 2
    return np.concatenate([centre - half, centre + half])


def square(box: ArrayLike, scale: float = SCALE) -> tuple[int, int, int]:
    """Left, top and side, in whole pixels, of what is cut out around the authors' ``box``; it may leave the picture.

    In float32 and rounded up, as the authors' program computes. Raises ``ValueError``.
    """
    x0, y0, x1, y1 = checked(box)
    longer = max(x1 - x0, y1 - y0)
    centre = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    corners = np.concatenate([centre - longer / 2, centre + longer / 2]).astype(np.float32)
    factor = np.array([(scale - 1) / 2], np.float32)
    extent = corners[2:] - corners[:2]
    low, high = np.ceil([corners[:2] - extent * factor, corners[:2] + extent * (1 + factor)]).astype(int)
    return int(low[0]), int(low[1]), int((high - low).max())


def crop(bgr: NDArray[np.uint8], box: ArrayLike, size: int, scale: float = SCALE) -> NDArray[np.uint8]:
    """(size, size, 3) BGR cut out of (H, W, 3) BGR around the authors' ``box``, black outside; cubic, no area average.

    Raises ``ValueError`` for a box without area, far larger than the picture, or outside it."""
    height, width = bgr.shape[:2]
    extent = checked(box)
    if (extent[2:] - extent[:2]).max() * scale > _LARGEST * max(height, width):
        raise ValueError(f"A face box of {extent.tolist()} is far larger than its picture of {width} x {height}.")
    left, top, side = square(box, scale)
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + side, width), min(top + side, height)
    if x0 >= x1 or y0 >= y1:
        raise ValueError(f"A face box of {extent.tolist()} lies outside its picture of {width} x {height}.")
    cut = np.zeros((side, side, 3), np.uint8)
    cut[y0 - top : y1 - top, x0 - left : x1 - left] = bgr[y0:y1, x0:x1]
    return np.asarray(cv2.resize(cut, (size, size), interpolation=cv2.INTER_CUBIC), np.uint8)


def round_trip(bgr: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """The picture as it comes back from a JPEG file of that quality; itself for quality 0."""
    if not quality:
        return bgr
    done, packed = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    picture = cv2.imdecode(packed, cv2.IMREAD_COLOR) if done else None
    if picture is None:
        raise RuntimeError("OpenCV was built without JPEG: install opencv-python-headless.")
    return np.asarray(picture, np.uint8)
