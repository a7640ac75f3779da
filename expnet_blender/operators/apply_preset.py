# SPDX-License-Identifier: GPL-3.0-or-later
"""Refine a take as a preset says."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_tip as told
from bpy.props import BoolProperty, StringProperty

from ..bridge.errors import UserError
from ..later import bake, presets
from ..translations.sentences import said
from .on_take import OnTake


class EXPNET_OT_apply_preset(OnTake, bpy.types.Operator):
    """Refine the take as this preset says. Start, trim, neutral frames and mirror stay"""

    bl_idname = "expnet.apply_preset"
    bl_label = "Refine Face Take by Preset"
    bl_options = {"REGISTER", "UNDO"}

    name: StringProperty(name="Preset", description="Name of the preset")
    own: BoolProperty(name="Own", description="A preset that you have saved, not one that comes with the add-on")

    @classmethod
    def description(cls, context: bpy.types.Context, properties: bpy.types.OperatorProperties) -> str:
        """The tooltip says what the preset is for; "" is the operator's own."""
        return "" if properties.own else told(presets.NOTES.get(properties.name, ""))

    def execute(self, context: bpy.types.Context) -> set[str]:
        _, item = self.find(context)
        try:
            presets.use(item.settings, presets.load(self.name) if self.own else presets.shipped(self.name))
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        bake.refresh(item.settings, context)
        return {"FINISHED"}


CLASSES = (EXPNET_OT_apply_preset,)
