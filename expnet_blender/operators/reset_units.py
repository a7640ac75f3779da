# SPDX-License-Identifier: GPL-3.0-or-later
"""Undo the tuning of units."""

from __future__ import annotations

import bpy
from bpy.props import StringProperty

from ..later import bake, units
from ..translations.sentences import said
from .on_take import OnTake


class EXPNET_OT_reset_units(OnTake, bpy.types.Operator):
    """Leave gain, offset and limits as they were solved"""

    bl_idname = "expnet.reset_units"
    bl_label = "Reset Face Units"
    bl_options = {"REGISTER", "UNDO"}

    unit: StringProperty(name="Unit", description="Name of the unit; empty for all of the take")

    def execute(self, context: bpy.types.Context) -> set[str]:
        _, item = self.find(context)
        chosen = [unit for unit in item.settings.units if self.unit in ("", unit.name)]
        if not chosen:
            self.report({"ERROR"}, said(f'The take has no unit "{self.unit}": choose one of its list.'))
            return {"CANCELLED"}
        for unit in chosen:
            units.reset(unit)
        bake.refresh(item.settings, context)
        return {"FINISHED"}


CLASSES = (EXPNET_OT_reset_units,)
