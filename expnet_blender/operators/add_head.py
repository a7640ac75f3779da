# SPDX-License-Identifier: GPL-3.0-or-later
"""Add > Mesh > ExpNet Head."""

from __future__ import annotations

import bpy
from bpy_extras.object_utils import AddObjectHelper, add_object_align_init

from ..bridge.errors import UserError
from ..head import NAME
from ..later import placement
from ..translations.sentences import said
from .object_mode import InObjectMode


class EXPNET_OT_add_head(InObjectMode, bpy.types.Operator, AddObjectHelper):
    """Add a life-size head with a shape key for each of the 29 expression units"""

    bl_idname = "expnet.add_head"
    bl_label = NAME
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            obj = placement.link_head(context)
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        obj.matrix_world = add_object_align_init(context, operator=self)
        return {"FINISHED"}


CLASSES = (EXPNET_OT_add_head,)


def register() -> None:
    bpy.types.VIEW3D_MT_mesh_add.append(_draw)


def unregister() -> None:
    bpy.types.VIEW3D_MT_mesh_add.remove(_draw)


def _draw(menu: bpy.types.Menu, context: bpy.types.Context) -> None:
    menu.layout.operator(EXPNET_OT_add_head.bl_idname, text=NAME, icon="MONKEY")
