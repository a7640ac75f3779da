# SPDX-License-Identifier: GPL-3.0-or-later
"""The units of a take in the panel, with the curve of the chosen one."""

from __future__ import annotations

import sys

import bpy

from ..later import plot, units
from .text import sentence
from .unit_list import words


def draw(context: bpy.types.Context, layout: bpy.types.UILayout, item: bpy.types.PropertyGroup) -> None:
    settings = item.settings
    header, body = layout.panel("EXPNET_units", default_closed=False)
    header.label(text="Units")
    header.operator("expnet.reset_units", text="", icon="LOOP_BACK", emboss=False).unit = ""
    if body is None:
        return
    body.template_list("EXPNET_UL_units", "", settings, "units", settings, "unit", rows=5)
    unit = units.active(settings)
    if unit is None:
        return
    picture = plot.icon(context, item, unit)
    if picture:
        body.template_icon(icon_value=picture, scale=plot.SCALE)
    sentence(context, body, words(unit), "INFO")
    body.use_property_split = True
    body.use_property_decorate = False
    column = body.column(align=True)
    column.prop(unit, "gain")
    column.prop(unit, "offset")
    column.prop(unit, "use_limits")
    if unit.use_limits:
        column.prop(unit, "minimum")
        column.prop(unit, "maximum")
    if unit.is_tuned:
        body.operator("expnet.reset_units", text="Reset Unit", icon="LOOP_BACK").unit = unit.name


def unregister() -> None:
    if f"{__package__}.plot" in sys.modules:
        plot.clear()
