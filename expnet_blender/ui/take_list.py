# SPDX-License-Identifier: GPL-3.0-or-later
"""The takes of a character."""

from __future__ import annotations

import bpy


class EXPNET_UL_takes(bpy.types.UIList):
    """One line for each take: its name, and a mark where something went wrong."""

    def draw_item(self, context, layout, data, item, icon, active_data, active_property, index=0, flt_flag=0) -> None:
        row = layout.row(align=True)
        row.prop(item, "name", text="", emboss=False, icon="CHECKMARK" if item.applied else "BLANK1")
        if item.note:
            row.label(text="", icon="ERROR")


CLASSES = (EXPNET_UL_takes,)
