# SPDX-License-Identifier: GPL-3.0-or-later
"""Solve a take's video again: with another model, or after a solve was cut short."""

from __future__ import annotations

from pathlib import Path

import bpy

from ..bridge.errors import UserError
from ..later import solving
from ..translations.sentences import said
from .on_take import OnTake


class EXPNET_OT_resolve_take(OnTake, bpy.types.Operator):
    """Solve the take's video again and keep how it is refined"""

    bl_idname = "expnet.resolve_take"
    bl_label = "Solve Face Take Again"
    # No UNDO: the solve, which ends long after this, pushes its own step.

    def execute(self, context: bpy.types.Context) -> set[str]:
        obj, item = self.find(context)
        path = bpy.path.abspath(item.video)
        try:
            if not item.video or not Path(path).is_file():
                raise UserError(f'The video of "{item.name}" is not at {path or "any known place"}: relink it first.')
            how = "EXEC_DEFAULT" if bpy.app.background else "INVOKE_DEFAULT"
            solving.start(how, path, obj.name, take=item.uid)
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (EXPNET_OT_resolve_take,)
