# SPDX-License-Identifier: GPL-3.0-or-later
"""sRGB and linear light (IEC 61966-2-1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Weights of linear R, G, B (Rec. 709)."""


def to_linear(srgb: ArrayLike) -> NDArray[np.float64]:
    """sRGB values 0..1 to linear light."""
    c = np.asarray(srgb, np.float64)
    return np.where(c <= 0.04045, c / 12.92, ((np.maximum(c, 0) + 0.055) / 1.055) ** 2.4)


def to_srgb(linear: ArrayLike) -> NDArray[np.float64]:
    """Linear light 0..1 to sRGB; values below 0 become 0, above 1 they go on."""
    c = np.maximum(np.asarray(linear, np.float64), 0)
    return np.where(c <= 0.0031308, c * 12.92, 1.055 * c ** (1 / 2.4) - 0.055)
