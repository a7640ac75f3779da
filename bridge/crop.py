# SPDX-License-Identifier: GPL-3.0-or-later
"""Which square of a picture the network sees, and how it is sampled. The sender and the trainer share this file.

Coordinates are pixels with the origin at the top left *corner* of the picture, y down: pixel (0, 0) covers 0..1, so a
picture of width w ends at x = w and scaling is a plain product.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

_MARGIN: Final = 2.0
"""Pixels, of the crop or of the picture, whichever are larger, that are sampled beyond the crop's edge: a cubic reaches
so far, and must see what lies there."""

_APART: Final = (0.3, 0.5)
"""Distance of the eyes over that from eyes to mouth (0.85 from the front) below which the eyes' line is not used at
all, and above which nothing else is. Below 0.3 it jumps by 10 degrees from frame to frame, above 0.5 by one."""


@dataclass(frozen=True)
class CropRule:
    """How a face box becomes the network's input.

    ``scale``: side over the box's longer side; ``size``: pixels; ``shift``: how far the centre moves from the box's
    centre towards the chin, over the box's longer side; ``jpeg``: quality at which the crop is packed and unpacked
    again, 0 for not at all. ``cut.py`` applies it.
    """

    name: str
    scale: float
    size: int
    shift: float = 0.0
    jpeg: int = 0

    def __post_init__(self) -> None:
        if self.name not in RULES:
            raise ValueError(f"The crop rule '{self.name}' is unknown: update ExpNet or choose other weights.")
        if not (math.isfinite(self.scale) and 0.1 <= self.scale <= 10.0 and 1 <= self.size <= 4096):
            raise ValueError(f"The crop rule's scale {self.scale} or size {self.size} makes no sense.")
        if not -1.0 <= self.shift <= 1.0:
            raise ValueError(f"The crop rule's shift {self.shift} makes no sense.")
        if not 0 <= self.jpeg <= 100:
            raise ValueError(f"The crop rule's JPEG quality {self.jpeg} does not exist.")


RULES: Final = ("level", "published")
"""``level``: ``crop_transform``. ``published``: ``published/crop.py``."""


def crop_transform(box: ArrayLike, eyes: ArrayLike | None, rule: CropRule) -> NDArray[np.float64]:
    """(2, 3) matrix from picture to crop coordinates, of the rule ``level``: a square around the box's centre, turned
    until the line from eye to eye is level (MediaPipe's face crop).

    ``box`` (4,) is x0 y0 x1 y1; ``eyes`` (2, 2) are the eyes' points, the subject's right one first, or None for an
    upright square. Raises ``ValueError`` for a box without area.
    """
    corners = checked(box)
    longer = (corners[2:] - corners[:2]).max()
    right, down = (1.0, 0.0) if eyes is None else np.diff(np.asarray(eyes, np.float64).reshape(2, 2), axis=0)[0]
    length = math.hypot(right, down)
    if not math.isfinite(length) or length < 1e-6:
        right, down, length = 1.0, 0.0, 1.0
    cos, sin = (rule.size / (rule.scale * longer) / length) * np.array([right, down])
    turn = np.array([[cos, sin], [-sin, cos]])
    offset = np.array([0.5, 0.5 - rule.shift / rule.scale]) * rule.size - turn @ ((corners[:2] + corners[2:]) / 2)
    return np.column_stack([turn, offset])


def checked(box: ArrayLike) -> NDArray[np.float64]:
    """The box (4,) x0 y0 x1 y1 as floats. Raises ``ValueError`` for one without area."""
    corners = np.asarray(box, np.float64)
    if corners.shape != (4,) or not np.isfinite(corners).all() or (corners[2:] - corners[:2]).min() <= 0:
        raise ValueError(f"A face box needs x0 < x1 and y0 < y1, not {corners.tolist()}.")
    return corners


def crop_roll(matrix: NDArray[np.floating]) -> float:
    """Radians by which what the crop shows upright is rolled in the picture.

    Positive is counter-clockwise as one looks at the picture, so a rotation R measured in the crop is ``Rz(roll) R``
    in the picture's camera frame (x right, y up, z towards the camera).
    """
    return math.atan2(-matrix[0, 1], matrix[0, 0])


def eye_line(points: ArrayLike) -> NDArray[np.float64]:
    """(2, 2) ends of the line that shall be level, from the detector's five points (5, 2): eyes, nose, mouth corners,
    the subject's right ones first.

    They are the eyes, until these come so close together (a profile) that their line says nothing; then the line is
    square to the one from eyes to mouth.
    """
    right, left, _, *corners = np.asarray(points, np.float64)
    middle = (right + left) / 2
    along, down = left - right, (corners[0] + corners[1]) / 2 - middle
    square = np.array([down[1], -down[0]])
    apart, height = math.hypot(*along), math.hypot(*down)
    if height == 0.0 or apart >= _APART[1] * height:
        return np.stack([right, left])
    share = min(1.0, (_APART[1] - apart / height) / (_APART[1] - _APART[0]))
    half = ((1.0 - share) * along + share * _APART[1] * square) / 2
    return np.stack([middle - half, middle + half])


def shrink(patch: NDArray, scale: float) -> tuple[NDArray, NDArray[np.float64]]:
    """Area average to about ``scale`` times the size (if below 1), and the (width, height) of the source it covers.

    A whole factor first, which OpenCV does five times faster than a fraction; it leaves out less than a crop pixel at
    the far edges.
    """
    height, width = patch.shape[:2]
    whole = max(1, min(int(1.0 / scale), height, width))
    small = (width // whole, height // whole)
    covered = np.array(small, np.float64) * whole
    if whole > 1:
        patch = cv2.resize(patch[: small[1] * whole, : small[0] * whole], small, interpolation=cv2.INTER_AREA)
    if scale * whole < 1.0:
        kept = np.maximum(np.rint(covered * scale), 1).astype(int)
        patch = cv2.resize(patch, (int(kept[0]), int(kept[1])), interpolation=cv2.INTER_AREA)
    return patch, covered


def sample(picture: NDArray, matrix: NDArray[np.floating], size: int) -> NDArray:
    """``picture`` (H, W) or (H, W, C), u8 or f32, seen through ``matrix`` as (size, size[, C]); black outside.

    Bicubic, which keeps more of small faces than bilinear does and blurs no frame more than the next; when the crop
    shrinks the picture, what it covers is averaged over areas first, so nothing aliases.
    """
    out = np.zeros((size, size, *picture.shape[2:]), picture.dtype)
    scale = math.sqrt(abs(float(np.linalg.det(matrix[:, :2]))))
    inverse = cv2.invertAffineTransform(np.asarray(matrix, np.float64))
    margin = _MARGIN * max(1.0, scale)
    low, high = -margin, size + margin
    corners = np.array([[low, low], [high, low], [high, high], [low, high]]) @ inverse[:, :2].T + inverse[:, 2]
    limit = np.array(picture.shape[1::-1])
    x0, y0 = np.clip(np.floor(corners.min(0)), 0, limit).astype(int)
    x1, y1 = np.clip(np.ceil(corners.max(0)), 0, limit).astype(int)
    if x0 >= x1 or y0 >= y1:
        return out
    patch, covered = shrink(picture[y0:y1, x0:x1], scale)
    local = matrix[:, :2] * (covered / patch.shape[1::-1])
    offset = matrix[:, :2] @ np.array([x0, y0]) + matrix[:, 2]
    centred = np.column_stack([local, offset + local @ (0.5, 0.5) - 0.5])  # OpenCV counts from pixel centres
    cv2.warpAffine(patch, centred, (size, size), out, cv2.INTER_CUBIC, cv2.BORDER_CONSTANT)
    return out


def crop_image(bgr: NDArray[np.uint8], matrix: NDArray[np.floating], size: int) -> NDArray[np.uint8]:
    """(H, W, 3) BGR picture, as OpenCV decodes it, to the (size, size, 3) RGB crop that ``matrix`` selects."""
    return np.ascontiguousarray(sample(bgr, matrix, size)[..., ::-1])
