# SPDX-License-Identifier: GPL-3.0-or-later
"""The head as the first step, from the sidebar."""

from __future__ import annotations

import bpy

from ..bridge.errors import UserError
from ..later import framing, placement
from ..translations.sentences import said
from .object_mode import InObjectMode


class EXPNET_OT_new_head(InObjectMode, bpy.types.Operator):
    """Add the ExpNet head beside what is there, and look at its face"""

    bl_idname = "expnet.new_head"
    bl_label = "Add ExpNet Head"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            obj = placement.add_head(context)
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        if not bpy.app.background:
            framing.face(context, obj)
        return {"FINISHED"}


CLASSES = (EXPNET_OT_new_head,)
