# SPDX-License-Identifier: GPL-3.0-or-later
"""Tell a take where its video went."""

from __future__ import annotations

from pathlib import Path

import bpy
from bpy.props import BoolProperty, StringProperty
from bpy_extras.io_utils import ImportHelper

from ..bridge.errors import UserError
from ..later import takes, videos
from ..translations.sentences import said
from .on_take import OnTake


class EXPNET_OT_relink_video(OnTake, ImportHelper, bpy.types.Operator):
    """Choose the take's video where it is now. Its keys stay as they are"""

    bl_idname = "expnet.relink_video"
    bl_label = "Relink Face Video"
    bl_options = {"REGISTER", "UNDO"}

    filter_movie: BoolProperty(default=True, options={"HIDDEN", "SKIP_SAVE"})
    filter_folder: BoolProperty(default=True, options={"HIDDEN", "SKIP_SAVE"})
    filter_glob: StringProperty(default="", options={"HIDDEN", "SKIP_SAVE"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        _, item = self.find(context)
        path = Path(bpy.path.abspath(self.filepath))
        try:
            known = takes.load(item).meta.get("sha256")
            other = bool(known) and videos.fingerprint(path) != known
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        item.video = str(path)
        if other:
            text = f"{path.name} is not the file that was solved: solve the take again if it shows something else."
            self.report({"WARNING"}, said(text))
        return {"FINISHED"}


CLASSES = (EXPNET_OT_relink_video,)
