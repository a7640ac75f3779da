# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of Apply, drawn alike in the panel and in the redo panel."""

from __future__ import annotations

import bpy

from ..settings import REGIONS, ApplySettings


def draw(layout: bpy.types.UILayout, settings: ApplySettings, *, picks: bool = False) -> None:
    """``picks``: with buttons that take a frame number from the timeline."""
    layout.use_property_split = True
    layout.use_property_decorate = False
    column = layout.column()
    column.prop(settings, "smoothing")
    column.prop(settings, "gain", slider=True)
    column.prop(settings, "blinks")
    column.prop(settings, "closures")
    column.prop(settings, "symmetry")
    column.prop(settings, "neutral_from")
    if settings.neutral_from in ("FRAME", "RANGE"):
        _frame(column, settings, "neutral", "From" if settings.neutral_from == "RANGE" else "Frame", picks)
    if settings.neutral_from == "RANGE":
        _frame(column, settings, "neutral_last", "To", picks)

    if body := _section(layout, "regions", "Regions", closed=True):
        for region in REGIONS:
            body.prop(settings, f"gain_{region}", slider=True)
    if body := _section(layout, "time", "Time", closed=True):
        body.prop(settings, "start")
        body.prop(settings, "use_trim")
        if settings.use_trim:
            _frame(body, settings, "trim_first", "In", picks)
            _frame(body, settings, "trim_last", "Out", picks)
    if body := _section(layout, "keys", "Keys", closed=True):
        body.prop(settings, "reduce")
        if settings.reduce:
            body.prop(settings, "tolerance")
        body.prop(settings, "resample")
        body.prop(settings, "clamp")
        body.prop(settings, "mirror")
    if body := _section(layout, "turns", "Head and Eyes", closed=True):
        body.prop(settings, "head_rotation")
        turning = body.column()
        turning.active = settings.head_rotation
        turning.prop(settings, "head_gain", text="Gain", slider=True)
        turning.prop(settings, "level")
        body.prop(settings, "gaze")
        looking = body.column()
        looking.active = settings.gaze
        looking.prop(settings, "gaze_gain", text="Gain", slider=True)
        if picks:
            body.operator_menu_enum("expnet.set_joint", "joint", text="Set Object or Bone", icon="BONE_DATA")


def _section(layout: bpy.types.UILayout, name: str, label: str, *, closed: bool) -> bpy.types.UILayout | None:
    header, body = layout.panel(f"EXPNET_{name}", default_closed=closed)
    header.label(text=label)
    return None if body is None else body.column()


def _frame(layout: bpy.types.UILayout, settings: ApplySettings, name: str, label: str, picks: bool) -> None:
    row = layout.row(align=True)
    row.prop(settings, name, text=label)
    if picks:
        row.operator("expnet.pick_frame", text="", icon="EYEDROPPER").field = name
