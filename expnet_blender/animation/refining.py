# SPDX-License-Identifier: GPL-3.0-or-later
"""Stored settings as ``bridge/refine.py`` takes them."""

from __future__ import annotations

from typing import Literal

import bpy

from ..bridge.refine import AUTO, Settings, Tuning
from ..settings import REGIONS, ApplySettings


def for_refine(stored: ApplySettings, scene: bpy.types.Scene) -> Settings:
    """What ``refine`` needs of a take's stored settings."""
    return Settings(
        start=stored.start,
        fps=scene.render.fps,
        fps_base=scene.render.fps_base,
        first=stored.trim_first if stored.use_trim else None,
        last=stored.trim_last if stored.use_trim else None,
        smoothing=stored.smoothing,
        neutral=_neutral(stored),
        mirror=stored.mirror,
        symmetry=stored.symmetry,
        gain=stored.gain,
        regions={name: getattr(stored, f"gain_{name}") for name in REGIONS},
        units={unit.name: _tuning(unit) for unit in stored.units if unit.is_tuned},
        head_gain=stored.head_gain,
        level=stored.level,
        gaze_gain=stored.gaze_gain,
        blinks=stored.blinks,
        closures=stored.closures,
        clamp=stored.clamp,
        resample=stored.resample,
    )


def state(item: bpy.types.PropertyGroup, scene: bpy.types.Scene) -> tuple[object, ...]:
    """All that the keys of a take depend on beside the take and its character: equal states give equal keys."""
    stored = item.settings
    others = "head_rotation", "gaze", "reduce", "tolerance"
    return for_refine(stored, scene), item.nla, *(getattr(stored, name) for name in others)


def _neutral(stored: ApplySettings) -> int | tuple[int, int] | Literal["auto"] | None:
    match stored.neutral_from:
        case "AUTO":
            return AUTO
        case "FRAME":
            return stored.neutral
        case "RANGE":
            return stored.neutral, stored.neutral_last
    return None


def _tuning(unit: bpy.types.PropertyGroup) -> Tuning:
    if not unit.use_limits:
        return Tuning(unit.gain, unit.offset)
    return Tuning(unit.gain, unit.offset, unit.minimum, unit.maximum)
