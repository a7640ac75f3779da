# SPDX-License-Identifier: GPL-3.0-or-later
"""Hide the message of the last failure."""

from __future__ import annotations

import bpy

from ..ui import redraw


class EXPNET_OT_dismiss(bpy.types.Operator):
    """Hide this message"""

    bl_idname = "expnet.dismiss"
    bl_label = "Dismiss"
    bl_options = {"INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        context.window_manager.expnet.sentence = ""
        redraw.panels(context)
        return {"FINISHED"}


CLASSES = (EXPNET_OT_dismiss,)
