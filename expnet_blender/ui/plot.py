# SPDX-License-Identifier: GPL-3.0-or-later
"""The curve of one unit over the video's length, as a picture in the panel.

A preview is drawn by Blender itself, at every version and scale of the interface, and nothing of it can fail while
Blender draws. It lives in a preview collection: an image data-block would be saved with the user's file.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import bpy
import bpy.utils.previews
import numpy as np

from .. import takes
from ..animation.refining import for_refine
from ..bridge import facts, timing
from ..bridge.basis import Basis
from ..bridge.errors import UserError
from ..bridge.plot import DARK, LIGHT, Palette, Plot, column, draw
from ..bridge.refine import Curves, Settings, refine
from ..bridge.take import Take

SCALE: Final = 9.7
"""Side of the square that Blender fits the picture into, in units of the interface."""

UNIT: Final = 20
"""Pixels of such a unit at a scale of 1."""

FLAT: Final = 0.75
"""Height of the picture over its width."""

BRIGHT: Final = 0.3
"""A theme whose boxes are brighter than this is a light one."""

NAME: Final = "unit"

_collection: bpy.utils.previews.ImagePreviewCollection | None = None
_shown: tuple[object, ...] = ()
"""What the picture shows: plot, palette, width in pixels, and column of the current frame."""


def icon(context: bpy.types.Context, item: bpy.types.PropertyGroup, unit: bpy.types.PropertyGroup) -> int:
    """Blender's id of the picture of ``unit``, 0 where there is nothing to show."""
    return 0 if update(context, item, unit) is None else _collection[NAME].icon_id


def update(
    context: bpy.types.Context, item: bpy.types.PropertyGroup, unit: bpy.types.PropertyGroup
) -> object | None:
    """Draw the picture anew if it has changed; its pixels, None where there is nothing to show."""
    global _collection, _shown
    try:
        take = takes.load(item)
        wanted = for_refine(item.settings, context.scene)
        plot = _plot(take, takes.basis(take), unit.name, _Hashed(wanted))
    except UserError:  # the panel says it elsewhere
        return None
    render = context.scene.render
    now = float(timing.to_times(context.scene.frame_current_final, wanted.start, render.fps, render.fps_base))
    palette, scale = _palette(context), context.preferences.system.ui_scale or 1.0  # 0 where there is no window
    width = round(SCALE * UNIT * scale)  # pixel for pixel as it is shown, so that lines stay sharp
    line = int(column(plot, now, width)) if plot.time[0] <= now <= plot.time[-1] else -1
    if _collection is None:
        _collection = bpy.utils.previews.new()
    entry = _collection.get(NAME) or _collection.new(NAME)
    if _shown != (plot, palette, width, line):
        picture = _picture(plot, width, palette, scale).copy()
        if line >= 0:
            picture[:, line : line + max(1, round(scale))] = [round(255 * value) for value in palette.now]
        entry.image_size = picture.shape[1::-1]
        entry.image_pixels.foreach_set(picture[::-1].copy().view(np.int32).ravel())  # from the bottom up
        _shown = (plot, palette, width, line)
    return entry.image_pixels


def clear() -> None:
    """Forget the picture."""
    global _collection, _shown
    if _collection is not None:
        bpy.utils.previews.remove(_collection)
        _collection, _shown = None, ()


class _Hashed:
    """Settings, which hold dictionaries, as a key of what is remembered."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._key = repr(settings)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and self._key == other._key


@lru_cache(maxsize=2)
def _curves(take: Take, basis: Basis, wanted: _Hashed) -> Curves:
    return refine(take, basis, wanted.settings)


@lru_cache(maxsize=4)
def _plot(take: Take, basis: Basis, name: str, wanted: _Hashed) -> Plot:
    axis, settings = basis.index(name), wanted.settings
    curves = _curves(take, basis, wanted)
    return Plot(
        take.time.astype(float),
        take.coefficients[:, axis].astype(float),
        ~take.found,
        facts.unsure(take),
        timing.to_times(curves.frame, settings.start, settings.fps, settings.fps_base),
        curves.values[:, axis].astype(float),
        basis.minimum[axis],
        basis.maximum[axis],
    )


@lru_cache(maxsize=4)
def _picture(plot: Plot, width: int, palette: Palette, scale: float) -> np.ndarray:
    return draw(plot, width, round(FLAT * width), palette, scale)


def _palette(context: bpy.types.Context) -> Palette:
    inner = context.preferences.themes[0].user_interface.wcol_box.inner
    return LIGHT if sum(inner[:3]) / 3 > BRIGHT else DARK
