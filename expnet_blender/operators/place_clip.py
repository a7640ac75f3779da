# SPDX-License-Identifier: GPL-3.0-or-later
"""Put the take's video into the scene."""

from __future__ import annotations

import bpy

from ..bridge.errors import UserError
from ..later import place, takes
from ..translations.sentences import said


class EXPNET_OT_place_clip(bpy.types.Operator):
    """Put the sound and the picture of the take's video into the scene, in time with its keys"""

    bl_idname = "expnet.place_clip"
    bl_label = "Place Video in Scene"
    bl_options = {"REGISTER", "UNDO"}

    sound: bpy.props.BoolProperty(name="Sound", description="As a strip in the sequencer", default=True)
    picture: bpy.props.BoolProperty(
        name="Picture", description="As an image beside the character, which is not rendered", default=True
    )

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return takes.active(context.object) is not None

    def execute(self, context: bpy.types.Context) -> set[str]:
        obj = context.object
        try:
            place.place(context, obj, takes.active(obj), with_sound=self.sound, with_picture=self.picture)
        except UserError as error:
            self.report({"WARNING"}, said(str(error)))
        return {"FINISHED"}


CLASSES = (EXPNET_OT_place_clip,)
