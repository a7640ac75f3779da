# SPDX-License-Identifier: GPL-3.0-or-later
"""A video dropped on the viewport animates the character under the cursor."""

from __future__ import annotations

import bpy
from bpy.props import EnumProperty, StringProperty

from ..bridge.errors import UserError
from ..later import picking, solving
from ..translations.sentences import said

NEW_HEAD = "expnet.new-head"
"""The choice of a new head; no object's name begins like an operator's."""

_items: list[tuple[str, str, str]] = []  # Blender keeps no reference to the texts of a dynamic enum


def _characters(self: EXPNET_OT_drop_video, context: bpy.types.Context) -> list[tuple[str, str, str]]:
    _items[:] = [(obj.name, obj.name, "Animate this character") for obj in picking.characters(context)]
    _items.append((NEW_HEAD, "New Head", "Add the ExpNet head and animate it"))
    return _items


class EXPNET_OT_drop_video(bpy.types.Operator):
    """Animate the character under the cursor from a video of a face; without one, a new head"""

    bl_idname = "expnet.drop_video"
    bl_label = "Animate face from video (ExpNet)"  # Blender's choice of file handlers shows it as the answer
    bl_options = {"INTERNAL"}

    filepath: StringProperty(subtype="FILE_PATH", options={"HIDDEN", "SKIP_SAVE"})
    character: EnumProperty(name="Character", items=_characters, options={"SKIP_SAVE"})

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        obj = picking.under_cursor(context, event.mouse_x, event.mouse_y) or picking.obvious(context)
        if obj is not None:
            self.character = obj.name
        elif picking.characters(context):
            return context.window_manager.invoke_props_dialog(self, title="Animate Which Character?")
        else:
            self.character = NEW_HEAD
        return self._solve("INVOKE_DEFAULT")

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Headless, or after the dialog has asked."""
        if not self.properties.is_property_set("character"):
            obj = picking.obvious(context)
            self.character = NEW_HEAD if obj is None else obj.name
        return self._solve("EXEC_DEFAULT" if bpy.app.background else "INVOKE_DEFAULT")

    def _solve(self, how: str) -> set[str]:
        bpy.context.window_manager.expnet.video = self.filepath
        name = "" if self.character == NEW_HEAD else self.character
        try:
            result = solving.start(how, self.filepath, name)
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        return {"CANCELLED"} if "CANCELLED" in result else {"FINISHED"}


class EXPNET_FH_video(bpy.types.FileHandler):
    """Videos on the 3D viewport."""

    bl_idname = "EXPNET_FH_video"
    bl_label = "Face video"
    bl_import_operator = EXPNET_OT_drop_video.bl_idname
    bl_file_extensions = ";".join(sorted(bpy.path.extensions_movie))

    @classmethod
    def poll_drop(cls, context: bpy.types.Context) -> bool:
        return context.area is not None and context.area.type == "VIEW_3D"


CLASSES = (EXPNET_OT_drop_video, EXPNET_FH_video)
