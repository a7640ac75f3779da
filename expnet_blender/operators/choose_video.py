# SPDX-License-Identifier: GPL-3.0-or-later
"""Choose a video in the file browser and solve it."""

from __future__ import annotations

import bpy
from bpy.props import BoolProperty, StringProperty
from bpy_extras.io_utils import ImportHelper

from ..bridge.errors import UserError
from ..later import picking, solving
from ..translations.sentences import said


class EXPNET_OT_choose_video(ImportHelper, bpy.types.Operator):
    """Choose a video of a face and animate the character with it"""

    bl_idname = "expnet.choose_video"
    bl_label = "Animate Face from Video"

    filter_movie: BoolProperty(default=True, options={"HIDDEN", "SKIP_SAVE"})
    filter_folder: BoolProperty(default=True, options={"HIDDEN", "SKIP_SAVE"})
    target: StringProperty(options={"HIDDEN", "SKIP_SAVE"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        context.window_manager.expnet.video = self.filepath
        try:
            obj = None if self.target else picking.obvious(context)
            solving.start("INVOKE_DEFAULT", self.filepath, self.target or ("" if obj is None else obj.name))
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (EXPNET_OT_choose_video,)
