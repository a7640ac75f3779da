# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a take that was solved or captured elsewhere."""

from __future__ import annotations

from pathlib import Path

import bpy
from bpy.props import IntProperty, StringProperty
from bpy_extras.io_utils import ImportHelper

from ..bridge.errors import UserError
from ..later import take_csv, take_file, takes, target
from ..translations.sentences import said


class EXPNET_OT_import_take(ImportHelper, bpy.types.Operator):
    """Read a take of ExpNet (.npz) or a recording of Live Link Face (.csv) and apply it to the active object"""

    bl_idname = "expnet.import_take"
    bl_label = "Import Face Take"
    bl_options = {"REGISTER", "UNDO"}

    filename_ext = ".npz"
    filter_glob: StringProperty(default="*.npz;*.csv", options={"HIDDEN"})
    rate: IntProperty(
        name="Time Code Rate",
        description="Frames per second of a recording's time code, as it was set in the app",
        default=60, min=1, max=240,
    )  # fmt: skip

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if context.object is None:
            cls.poll_message_set("Select the character first.")
            return False
        return context.mode == "OBJECT"

    def execute(self, context: bpy.types.Context) -> set[str]:
        path = bpy.path.abspath(self.filepath)
        try:
            take = take_csv.read(path, self.rate) if Path(path).suffix.lower() == ".csv" else take_file.Take.load(path)
            target.find(context.object, takes.basis(take))
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        item = takes.add(context.object, take, video="", name=Path(path).stem)
        item.settings.start = context.scene.frame_start
        return bpy.ops.expnet.apply_take()


CLASSES = (EXPNET_OT_import_take,)
