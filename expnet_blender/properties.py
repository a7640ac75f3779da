# SPDX-License-Identifier: GPL-3.0-or-later
"""What the add-on stores: on each object its takes (saved), on the window manager the session's texts (not saved)."""

from __future__ import annotations

import bpy
from bpy.props import (
    BoolProperty,
    CollectionProperty,
    FloatProperty,
    FloatVectorProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)
from bpy.types import PropertyGroup

from .settings import ApplySettings, changed


class EXPNET_PG_unit(PropertyGroup):
    """One axis of a take, by ``name``: how it is tuned, and what is known of it."""

    gain: FloatProperty(
        name="Gain",
        description="Strength of this unit, on top of those of its region and of all: 1 as solved",
        default=1.0, min=0.0, max=10.0, soft_max=2.0, step=5,
        update=changed,
    )  # fmt: skip
    offset: FloatProperty(
        name="Offset",
        description="Added to the unit on every frame, in units of its slider",
        default=0.0, min=-10.0, max=10.0, soft_min=-1.0, soft_max=1.0, step=1,
        update=changed,
    )  # fmt: skip
    use_limits: BoolProperty(
        name="Limits",
        description="Keep this unit within limits of its own, instead of those of its shape key",
        default=False,
        update=changed,
    )
    minimum: FloatProperty(
        name="Minimum", description="Least value, in units of the slider", default=0.0, min=-10.0, max=10.0,
        update=changed,
    )  # fmt: skip
    maximum: FloatProperty(
        name="Maximum", description="Largest value, in units of the slider", default=1.0, min=-10.0, max=10.0,
        update=changed,
    )  # fmt: skip
    moved: BoolProperty(name="Moved", description="The video moved this unit", default=True)
    reliability: FloatProperty(
        name="Reliability",
        description="How well the model follows this unit: correlation with the truth where it was measured, "
        "-1 if unknown",
        default=-1.0,
    )

    @property
    def is_tuned(self) -> bool:
        return self.gain != 1.0 or self.offset != 0.0 or self.use_limits


class EXPNET_PG_settings(ApplySettings, PropertyGroup):
    """How one take is applied."""

    units: CollectionProperty(type=EXPNET_PG_unit)
    unit: IntProperty(name="Unit", description="The unit that is tuned and plotted", default=0, min=0)


def _muted(self: EXPNET_PG_take, context: bpy.types.Context) -> None:
    from .animation import shown

    shown.toggled(self, context)


def _renamed(self: EXPNET_PG_take, context: bpy.types.Context) -> None:
    from .animation import actions, nla

    actions.rename(self)
    if self.nla and isinstance(self.id_data, bpy.types.Object):
        nla.rename(self.id_data, self)


class EXPNET_PG_take(PropertyGroup):
    """One raw result and where its keys are. The result itself is the ID property ``data`` (see ``takes.py``)."""

    name: StringProperty(name="Name", description="Name of the take and of its actions", update=_renamed)
    uid: StringProperty(description="Tells takes apart whatever they are called; actions of the take bear it")
    video: StringProperty(name="Video", description="The solved video", subtype="FILE_PATH")
    frames: IntProperty(name="Frames", description="Frames of the video")
    found: IntProperty(name="Faces", description="Frames on which a face was found")
    duration: FloatProperty(name="Duration", description="Length of the video in seconds")
    rate: FloatProperty(name="Rate", description="Frames per second of the video")
    solve: IntProperty(options={"HIDDEN"})
    note: StringProperty(name="Note", description="What happened while solving, empty if all went well")
    settings: PointerProperty(type=EXPNET_PG_settings)
    applied: BoolProperty(name="Applied", description="The take's keys are in the actions named below")
    mute: BoolProperty(
        name="Mute",
        description="Do not play this take. Takes that are no strips in the NLA play one at a time",
        update=_muted,
    )
    nla: BoolProperty(name="In NLA", description="The take's actions are strips of the NLA")
    first: FloatProperty(name="First", description="Scene frame of the take's first key")
    last: FloatProperty(name="Last", description="Scene frame of the take's last key")
    clip: StringProperty(description="Name of the clip that the take is of, empty if the video has a single face")
    face: IntProperty(description="Which of the faces of the clip it is, 0 the main one")
    face_action: PointerProperty(type=bpy.types.Action)
    head_action: PointerProperty(type=bpy.types.Action)
    eye_left_action: PointerProperty(type=bpy.types.Action)
    eye_right_action: PointerProperty(type=bpy.types.Action)


class EXPNET_PG_joint(PropertyGroup):
    """What a take turns as the head or as an eye, and how it stood before. Set by the operator ``expnet.set_joint``,
    which moves the keys."""

    object: PointerProperty(type=bpy.types.Object)
    bone: StringProperty()
    has_rest: BoolProperty(description="It is turned by a take; rest is how it stood before")
    rest: FloatVectorProperty(size=4, default=(1.0, 0.0, 0.0, 0.0), subtype="QUATERNION")


class EXPNET_PG_object(PropertyGroup):
    """The takes of one character."""

    takes: CollectionProperty(type=EXPNET_PG_take)
    active: IntProperty(name="Take", description="The take that the panel shows", default=0, min=0)
    head: PointerProperty(type=EXPNET_PG_joint)
    eye_left: PointerProperty(type=EXPNET_PG_joint)
    eye_right: PointerProperty(type=EXPNET_PG_joint)


class EXPNET_PG_face(PropertyGroup):
    """One face of a clip. Its result and its picture are the ID properties of ``faces.py``."""

    found: IntProperty(description="Frames on which this face was found")
    side: IntProperty(description="Pixels of its picture's side, 0 without one")


class EXPNET_PG_clip(PropertyGroup):
    """A solved video with several faces, the main one first; ``name`` is what takes know it by."""

    video: StringProperty(description="The solved video", subtype="FILE_PATH")
    note: StringProperty(description="What happened while solving, empty if all went well")
    frames: IntProperty(description="Frames of the video")
    basis: StringProperty(description="Id of the basis of its results")
    start: IntProperty(description="Scene frame on which the video began when it was solved")
    faces: CollectionProperty(type=EXPNET_PG_face)


def _is_character(self: EXPNET_PG_scene, obj: bpy.types.Object) -> bool:
    from . import target

    return target.is_character(obj)


class EXPNET_PG_scene(PropertyGroup):
    """The faces that were solved, and what the panel does with them."""

    clips: CollectionProperty(type=EXPNET_PG_clip)
    face_target: PointerProperty(
        name="Character",
        description="Who gets the face whose button is pressed; empty for the selected character",
        type=bpy.types.Object,
        poll=_is_character,
    )


class EXPNET_PG_session(PropertyGroup):
    """What the panel shows of this session."""

    video: StringProperty(
        name="Video",
        description="Video of a face to animate from",
        subtype="FILE_PATH",
        options={"SKIP_SAVE"},
    )
    sentence: StringProperty(description="The last failure, until the next solve", options={"SKIP_SAVE"})
    remedy: StringProperty(description="Operator that puts the failure right", options={"SKIP_SAVE"})
    place_sound: BoolProperty(
        name="Sound",
        description="Put the video's sound into the sequencer, in time with the keys",
        default=True,
        options={"SKIP_SAVE"},
    )
    place_picture: BoolProperty(
        name="Picture",
        description="Show the video beside the character, in time with the keys. It is not rendered",
        default=True,
        options={"SKIP_SAVE"},
    )


CLASSES = (
    EXPNET_PG_unit, EXPNET_PG_settings, EXPNET_PG_take, EXPNET_PG_joint, EXPNET_PG_object, EXPNET_PG_face,
    EXPNET_PG_clip, EXPNET_PG_scene, EXPNET_PG_session,
)  # fmt: skip


def register() -> None:
    bpy.types.Object.expnet = PointerProperty(type=EXPNET_PG_object)
    bpy.types.Scene.expnet = PointerProperty(type=EXPNET_PG_scene)
    bpy.types.WindowManager.expnet = PointerProperty(type=EXPNET_PG_session)


def unregister() -> None:
    del bpy.types.WindowManager.expnet
    del bpy.types.Scene.expnet
    del bpy.types.Object.expnet
