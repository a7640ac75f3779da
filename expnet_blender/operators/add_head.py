# SPDX-License-Identifier: GPL-3.0-or-later
"""Add > Mesh > ExpNet Head."""

from __future__ import annotations

import bpy
from bpy_extras.object_utils import AddObjectHelper, add_object_align_init

from ..head.asset import load_head
from ..head.build import NAME, build_head


class EXPNET_OT_add_head(bpy.types.Operator, AddObjectHelper):
    """Add a life-size head with a shape key for each of the 29 expression units"""

    bl_idname = "expnet.add_head"
    bl_label = NAME
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if context.mode != "OBJECT":
            cls.poll_message_set("Leave the current mode for Object Mode first.")
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            asset = load_head()
        except (OSError, ValueError) as error:
            self.report({"ERROR"}, f"The head of the extension cannot be read ({error}): reinstall the extension.")
            return {"CANCELLED"}
        obj = build_head(asset)
        context.collection.objects.link(obj)
        obj.matrix_world = add_object_align_init(context, operator=self)
        for other in context.selected_objects:
            other.select_set(False)
        obj.select_set(True)
        context.view_layer.objects.active = obj
        return {"FINISHED"}


CLASSES = (EXPNET_OT_add_head,)


def register() -> None:
    bpy.types.VIEW3D_MT_mesh_add.append(_draw)


def unregister() -> None:
    bpy.types.VIEW3D_MT_mesh_add.remove(_draw)


def _draw(menu: bpy.types.Menu, context: bpy.types.Context) -> None:
    menu.layout.operator(EXPNET_OT_add_head.bl_idname, text=NAME, icon="MONKEY")
