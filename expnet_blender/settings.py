# SPDX-License-Identifier: GPL-3.0-or-later
"""How a take becomes keyframes: the properties that the panel stores with each take and the redo panel offers.

The same mix-in serves both, so that a setting exists once with one name, one range and one tooltip.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import bpy
from bpy.props import BoolProperty, EnumProperty, FloatProperty, IntProperty

_live = True

REGIONS = ("brows", "eyes", "cheeks", "jaw", "mouth")
"""Regions that have a gain of their own, ``gain_`` and the name (``bridge/anatomy.py``)."""


def changed(self: bpy.types.PropertyGroup, context: bpy.types.Context) -> None:
    """Apply again at once when a stored setting of an applied take is edited; an operator's own copy has no owner."""
    if _live and isinstance(self.id_data, bpy.types.Object):
        from .animation import bake

        bake.refresh(self, context)


def is_live() -> bool:
    """Whether edits are the user's own, and not those of ``quiet``."""
    return _live


@contextmanager
def quiet() -> Iterator[None]:
    """Settings set inside do not apply the take again."""
    global _live
    before, _live = _live, False
    try:
        yield
    finally:
        _live = before


def _region_gain(name: str, what: str) -> object:
    return FloatProperty(
        name=name,
        description=f"Strength of {what}, on top of the gain of all: 1 as solved, above 1 exaggerated",
        default=1.0, min=0.0, max=10.0, soft_max=2.0, step=5,
        update=changed,
    )  # fmt: skip


class ApplySettings:
    """Mix-in of a property group and of an operator."""

    start: IntProperty(
        name="Start",
        description="Scene frame on which the video begins, whether its beginning is used or cut off",
        default=1,
        update=changed,
    )
    use_trim: BoolProperty(
        name="Trim",
        description="Use a part of the video only; it stays where it is in time",
        default=False,
        update=changed,
    )
    trim_first: IntProperty(
        name="In", description="First frame of the video that is used, from 0", default=0, min=0, update=changed
    )
    trim_last: IntProperty(
        name="Out", description="Last frame of the video that is used", default=1_000_000, min=0, update=changed
    )
    smoothing: FloatProperty(
        name="Smoothing",
        description="How much jitter is taken out of the curves, as a time, without delay; 0 keeps the raw result",
        default=0.05, min=0.0, max=2.0, soft_max=0.3, step=1, precision=3,
        subtype="TIME_ABSOLUTE", unit="TIME_ABSOLUTE",
        update=changed,
    )  # fmt: skip
    gain: FloatProperty(
        name="Gain",
        description="Strength of the expression: 1 as solved, above 1 exaggerated",
        default=1.0, min=0.0, max=10.0, soft_max=2.0, step=5,
        update=changed,
    )  # fmt: skip
    gain_brows: _region_gain("Brows", "the brows")
    gain_eyes: _region_gain("Eyes", "lids and squint")
    gain_cheeks: _region_gain("Cheeks & Nose", "cheeks and nose")
    gain_jaw: _region_gain("Jaw", "the jaw")
    gain_mouth: _region_gain("Mouth", "the lips")
    neutral_from: EnumProperty(
        name="Neutral",
        description="The resting face in the video, which is subtracted so that the character rests where it rests",
        items=(
            ("NONE", "None", "Nothing is subtracted: the character shows what was solved"),
            ("AUTO", "Automatic", "Found in the whole clip: the face in its quietest frames"),
            ("FRAME", "Frame", "The face in one frame of the video"),
            ("RANGE", "Range", "The median of the face over some frames of the video"),
        ),
        default="NONE",
        update=changed,
    )
    neutral: IntProperty(
        name="Neutral Frame",
        description="Frame of the video, from 0, on which the face is at rest",
        default=0, min=0,
        update=changed,
    )  # fmt: skip
    neutral_last: IntProperty(
        name="Last Neutral Frame",
        description="Last frame of the video, from 0, on which the face is at rest",
        default=10, min=0,
        update=changed,
    )  # fmt: skip
    mirror: BoolProperty(
        name="Mirror",
        description="Swap left and right, of the face and of the head's turns",
        default=False,
        update=changed,
    )
    symmetry: FloatProperty(
        name="Symmetry",
        description="How far left and right are drawn to their mean: 0 as solved, 1 the same on both sides",
        default=0.0, min=0.0, max=1.0, subtype="FACTOR",
        update=changed,
    )  # fmt: skip
    blinks: FloatProperty(
        name="Blinks",
        description="How far each blink is deepened until the eye is closed, within its own frames: 0 as solved",
        default=0.0, min=0.0, max=1.0, subtype="FACTOR",
        update=changed,
    )  # fmt: skip
    closures: FloatProperty(
        name="Lip Closures",
        description="Lips that meet for p, b and m: 0 as smoothing leaves them, 0.5 as seen in the video, 1 shut",
        default=0.0, min=0.0, max=1.0, subtype="FACTOR",
        update=changed,
    )  # fmt: skip
    clamp: BoolProperty(
        name="Keep in Range",
        description="Keep values within the range of the shape keys. Off: a gain above 1 may exceed it",
        default=True,
        update=changed,
    )
    resample: BoolProperty(
        name="Whole Frames",
        description="Keys on whole scene frames. Off: one key for each frame of the video, at its exact time",
        default=True,
        update=changed,
    )
    reduce: BoolProperty(
        name="Fewer Keys",
        description="Bezier keys with handles only where the curve needs them, instead of one key on every frame",
        default=False,
        update=changed,
    )
    tolerance: FloatProperty(
        name="Error",
        description="How far the curve through fewer keys may be from the full one, in units of the slider",
        default=0.01, min=0.0005, max=1.0, soft_max=0.1, step=0.1, precision=3,
        update=changed,
    )  # fmt: skip
    head_rotation: BoolProperty(
        name="Head Rotation",
        description="Turn the object, or the head bone that is set, as the head in the video turns. Where the head is "
        "in the picture is not keyed",
        default=True,
        update=changed,
    )
    head_gain: FloatProperty(
        name="Head Gain",
        description="Angle of the head's turns: 1 as solved, above 1 exaggerated",
        default=1.0, min=0.0, max=4.0, soft_max=2.0, step=5,
        update=changed,
    )  # fmt: skip
    level: BoolProperty(
        name="Straight at Rest",
        description="How the head is held at the neutral, without one its mean over the clip, counts as straight: "
        "for a camera that looks from aside",
        default=False,
        update=changed,
    )
    gaze: BoolProperty(
        name="Gaze",
        description="Turn the eyes that are set, or else the eyeLook shape keys, where the take has a gaze",
        default=True,
        update=changed,
    )
    gaze_gain: FloatProperty(
        name="Gaze Gain",
        description="Angle of the gaze: 1 as solved, above 1 exaggerated",
        default=1.0, min=0.0, max=4.0, soft_max=2.0, step=5,
        update=changed,
    )  # fmt: skip


NAMES = tuple(ApplySettings.__annotations__)


def copy(source: ApplySettings, target: ApplySettings) -> None:
    """Copy every setting without applying anything."""
    with quiet():
        for name in NAMES:
            setattr(target, name, getattr(source, name))
