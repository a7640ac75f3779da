# SPDX-License-Identifier: GPL-3.0-or-later
"""What cameras, light and video do to a picture: the renders must not look cleaner than the world."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from weights.colour import LUMINANCE, to_srgb

_STEPS: Final = 4096
_TABLE: Final = to_srgb(np.arange(_STEPS + 1) / _STEPS).astype(np.float32)

Picture = NDArray[np.float32]


def encode(linear: Picture) -> Picture:
    """Linear light to sRGB 0..1, clipped as a sensor clips."""
    return _TABLE[(np.clip(linear, 0, 1) * _STEPS).astype(np.int32)]


def light(rng: np.random.Generator, picture: Picture) -> Picture:
    """A colour cast and, in a third of the pictures, light that falls off to one side (linear light)."""
    picture = picture * np.exp(rng.normal(0, 0.08, 3) * (1, 0.4, 1)).astype(np.float32)
    if rng.random() < 0.3:
        ramp, angle = np.linspace(-1, 1, len(picture), dtype=np.float32), rng.uniform(0, 2 * np.pi)
        slope = (ramp[None, :] * np.cos(angle) + ramp[:, None] * np.sin(angle)) * rng.uniform(0, 0.6)
        picture = picture * np.exp(slope).astype(np.float32)[..., None]
    return picture


def grade(rng: np.random.Generator, picture: Picture) -> Picture:
    """Contrast, brightness and saturation (sRGB); one picture in ten is grey."""
    contrast = np.exp(rng.normal(0, 0.15))
    picture = picture * np.float32(contrast) + np.float32(0.5 - 0.5 * contrast + rng.normal(0, 0.04))
    saturation = 0.0 if rng.random() < 0.1 else np.exp(rng.normal(-0.05, 0.25))
    grey = (picture @ LUMINANCE)[..., None]
    return grey + (picture - grey) * np.float32(saturation)


def smear(rng: np.random.Generator, picture: Picture) -> Picture:
    """Out of focus (35 %) or moved during exposure (8 %)."""
    size, kind = len(picture), rng.random()
    if kind < 0.35:
        width = rng.uniform(0.3, 1.5) * max(size / 112, 0.6)
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), width), np.float32)
    if kind < 0.43:
        length = rng.uniform(3, 8) * size / 112
        half = int(np.ceil(length / 2))
        angle = rng.uniform(0, np.pi)
        kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
        for t in np.linspace(-length / 2, length / 2, 8 * half + 1):
            kernel[int(round(half + t * np.sin(angle))), int(round(half + t * np.cos(angle)))] += 1
        return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.float32)
    return picture


def cut(rng: np.random.Generator, picture: Picture) -> Picture:
    """The face at the picture's edge: a side of the crop is black, as the crop rule leaves it."""
    picture = picture.copy()
    width = max(1, int(len(picture) * rng.uniform(0.02, 0.25)))
    edge = (slice(None, width), slice(-width, None))[rng.integers(2)]
    picture[edge if rng.random() < 0.5 else (slice(None), edge)] = 0
    return picture


def record(rng: np.random.Generator, picture: Picture) -> NDArray[np.uint8]:
    """Sensor noise (70 %) and lossy compression (40 %); (S, S, 3) sRGB 0..1 to u8."""
    if rng.random() < 0.7:
        noise = rng.standard_normal(picture.shape, np.float32)
        picture = picture + noise * np.float32(rng.gamma(1, 0.012))
    seen = coded(picture)
    if rng.random() < 0.4:
        seen = compressed(seen, int(rng.integers(25, 95)))
    return np.ascontiguousarray(seen)


def coded(picture: Picture) -> NDArray[np.uint8]:
    """0..1 to u8."""
    return np.clip(picture * 255 + 0.5, 0, 255).astype(np.uint8)


def compressed(picture: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """(S, S, 3) RGB as it comes out of JPEG of that quality, 0..100."""
    jpeg = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.ascontiguousarray(np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])
