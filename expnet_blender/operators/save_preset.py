# SPDX-License-Identifier: GPL-3.0-or-later
"""Keep how a take is refined under a name."""

from __future__ import annotations

import bpy
from bpy.props import StringProperty

from ..bridge.errors import UserError
from ..later import presets
from ..translations.sentences import said
from .on_take import OnTake


class EXPNET_OT_save_preset(OnTake, bpy.types.Operator):
    """Save how this take is refined as a preset for other takes; one of the same name is replaced"""

    bl_idname = "expnet.save_preset"
    bl_label = "Save Face Preset"
    bl_options = {"REGISTER"}

    name: StringProperty(name="Name", description="Name of the preset", default="My Preset", maxlen=60)

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        return context.window_manager.invoke_props_dialog(self)

    def execute(self, context: bpy.types.Context) -> set[str]:
        _, item = self.find(context)
        try:
            presets.save(self.name, presets.of(item.settings))
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (EXPNET_OT_save_preset,)
