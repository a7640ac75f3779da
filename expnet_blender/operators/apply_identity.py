# SPDX-License-Identifier: GPL-3.0-or-later
"""The take's person on the head, or the mean face again."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as told
from bpy.props import BoolProperty

from ..bridge.errors import UserError
from ..later import picking, takes
from ..translations.sentences import said
from .object_mode import InObjectMode


class EXPNET_OT_apply_identity(InObjectMode, bpy.types.Operator):
    """Give the head the face of the person in the take's video. Set once, not animated"""

    bl_idname = "expnet.apply_identity"
    bl_label = "Apply Identity"
    bl_options = {"REGISTER", "UNDO"}

    mean: BoolProperty(
        name="Mean Face", description="Put all identity components back to 0", default=False, options={"SKIP_SAVE"}
    )

    def execute(self, context: bpy.types.Context) -> set[str]:
        from ..morphable import identity

        obj = picking.obvious(context)
        item = takes.active(obj)
        if item is None:
            self.report({"ERROR"}, said("There is no take to apply: solve a video first."))
            return {"CANCELLED"}
        if self.mean:
            identity.clear(obj)
            return {"FINISHED"}
        try:
            done, known = identity.apply(obj, item)
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        if done == known:
            text = told("Identity set on {count} components.")
        else:
            text = told("Identity set on {count} of {known} components: import the head with more to be closer.")
        self.report({"INFO"}, text.format(count=done, known=known))
        return {"FINISHED"}


CLASSES = (EXPNET_OT_apply_identity,)
