# SPDX-License-Identifier: GPL-3.0-or-later
"""A second take of the same result, to try other settings."""

from __future__ import annotations

import bpy

from ..bridge.errors import UserError
from ..later import takes
from ..settings import quiet
from ..translations.sentences import said
from .on_take import OnTake


class EXPNET_OT_duplicate_take(OnTake, bpy.types.Operator):
    """Copy the take with its settings, to refine it in another way. The copy does not play until it is unmuted"""

    bl_idname = "expnet.duplicate_take"
    bl_label = "Duplicate Face Take"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            item = takes.duplicate(*self.find(context))
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        with quiet():
            item.mute = True
        return {"FINISHED"}


CLASSES = (EXPNET_OT_duplicate_take,)
