# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is in the take's video, where its model says so."""

from __future__ import annotations

import bpy

from ..later import picking, takes
from .text import sentence


class EXPNET_PT_identity(bpy.types.Panel):
    """The person of a take solved with an identity net."""

    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "ExpNet"
    bl_label = "Identity"
    bl_parent_id = "EXPNET_PT_main"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        item = takes.active(picking.obvious(context))
        return item is not None and bool(item.get(takes.IDENTITY))

    def draw(self, context: bpy.types.Context) -> None:
        row = self.layout.row(align=True)
        row.operator("expnet.apply_identity", icon="USER")
        row.operator("expnet.apply_identity", text="Mean Face").mean = True
        sentence(context, self.layout, "The person in the video, averaged over its frames and set once.")


CLASSES = (EXPNET_PT_identity,)
