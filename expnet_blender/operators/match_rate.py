# SPDX-License-Identifier: GPL-3.0-or-later
"""Set the scene's frame rate to the video's: only ever on request."""

from __future__ import annotations

import bpy

from ..bridge.errors import UserError
from ..later import bake, takes
from ..rates import as_scene_rate
from ..translations.sentences import said


class EXPNET_OT_match_rate(bpy.types.Operator):
    """Set the scene's frame rate to the video's, so that every frame of the video has a scene frame of its own"""

    bl_idname = "expnet.match_rate"
    bl_label = "Set Scene Rate to Video"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        item = takes.active(context.object)
        return item is not None and item.rate > 0.0

    def execute(self, context: bpy.types.Context) -> set[str]:
        obj = context.object
        render = context.scene.render
        render.fps, render.fps_base = as_scene_rate(takes.active(obj).rate)
        for item in obj.expnet.takes:
            if item.applied:
                try:
                    bake.apply(obj, item, context.scene)
                except UserError as error:
                    self.report({"WARNING"}, said(str(error)))
        return {"FINISHED"}


CLASSES = (EXPNET_OT_match_rate,)
