# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the raw take for other programs."""

from __future__ import annotations

from pathlib import Path

import bpy
from bpy.props import StringProperty
from bpy_extras.io_utils import ExportHelper

from ..bridge.errors import UserError
from ..later import take_csv, takes
from ..translations.sentences import said


class EXPNET_OT_export_take(ExportHelper, bpy.types.Operator):
    """Write the raw take: .npz holds all of it, .csv the 52 ARKit channels in the layout of Live Link Face"""

    bl_idname = "expnet.export_take"
    bl_label = "Export Face Take"

    filename_ext = ".npz"
    check_extension = None  # either extension is fine; ``execute`` adds one where there is none
    filter_glob: StringProperty(default="*.npz;*.csv", options={"HIDDEN"})

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return takes.active(context.object) is not None

    def execute(self, context: bpy.types.Context) -> set[str]:
        path = Path(bpy.path.abspath(self.filepath))
        try:
            take = takes.load(takes.active(context.object))
            if path.suffix.lower() == ".csv":
                take_csv.write(take, path)
            else:
                take.save(path if path.suffix else path.with_suffix(".npz"))
        except UserError as error:
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        return {"FINISHED"}


CLASSES = (EXPNET_OT_export_take,)
