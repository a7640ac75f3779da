# SPDX-License-Identifier: GPL-3.0-or-later
"""Delete a preset of the user's own."""

from __future__ import annotations

import bpy
from bpy.props import StringProperty

from ..bridge.errors import UserError
from ..later import presets
from ..translations.sentences import said


class EXPNET_OT_remove_preset(bpy.types.Operator):
    """Delete this preset. Takes that were refined by it stay as they are"""

    bl_idname = "expnet.remove_preset"
    bl_label = "Delete Face Preset"
    bl_options = {"REGISTER"}

    name: StringProperty(name="Name", description="Name of the preset")

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        return context.window_manager.invoke_confirm(self, event)

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            presets.remove(self.name)
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (EXPNET_OT_remove_preset,)
