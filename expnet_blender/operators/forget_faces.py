# SPDX-License-Identifier: GPL-3.0-or-later
"""Drop the stored faces of a video."""

from __future__ import annotations

import bpy
from bpy.props import StringProperty

from ..bridge.errors import UserError
from ..later import faces
from ..translations.sentences import said


class EXPNET_OT_forget_faces(bpy.types.Operator):
    """Remove the faces of this video from the file. Characters keep the takes that they have"""

    bl_idname = "expnet.forget_faces"
    bl_label = "Forget Faces of Video"
    bl_options = {"REGISTER", "UNDO"}

    clip: StringProperty(options={"HIDDEN", "SKIP_SAVE"})
    """Name of the clip, empty for that of the active take or the newest one."""

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            faces.forget(faces.wanted(context, self.clip))
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (EXPNET_OT_forget_faces,)
