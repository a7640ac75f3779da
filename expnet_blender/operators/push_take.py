# SPDX-License-Identifier: GPL-3.0-or-later
"""A take becomes a strip of the NLA."""

from __future__ import annotations

import bpy

from ..bridge.errors import UserError
from ..later import shown
from ..translations.sentences import said
from .on_take import OnTake


class EXPNET_OT_push_take(OnTake, bpy.types.Operator):
    """Make the take a strip of the NLA, where several takes play together and blend where they overlap"""

    bl_idname = "expnet.push_take"
    bl_label = "Push Face Take to NLA"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        obj, item = self.find(context)
        if item.nla:
            self.report({"ERROR"}, said(f'"{item.name}" is in the NLA already.'))
            return {"CANCELLED"}
        try:
            shown.push(obj, item, context.scene)
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (EXPNET_OT_push_take,)
