# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture of one axis of a take: what was solved, what is made of it, and where the face was seen badly or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .facts import spans

Array = NDArray[np.float64]
Single = NDArray[np.float32]
Picture = NDArray[np.uint8]

MARGIN: Final = 0.06
"""Share of the height left above and below the range of the values."""

HALF: Final = 0.8
"""Half the width of a line, pixels, on a screen of the usual resolution."""


@dataclass(frozen=True)
class Palette:
    """Colours, red, green, blue, alpha in 0..1, by default for dark themes."""

    zero: tuple[float, float, float, float] = (0.5, 0.5, 0.5, 0.5)
    raw: tuple[float, float, float, float] = (0.55, 0.6, 0.68, 0.85)
    refined: tuple[float, float, float, float] = (1.0, 0.6, 0.15, 1.0)
    missing: tuple[float, float, float, float] = (0.85, 0.2, 0.2, 0.45)
    unsure: tuple[float, float, float, float] = (0.9, 0.75, 0.15, 0.3)
    ground: tuple[float, float, float, float] = (0.11, 0.11, 0.12, 1.0)
    now: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 0.65)


DARK: Final = Palette()
LIGHT: Final = Palette(
    zero=(0.25, 0.25, 0.25, 0.45), raw=(0.3, 0.33, 0.4, 0.85), refined=(0.72, 0.25, 0.0, 1.0),
    missing=(0.8, 0.1, 0.1, 0.4), unsure=(0.8, 0.6, 0.0, 0.4), ground=(0.82, 0.82, 0.83, 1.0),
    now=(0.0, 0.0, 0.0, 0.65),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Plot:
    """``time`` (T,) s of the video's frames, rising; ``raw`` (T,) with NaN where ``missing`` (T,); ``unsure`` (T,);
    ``refined`` (K,) at ``refined_time`` (K,) s; ``low``, ``high``: range of the slider, which the values may exceed."""

    time: Array
    raw: Array
    missing: NDArray[np.bool_]
    unsure: NDArray[np.bool_]
    refined_time: Array
    refined: Array
    low: float
    high: float


def draw(plot: Plot, width: int, height: int, palette: Palette = DARK, scale: float = 1.0) -> Picture:
    """(height, width, 4) RGBA, from the top down. Earlier is left; the whole video is as wide as the picture.
    ``scale``: how much finer than usual the screen's pixels are."""
    canvas = np.empty((3, height, width), np.float32)
    canvas[:] = np.array(palette.ground[:3], np.float32)[:, None, None]
    for rows, colour in ((plot.unsure, palette.unsure), (plot.missing, palette.missing)):
        for first, last in spans(rows):
            edges = plot.time[first], plot.time[min(last, len(plot.time) - 1)]
            left, right = (int(column(plot, edge, width)) for edge in edges)
            _blend(canvas[:, :, left : max(right, left + 1)], np.float32(1.0), colour)
    low, high = _range(plot)
    for value in {0.0, plot.high}:
        row = _row(np.array([value]), low, high, height)
        _blend(canvas, _line(row, row, height, 0.5 * scale), palette.zero)
    for time, values, colour in (
        (plot.time, plot.raw, palette.raw),
        (plot.refined_time, plot.refined, palette.refined),
    ):
        upper, lower = _columns(column(plot, time, width), _row(values, low, high, height), width)
        _blend(canvas, _line(upper, lower, height, HALF * scale), colour)
    picture = np.full((height, width, 4), 255, np.uint8)
    picture[..., :3] = np.moveaxis(canvas * 255.0 + 0.5, 0, -1)
    return picture


def column(plot: Plot, time: Array | float, width: int) -> Array:
    """Columns (..., ) of a picture ``width`` wide at which times in seconds lie, within it."""
    start, length = plot.time[0], max(plot.time[-1] - plot.time[0], 1e-9)
    return np.clip((np.asarray(time) - start) / length, 0.0, 1.0) * (width - 1)


def _range(plot: Plot) -> tuple[float, float]:
    """Lowest and highest value shown: those of the slider, and more where the values go."""
    values = np.concatenate((plot.raw[np.isfinite(plot.raw)], plot.refined, [plot.low, plot.high]))
    low, high = float(values.min()), float(values.max())
    margin = MARGIN * max(high - low, 1e-6)
    return low - margin, high + margin


def _row(values: Array, low: float, high: float, height: int) -> Array:
    return (high - values) / (high - low) * (height - 1)


def _columns(x: Array, y: Array, width: int) -> tuple[Array, Array]:
    """Per column the highest and the lowest point of the curve through (x, y) (N,), NaN where there is none."""
    upper, lower = np.full(width, np.inf), np.full(width, -np.inf)
    known = np.isfinite(y)
    at = np.clip(np.rint(x[known]).astype(int), 0, width - 1)
    np.minimum.at(upper, at, y[known])
    np.maximum.at(lower, at, y[known])
    if known.sum() > 1:  # the way between two frames, half of it in the column of each
        for edge in (-0.5, 0.5):
            grid = np.arange(width) + edge
            inside = (grid >= x[known][0]) & (grid <= x[known][-1])
            between = np.interp(grid, x, np.where(known, y, np.nan)) if not known.all() else np.interp(grid, x, y)
            there = inside & np.isfinite(between)
            upper[there] = np.minimum(upper[there], between[there])
            lower[there] = np.maximum(lower[there], between[there])
    empty = ~np.isfinite(upper)
    upper[empty] = lower[empty] = np.nan
    return upper, lower


def _line(upper: Array, lower: Array, height: int, half: float) -> Single:
    """(height, width) 0..1 how much of each pixel a line covers that spans rows ``upper`` to ``lower`` (width,), with
    ``half`` its width to either side."""
    row = np.arange(height, dtype=np.float32)[:, None]
    top, bottom = (np.nan_to_num(edge, nan=-9.0).astype(np.float32) for edge in (upper - half, lower + half))
    cover = np.minimum(row + 0.5, bottom)
    cover -= np.maximum(row - 0.5, top)
    return np.clip(cover, 0.0, 1.0, out=cover)


def _blend(canvas: Single, cover: Single | np.float32, colour: tuple[float, float, float, float]) -> None:
    """Paint over ``canvas`` (3, H, W) as far as ``cover`` (H, W) says."""
    share = cover * np.float32(colour[3])
    for channel, value in zip(canvas, colour, strict=False):
        channel += (np.float32(value) - channel) * share
