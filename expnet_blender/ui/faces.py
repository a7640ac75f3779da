# SPDX-License-Identifier: GPL-3.0-or-later
"""The faces of a video by their pictures, and whom each drives. Registered with the other panels, between which it
stands."""

from __future__ import annotations

import bpy

from ..later import faces, picking, session, takes
from . import portraits
from .reveal import CATEGORY
from .text import told

PICTURE = 4.5
"""Height of a face's picture, in buttons."""

SHARE = 0.36
"""Of a face's width that its picture takes."""


class EXPNET_PT_faces(bpy.types.Panel):
    """One box for each face of the video that the panel is about."""

    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = CATEGORY
    bl_label = "Faces in This Video"
    bl_parent_id = "EXPNET_PT_main"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if not any(len(scene.expnet.clips) for scene in bpy.data.scenes) or session.current is not None:
            return False
        return _clip(context) is not None

    def draw_header_preset(self, context: bpy.types.Context) -> None:
        self.layout.operator("expnet.forget_faces", text="", icon="X", emboss=False).clip = _clip(context).name

    def draw(self, context: bpy.types.Context) -> None:
        layout, clip = self.layout, _clip(context)
        scene = context.scene.expnet
        layout.prop(scene, "face_target", text="For", placeholder="Selected")
        chosen = scene.face_target  # it may have been deleted from the scene: the field keeps it
        wanted = chosen if chosen is not None and chosen.name in context.scene.objects else picking.obvious(context)
        driven = faces.driven(clip)
        for number, face in enumerate(clip.faces):
            self._face(clip, number, face, driven.get(number, []), wanted)
        if clip.basis == faces.DEFAULT.id and len(driven) < len(clip.faces):
            layout.operator("expnet.give_heads", icon="COMMUNITY").clip = clip.name

    def _face(
        self,
        clip: bpy.types.PropertyGroup,
        number: int,
        face: bpy.types.PropertyGroup,
        driven: list[str],
        wanted: bpy.types.Object | None,
    ) -> None:
        split = self.layout.box().split(factor=SHARE)
        icon = portraits.icon(clip, number)
        picture = split.column()
        if icon:
            picture.template_icon(icon, scale=PICTURE)
        else:
            picture.label(text="", icon="USER")
        side = split.column()
        facts = side.column(align=True)
        facts.scale_y = 0.85
        name = told("Face {0}") if number else told("Face {0}, the main one")
        facts.label(text=name.format(number + 1), translate=False)
        share = face.found / max(clip.frames, 1)
        facts.label(text=told("Seen in {0:.0%}").format(share), translate=False)
        drives = told("Drives {0}").format(", ".join(driven)) if driven else told("Drives nothing yet")
        facts.label(text=drives, translate=False)
        row = side.row(align=True)
        given = row.row(align=True)
        given.enabled = wanted is not None
        has = wanted is not None and wanted.name in driven
        button = given.operator(
            "expnet.give_face", text=told("Use") if wanted is None else wanted.name, translate=False, depress=has,
            icon="CHECKMARK" if has else "FORWARD",
        )  # fmt: skip
        button.clip, button.face, button.target = clip.name, number, "" if wanted is None else wanted.name
        if clip.basis == faces.DEFAULT.id:
            new = row.operator("expnet.give_face", text="", icon="ADD")
            new.clip, new.face, new.new_head = clip.name, number, True


def _clip(context: bpy.types.Context) -> bpy.types.PropertyGroup | None:
    return faces.current(context, takes.active(picking.obvious(context)))
