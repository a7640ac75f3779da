# SPDX-License-Identifier: GPL-3.0-or-later
"""Play just the take: only ever on request."""

from __future__ import annotations

import math

import bpy
from bpy.props import BoolProperty

from ..translations.sentences import said
from .on_take import OnTake


class EXPNET_OT_set_range(OnTake, bpy.types.Operator):
    """Set the scene's frame range to that of the take"""

    bl_idname = "expnet.set_range"
    bl_label = "Set Scene Range to Face Take"
    bl_options = {"REGISTER", "UNDO"}

    preview: BoolProperty(
        name="Preview Range", description="Set the preview range instead, which rendering ignores", default=False
    )

    def execute(self, context: bpy.types.Context) -> set[str]:
        _, item = self.find(context)
        if not item.applied:
            self.report({"ERROR"}, said(f'"{item.name}" has no keys yet: apply it first.'))
            return {"CANCELLED"}
        scene = context.scene
        first, last = math.floor(item.first), math.ceil(item.last)
        if self.preview:
            scene.use_preview_range = True
            scene.frame_preview_start, scene.frame_preview_end = first, last
        else:
            scene.frame_start, scene.frame_end = max(0, first), max(0, last)
        return {"FINISHED"}


CLASSES = (EXPNET_OT_set_range,)
