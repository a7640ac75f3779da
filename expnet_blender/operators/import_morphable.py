# SPDX-License-Identifier: GPL-3.0-or-later
"""File > Import > 3D Morphable Face, and the same for files dropped on a viewport."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import bpy
from bpy.props import CollectionProperty, EnumProperty, IntProperty, StringProperty
from bpy_extras.io_utils import ImportHelper

from ..translations.sentences import said
from .object_mode import InObjectMode

EXTENSIONS: Final = (".mat", ".h5", ".npz", ".pkl", ".bs", ".bin")
MENU: Final = f"3D Morphable Face ({', '.join(EXTENSIONS)})"


class MorphableOptions:
    """Mix-in of the two operators: what is read, and how."""

    filepath: StringProperty(subtype="FILE_PATH", options={"SKIP_SAVE"})
    directory: StringProperty(subtype="DIR_PATH", options={"SKIP_SAVE", "HIDDEN"})
    files: CollectionProperty(type=bpy.types.OperatorFileListElement, options={"SKIP_SAVE", "HIDDEN"})
    identities: IntProperty(
        name="Identity Components",
        description="How many components of other people's faces become shape keys too; the ExpNet authors' model "
        "has 99",
        default=0, min=0, max=512, soft_max=199,
    )  # fmt: skip
    jaw: EnumProperty(
        name="Jaw and Neck",
        description="What becomes of the joints of a skinned head (FLAME)",
        items=(
            ("KEYS", "Shape Keys", "Jaw and neck as shape keys: one mesh, but a turn shortens on its way"),
            ("BONES", "Armature", "Jaw, neck and eyes as bones of an armature"),
        ),
        default="KEYS",
    )

    def paths(self) -> list[Path]:
        """The files chosen, or the folder."""
        names = [file.name for file in self.files if file.name]
        if names:
            folder = Path(bpy.path.abspath(self.directory or str(Path(self.filepath).parent)))
            return [folder / name for name in names]
        return [Path(bpy.path.abspath(self.filepath))] if self.filepath else []


class EXPNET_OT_import_morphable(InObjectMode, MorphableOptions, ImportHelper, bpy.types.Operator):
    """Import a 3D morphable face: Basel, FLAME, FaceWarehouse, Surrey, ICT-FaceKit or an open .npz"""
    # No UNDO: the step is pushed where the scene changes, after the file is read.

    bl_idname = "expnet.import_morphable"
    bl_label = "Import 3D Morphable Face"
    bl_options = {"PRESET"}

    filename_ext = ""
    filter_glob: StringProperty(
        default=";".join(f"*{extension}" for extension in (*EXTENSIONS, ".obj")), options={"HIDDEN"}
    )

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        return self.invoke_popup(context)

    def execute(self, context: bpy.types.Context) -> set[str]:
        if not self.paths():
            self.report({"ERROR"}, said("No file was chosen: choose a 3D morphable face."))
            return {"CANCELLED"}
        files = [{"name": file.name} for file in self.files]
        chosen = {"filepath": self.filepath, "directory": self.directory, "files": files}
        how = "EXEC_DEFAULT" if bpy.app.background else "INVOKE_DEFAULT"
        try:
            result = bpy.ops.expnet.read_morphable(how, True, **chosen, identities=self.identities, jaw=self.jaw)
        except RuntimeError as error:
            self.report({"ERROR"}, str(error).strip().removeprefix("Error: "))
            return {"CANCELLED"}
        return {"CANCELLED"} if "CANCELLED" in result else {"FINISHED"}

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(self, "identities")
        layout.prop(self, "jaw")


class EXPNET_FH_morphable(bpy.types.FileHandler):
    """Face models on the 3D viewport."""

    bl_idname = "EXPNET_FH_morphable"
    bl_label = "3D morphable face"
    bl_import_operator = EXPNET_OT_import_morphable.bl_idname
    bl_file_extensions = ";".join(EXTENSIONS)

    @classmethod
    def poll_drop(cls, context: bpy.types.Context) -> bool:
        return context.area is not None and context.area.type == "VIEW_3D"


CLASSES = (EXPNET_OT_import_morphable, EXPNET_FH_morphable)


def register() -> None:
    bpy.types.TOPBAR_MT_file_import.append(_draw)


def unregister() -> None:
    bpy.types.TOPBAR_MT_file_import.remove(_draw)


def _draw(menu: bpy.types.Menu, context: bpy.types.Context) -> None:
    menu.layout.operator(EXPNET_OT_import_morphable.bl_idname, text=MENU)
