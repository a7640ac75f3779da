# SPDX-License-Identifier: GPL-3.0-or-later
"""Let another face of a solved video drive a character."""

from __future__ import annotations

import bpy
from bpy.props import BoolProperty, IntProperty, StringProperty

from ..bridge.errors import UserError
from ..later import faces, picking
from ..translations.sentences import said
from ..ui.text import told
from .object_mode import InObjectMode


class EXPNET_OT_give_face(InObjectMode, bpy.types.Operator):
    """Let this face of the video drive the character, in place of another face of it. Nothing is solved again"""

    bl_idname = "expnet.give_face"
    bl_label = "Use Face of Video"
    bl_options = {"REGISTER", "UNDO"}

    clip: StringProperty(options={"HIDDEN", "SKIP_SAVE"})
    """Name of the clip, empty for that of the active take or the newest one."""
    face: IntProperty(name="Face", description="Which face of the video, 0 the main one", default=0, min=0)
    target: StringProperty(
        name="Object", description="The character, by default the selected one", options={"SKIP_SAVE"}
    )
    new_head: BoolProperty(
        name="New Head", description="Add a head for this face", default=False, options={"SKIP_SAVE"}
    )

    @classmethod
    def description(cls, context: bpy.types.Context, properties: bpy.types.OperatorProperties) -> str:
        if properties.new_head:
            return told("Add a head that this face of the video drives")
        return told(cls.__doc__)

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            clip = faces.wanted(context, self.clip)
            if self.new_head:
                item, _ = faces.give_new_head(context, clip, self.face)
            else:
                obj = bpy.data.objects.get(self.target) if self.target else picking.obvious(context)
                if obj is None:
                    raise UserError("Select a character first.")
                item, _ = faces.give(clip, self.face, obj, context.scene)
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        self.report({"INFO"}, told('"{0}" drives {1}').format(item.name, item.id_data.name))
        return {"FINISHED"}


CLASSES = (EXPNET_OT_give_face,)
