# SPDX-License-Identifier: GPL-3.0-or-later
"""Frame rates as a scene holds them: whole frames over a base."""

from __future__ import annotations


def as_scene_rate(rate: float) -> tuple[int, float]:
    """(fps, fps_base) of a video's frames per second: 29.97 is 30 / 1.001, as broadcast rates are; others are
    exact."""
    fps = max(1, round(rate))
    base = fps / rate
    return fps, 1.001 if abs(base - 1.001) < 2e-4 else 1.0 if abs(base - 1.0) < 1e-5 else base


def same(rate: float, fps: int, fps_base: float) -> bool:
    """Whether a video of ``rate`` plays frame for frame in a scene: less than one frame apart after a minute."""
    return abs(rate - fps / fps_base) * 60.0 < 1.0
