# SPDX-License-Identifier: GPL-3.0-or-later
"""A head of its own for every face of a video that drives nothing yet."""

from __future__ import annotations

import bpy
from bpy.props import StringProperty

from ..bridge.errors import UserError
from ..later import faces
from ..translations.sentences import said
from ..ui.text import told
from .object_mode import InObjectMode


class EXPNET_OT_give_heads(InObjectMode, bpy.types.Operator):
    """Add a head for every face of the video that drives nothing yet, side by side"""

    bl_idname = "expnet.give_heads"
    bl_label = "A Head for Each Face"
    bl_options = {"REGISTER", "UNDO"}

    clip: StringProperty(options={"HIDDEN", "SKIP_SAVE"})
    """Name of the clip, empty for that of the active take or the newest one."""

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            clip = faces.wanted(context, self.clip)
            driven = faces.driven(clip)
            idle = [number for number in range(len(clip.faces)) if number not in driven]
            for number in idle:
                faces.give_new_head(context, clip, number)
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        self.report({"INFO"}, told("Heads added: {0}").format(len(idle)))
        return {"FINISHED"}


CLASSES = (EXPNET_OT_give_heads,)
