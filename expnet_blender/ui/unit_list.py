# SPDX-License-Identifier: GPL-3.0-or-later
"""The units of a take: what each is tuned to, and what is known of it."""

from __future__ import annotations

import bpy

from .text import told

RELIABLE, WEAK = 0.6, 0.3
"""From ``RELIABLE`` on a unit follows the face well; below ``WEAK`` hardly."""


class EXPNET_UL_units(bpy.types.UIList):
    """One line for each unit: how reliable it is, its name, its gain. Those that the video never moved are pale."""

    def draw_item(self, context, layout, data, item, icon, active_data, active_property, index=0, flt_flag=0) -> None:
        split = layout.split(factor=0.7, align=True)
        name = split.row(align=True)
        name.active = item.moved
        name.label(text="", icon=mark(item))
        name.label(text=item.name, translate=False)
        split.prop(item, "gain", text="", emboss=item.is_tuned)


def mark(unit: bpy.types.PropertyGroup) -> str:
    """An icon for how well the model follows a unit, and for one that the video never moved."""
    if not unit.moved:
        return "RADIOBUT_OFF"
    if unit.reliability < 0.0:
        return "DOT"
    if unit.reliability >= RELIABLE:
        return "CHECKMARK"
    return "ERROR" if unit.reliability < WEAK else "LAYER_ACTIVE"


def words(unit: bpy.types.PropertyGroup) -> str:
    """The same in a sentence, in the user's language."""
    moved = "" if unit.moved else told("The video never moved it.") + " "
    if unit.reliability < 0.0:
        return moved + told("How well the model follows it is not known.")
    if unit.reliability < WEAK:
        how = told("The model hardly follows it (correlation {0:.2f}).")
    elif unit.reliability < RELIABLE:
        how = told("The model follows it roughly (correlation {0:.2f}).")
    else:
        how = told("The model follows it well (correlation {0:.2f}).")
    return moved + how.format(unit.reliability)


CLASSES = (EXPNET_UL_units,)
