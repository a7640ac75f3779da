# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawing of the marks of badly seen frames, see ``marks.py``."""

from __future__ import annotations

from functools import lru_cache

import bpy
import gpu
from gpu_extras.batch import batch_for_shader

from .. import takes
from ..bridge import facts, timing
from ..bridge.errors import UserError
from ..bridge.plot import Palette
from ..bridge.take import Take

Spans = tuple[tuple[float, float], ...]


def draw(context: bpy.types.Context, item: bpy.types.PropertyGroup, height: float) -> None:
    """Bands ``height`` pixels high in the region that is being drawn."""
    try:
        missing, unsure = _spans(takes.load(item))
    except UserError:
        return
    gpu.state.blend_set("ALPHA")
    for spans, colour in ((unsure, Palette.unsure), (missing, Palette.missing)):
        _fill(context, item.settings.start, spans, height, (*colour[:3], 0.9))
    gpu.state.blend_set("NONE")


def _fill(
    context: bpy.types.Context, start: float, spans: Spans, height: float, colour: tuple[float, ...]
) -> None:
    region, render = context.region, context.scene.render
    corners = []
    for begin, end in spans:
        frames = timing.to_frames((begin, end), start, render.fps, render.fps_base)
        left, right = (region.view2d.view_to_region(float(frame), 0.0, clip=False)[0] for frame in frames)
        right = max(right, left + 1)
        if right > 0 and left < region.width:
            corners += [(left, 0), (right, 0), (right, height), (left, 0), (right, height), (left, height)]
    if not corners:
        return
    shader = gpu.shader.from_builtin("UNIFORM_COLOR")
    shader.uniform_float("color", colour)
    batch_for_shader(shader, "TRIS", {"pos": corners}).draw(shader)


@lru_cache(maxsize=4)
def _spans(take: Take) -> tuple[Spans, Spans]:
    """Times in seconds between which no face was seen, and those of one badly seen."""
    step = (take.time[-1] - take.time[0]) / max(1, len(take) - 1)
    return tuple(
        tuple((float(take.time[first]), float(take.time[last - 1] + step)) for first, last in facts.spans(rows))
        for rows in (~take.found, facts.unsure(take))
    )
