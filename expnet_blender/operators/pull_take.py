# SPDX-License-Identifier: GPL-3.0-or-later
"""A take leaves the NLA."""

from __future__ import annotations

import bpy

from ..bridge.errors import UserError
from ..later import shown
from ..translations.sentences import said
from .on_take import OnTake


class EXPNET_OT_pull_take(OnTake, bpy.types.Operator):
    """Take the take's strip out of the NLA and play the take as the character's action"""

    bl_idname = "expnet.pull_take"
    bl_label = "Take Face Take out of NLA"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        obj, item = self.find(context)
        if not item.nla:
            self.report({"ERROR"}, said(f'"{item.name}" is no strip of the NLA.'))
            return {"CANCELLED"}
        try:
            shown.pull(obj, item, context.scene)
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (EXPNET_OT_pull_take,)
