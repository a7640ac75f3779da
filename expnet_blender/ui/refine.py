# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of Apply, drawn alike in the panel and in the redo panel."""

from __future__ import annotations

import bpy

from ..settings import ApplySettings


def draw(layout: bpy.types.UILayout, settings: ApplySettings) -> None:
    layout.use_property_split = True
    layout.use_property_decorate = False
    column = layout.column()
    column.prop(settings, "start")
    column.prop(settings, "smoothing")
    column.prop(settings, "gain", slider=True)
    row = column.row(heading="Neutral Frame")
    row.prop(settings, "use_neutral", text="")
    field = row.row()
    field.active = settings.use_neutral
    field.prop(settings, "neutral", text="")
    column = layout.column(heading="Keys")
    column.prop(settings, "resample")
    column.prop(settings, "clamp")
    column.prop(settings, "head_rotation")
