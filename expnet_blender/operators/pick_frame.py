# SPDX-License-Identifier: GPL-3.0-or-later
"""Use the frame on screen as In, Out or neutral of the take."""

from __future__ import annotations

import bpy
from bpy.props import EnumProperty

from ..bridge.errors import UserError
from ..later import takes
from ..translations.sentences import said
from .on_take import OnTake


class EXPNET_OT_pick_frame(OnTake, bpy.types.Operator):
    """Use the video frame that belongs to the scene's current frame"""

    bl_idname = "expnet.pick_frame"
    bl_label = "Pick Frame of Face Video"
    bl_options = {"REGISTER", "UNDO"}

    field: EnumProperty(
        name="Use As",
        description="What the frame is used as",
        items=(
            ("trim_first", "In", "First frame that is used"),
            ("trim_last", "Out", "Last frame that is used"),
            ("neutral", "Neutral", "The face is at rest there"),
            ("neutral_last", "Last Neutral", "The face is at rest until there"),
        ),
        default="neutral",
    )

    def execute(self, context: bpy.types.Context) -> set[str]:
        _, item = self.find(context)
        render, scene = context.scene.render, context.scene
        time = (scene.frame_current_final - item.settings.start) * render.fps_base / render.fps
        try:
            setattr(item.settings, self.field, takes.frame_at(item, time))
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (EXPNET_OT_pick_frame,)
