# SPDX-License-Identifier: GPL-3.0-or-later
"""The tab "ExpNet" in the viewport's sidebar: at each moment one next step, as the largest button."""

from __future__ import annotations

import bpy

from .. import processes
from ..later import basis, picking, session, takes, target
from ..preferences import get as preferences
from ..rates import same
from . import lost, progress, refine, unit
from .faces import EXPNET_PT_faces
from .reveal import CATEGORY
from .text import said, sentence, told

BIG = 1.6
"""Height of the button that is the next step."""

REMEDIES = {
    "expnet.choose_video": "Choose Another Video",
    "expnet.show_preferences": "Open the Preferences",
    "extensions.userpref_allow_online": "Allow Online Access",
}
"""What the button below a failure says, where it is not the operator's own name."""


class _Sidebar:
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = CATEGORY


class EXPNET_PT_main(_Sidebar, bpy.types.Panel):
    """Character, video and takes."""

    bl_label = "Face from Video"

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        shown = context.window_manager.expnet
        if shown.sentence:
            self._failure(context, shown)
        if session.current is not None:
            progress.draw(layout, session.current)
            return
        obj = picking.obvious(context)
        if obj is None:
            self._no_character(context, layout)
            return
        layout.label(text=obj.name, icon="OUTLINER_OB_MESH", translate=False)
        if obj.expnet.takes:
            self._takes(context, obj)
        self._video(context, shown, obj)

    def _failure(self, context: bpy.types.Context, shown: bpy.types.PropertyGroup) -> None:
        box = self.layout.box()
        row = box.row()
        text = row.column()
        text.alert = True
        sentence(context, text, shown.sentence, "ERROR", inset=50)
        row.operator("expnet.dismiss", text="", icon="X", emboss=False)
        if shown.remedy in REMEDIES:
            box.operator(shown.remedy, text=REMEDIES[shown.remedy])
        elif shown.remedy:  # by its own name
            box.operator(shown.remedy)

    def _no_character(self, context: bpy.types.Context, layout: bpy.types.UILayout) -> None:
        several = bool(picking.characters(context))
        if several:
            sentence(context, layout, "Click the character to animate, or drop a video on it.", "INFO")
        column = layout.column()
        column.scale_y = 1.0 if several else BIG
        column.operator("expnet.new_head", text="Add Head", icon="MONKEY")
        if not several:
            sentence(context, layout, "Or drop a video of a face into the viewport: a head comes with it.", "INFO")

    def _video(self, context: bpy.types.Context, shown: bpy.types.PropertyGroup, obj: bpy.types.Object) -> None:
        """The next step as long as there is no take; a way to another one from then on."""
        layout = self.layout
        first = not obj.expnet.takes
        ready = not first or self._model(context, obj)
        column = layout.column(align=True)
        column.scale_y = BIG if first and ready else 1.0
        column.operator(
            "expnet.choose_video", text="Choose Video" if first else "Another Video", icon="FILE_MOVIE"
        ).target = obj.name
        if shown.video:
            row = layout.row(align=True)
            row.prop(shown, "video", text="")
            operator = row.operator("expnet.solve", text="", icon="FILE_REFRESH")
            operator.filepath, operator.target = shown.video, obj.name
        if first and ready:
            sentence(context, layout, "Or drop a video of a face on the head.", "INFO")

    def _model(self, context: bpy.types.Context, obj: bpy.types.Object) -> bool:
        """Whether a model is there that moves the face; where not, the next step is to choose one."""
        used = preferences()
        if used.bridge != "LOCAL" or used.model or target.basis_of(obj) is not basis.PUBLISHED:
            return True
        text = "The add-on's own model does not move this face: choose a converted one in the preferences."
        sentence(context, self.layout, text, "INFO")
        column = self.layout.column()
        column.scale_y = BIG
        column.operator("expnet.show_preferences", text="Open the Preferences", icon="PREFERENCES")
        return False

    def _takes(self, context: bpy.types.Context, obj: bpy.types.Object) -> None:
        layout = self.layout
        row = layout.row()
        row.template_list("EXPNET_UL_takes", "", obj.expnet, "takes", obj.expnet, "active", rows=3)
        side = row.column(align=True)
        side.operator("expnet.import_take", text="", icon="IMPORT")
        side.operator("expnet.export_take", text="", icon="EXPORT")
        side.operator("expnet.remove_take", text="", icon="REMOVE")
        side.menu("EXPNET_MT_take", text="", icon="DOWNARROW_HLT")
        item = takes.active(obj)
        if item is None:
            return
        gaps = item.frames - item.found
        text = told("{0} frames, {1}, {2} without a face") if gaps else told("{0} frames, {1}")
        layout.label(text=text.format(item.frames, session.clock(item.duration), gaps), translate=False)
        self._beyond(context, item)
        if item.note:
            sentence(context, layout, item.note, "ERROR")
        if lost.video(item):
            sentence(context, layout, "The take's video is not where it was.", "INFO")
            layout.operator("expnet.relink_video", icon="FILE_MOVIE")
        if not item.applied:
            button = layout.column()
            button.scale_y = BIG
            button.operator("expnet.apply_take", text="Apply Take", icon="KEYFRAME_HLT")
        else:
            button = layout.column()
            button.scale_y = BIG
            playing = context.screen.is_animation_playing
            button.operator(
                "screen.animation_play", text="Pause" if playing else "Play", icon="PAUSE" if playing else "PLAY"
            )


    def _beyond(self, context: bpy.types.Context, item: bpy.types.PropertyGroup) -> None:
        """A take that plays on after the scene has ended looks as if it had been cut off."""
        scene = context.scene
        end = scene.frame_preview_end if scene.use_preview_range else scene.frame_end
        if item.applied and not item.nla and item.last > end:
            text = told("The scene ends at frame {0}, the take at {1:.0f}.").format(end, item.last)
            sentence(context, self.layout, text, "INFO")
            self.layout.operator("expnet.set_range", text="Set Scene Range", icon="PREVIEW_RANGE").preview = False


class EXPNET_PT_refine(_Sidebar, bpy.types.Panel):
    """Settings of an applied take; every change is applied at once."""

    bl_label = "Refine"
    bl_parent_id = "EXPNET_PT_main"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        item = takes.active(picking.obvious(context))
        return item is not None and item.applied

    def draw_header_preset(self, context: bpy.types.Context) -> None:
        self.layout.menu("EXPNET_MT_presets", text="", icon="PRESET")

    def draw(self, context: bpy.types.Context) -> None:
        item = takes.active(picking.obvious(context))
        refine.draw(self.layout, item.settings, picks=True)
        unit.draw(context, self.layout, item)


class EXPNET_PT_clip(_Sidebar, bpy.types.Panel):
    """The take's video in the scene, and its rate against the scene's."""

    bl_label = "Video in Scene"
    bl_parent_id = "EXPNET_PT_main"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return picking.obvious(context) is not None

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        item = takes.active(picking.obvious(context))
        shown = context.window_manager.expnet
        row = layout.row(align=True)
        row.prop(shown, "place_picture", toggle=True, icon="IMAGE_PLANE")
        row.prop(shown, "place_sound", toggle=True, icon="SPEAKER")
        if item is None:
            return
        layout.prop(item, "video", text="")
        operator = layout.operator("expnet.place_clip", icon="IMAGE_PLANE")
        operator.sound, operator.picture = shown.place_sound, shown.place_picture
        render = context.scene.render
        if item.rate and not same(item.rate, render.fps, render.fps_base):
            scene = render.fps / render.fps_base
            text = told("Video {0:.5g}, scene {1:.5g} frames/s: kept in time by the clock.")
            sentence(context, layout, text.format(item.rate, scene), "INFO")
            layout.operator("expnet.match_rate", icon="TIME")


class EXPNET_PT_bridge(_Sidebar, bpy.types.Panel):
    """Where faces are solved, and whether that runs."""

    bl_label = "Face Solver"  # "Solver" alone is a word of Blender's own, in other languages of simulations
    bl_parent_id = "EXPNET_PT_main"
    bl_options = {"DEFAULT_CLOSED"}

    def draw_header_preset(self, context: bpy.types.Context) -> None:
        text, _ = processes.state()
        self.layout.label(text=said(text), translate=False)

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        _, detail = processes.state()
        sentence(context, layout, detail)
        row = layout.row(align=True)
        if preferences().bridge == "LOCAL":
            row.operator("expnet.stop_bridge", text="Stop", icon="X")
        row.operator("expnet.show_preferences", text="Preferences", icon="PREFERENCES")


CLASSES = (EXPNET_PT_main, EXPNET_PT_faces, EXPNET_PT_refine, EXPNET_PT_clip, EXPNET_PT_bridge)
