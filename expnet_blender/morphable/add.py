# SPDX-License-Identifier: GPL-3.0-or-later
"""An imported head where it is seen at once, as the default head is."""

from __future__ import annotations

import bpy

from .. import framing, placement
from ..bridge.morphable.model import Morphable
from .armature import add_armature
from .build import build


def add(context: bpy.types.Context, model: Morphable) -> bpy.types.Object:
    """The head of ``model`` beside what is in the scene, active; with an armature if it has joints."""
    obj = placement.link(context, build(model))
    place = placement.clear_of_others(context, obj, context.scene.cursor.location)
    top = obj
    if model.joints is not None:
        top = add_armature(context, obj, model)
        placement.select(context, obj)
    top.location = place
    if not bpy.app.background:
        framing.face(context, obj)
    return obj
