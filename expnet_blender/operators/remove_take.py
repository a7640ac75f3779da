# SPDX-License-Identifier: GPL-3.0-or-later
"""Remove a take, with or without its keys."""

from __future__ import annotations

import bpy
from bpy.props import BoolProperty

from ..later import actions, bake, nla, takes


class EXPNET_OT_remove_take(bpy.types.Operator):
    """Remove the take from the object"""

    bl_idname = "expnet.remove_take"
    bl_label = "Remove Face Take"
    bl_options = {"REGISTER", "UNDO"}

    keep_keys: BoolProperty(
        name="Keep Keys",
        description="Leave the keyframes that the take has made; off puts back what was there before",
        default=False,
    )

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return takes.active(context.object) is not None

    def execute(self, context: bpy.types.Context) -> set[str]:
        obj = context.object
        item = takes.active(obj)
        if item.nla and not self.keep_keys:
            nla.pull(obj, item)
        if item.applied and not self.keep_keys:
            bake.withdraw(obj, item)
        actions.release(item)
        obj.expnet.takes.remove(obj.expnet.active)
        obj.expnet.active = max(0, obj.expnet.active - 1)
        return {"FINISHED"}


CLASSES = (EXPNET_OT_remove_take,)
