# SPDX-License-Identifier: GPL-3.0-or-later
"""How a take becomes keyframes: the properties that the panel stores with each take and the redo panel offers.

The same mix-in serves both, so that a setting exists once with one name, one range and one tooltip.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import bpy
from bpy.props import BoolProperty, FloatProperty, IntProperty

_live = True


def _changed(self: ApplySettings, context: bpy.types.Context) -> None:
    """Apply again at once when a stored setting of an applied take is edited; an operator's own copy has no owner."""
    if _live and isinstance(self.id_data, bpy.types.Object):
        from .animation import bake

        bake.refresh(self, context)


@contextmanager
def quiet() -> Iterator[None]:
    """Settings set inside do not apply the take again."""
    global _live
    _live = False
    try:
        yield
    finally:
        _live = True


class ApplySettings:
    """Mix-in of a property group and of an operator."""

    start: IntProperty(
        name="Start",
        description="Scene frame on which the video begins",
        default=1,
        update=_changed,
    )
    smoothing: FloatProperty(
        name="Smoothing",
        description="How much jitter is taken out of the curves, as a time, without delay; 0 keeps the raw result",
        default=0.05, min=0.0, max=2.0, soft_max=0.3, step=1, precision=3,
        subtype="TIME_ABSOLUTE", unit="TIME_ABSOLUTE",
        update=_changed,
    )  # fmt: skip
    gain: FloatProperty(
        name="Gain",
        description="Strength of the expression: 1 as solved, above 1 exaggerated",
        default=1.0, min=0.0, max=10.0, soft_max=2.0, step=5,
        update=_changed,
    )  # fmt: skip
    use_neutral: BoolProperty(
        name="Neutral Frame",
        description="Subtract the expression of one frame of the video, so that this face becomes the rest face",
        default=False,
        update=_changed,
    )
    neutral: IntProperty(
        name="Neutral",
        description="Frame of the video, from 0, on which the face is at rest",
        default=0, min=0,
        update=_changed,
    )  # fmt: skip
    clamp: BoolProperty(
        name="Keep in Range",
        description="Keep values within the range of the shape keys. Off: a gain above 1 may exceed it",
        default=True,
        update=_changed,
    )
    resample: BoolProperty(
        name="Whole Frames",
        description="Keys on whole scene frames. Off: one key for each frame of the video, at its exact time",
        default=True,
        update=_changed,
    )
    head_rotation: BoolProperty(
        name="Head Rotation",
        description="Turn the object as the head in the video turns, from its present orientation. Where the head is "
        "in the picture is not keyed",
        default=True,
        update=_changed,
    )


NAMES = tuple(ApplySettings.__annotations__)


def copy(source: ApplySettings, target: ApplySettings) -> None:
    """Copy every setting without applying anything."""
    with quiet():
        for name in NAMES:
            setattr(target, name, getattr(source, name))
