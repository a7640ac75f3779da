# SPDX-License-Identifier: GPL-3.0-or-later
"""Choose what takes turn as the head or as an eye."""

from __future__ import annotations

import bpy
from bpy.props import EnumProperty, StringProperty

from ..bridge.errors import UserError
from ..later import rig
from ..translations.sentences import said
from .on_take import OnCharacter


class EXPNET_OT_set_joint(OnCharacter, bpy.types.Operator):
    """Choose the object or bone that takes turn as the head or as an eye. Its present orientation is its rest"""

    bl_idname = "expnet.set_joint"
    bl_label = "Set Head or Eye of Character"
    bl_options = {"REGISTER", "UNDO"}

    joint: EnumProperty(
        name="Part",
        description="What it is",
        items=(
            ("HEAD", "Head", "Turns as the head in the video does; empty for the character itself"),
            ("EYE_LEFT", "Left Eye", "The character's left; looks where the subject looks"),
            ("EYE_RIGHT", "Right Eye", "The character's right; looks where the subject looks"),
        ),
        default="HEAD",
    )
    object: StringProperty(name="Object", description="Object that turns, or the armature; empty for none")
    bone: StringProperty(name="Bone", description="Bone of the armature; empty for the object itself")

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        self.object, self.bone = rig.names(self.find(context), self.joint)
        return context.window_manager.invoke_props_dialog(self)

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.prop(self, "joint")
        layout.prop_search(self, "object", bpy.data, "objects")
        chosen = bpy.data.objects.get(self.object)
        if chosen is not None and chosen.type == "ARMATURE":
            layout.prop_search(self, "bone", chosen.data, "bones")

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            rig.set_joint(self.find(context), self.joint, self.object, self.bone, context.scene)
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (EXPNET_OT_set_joint,)
