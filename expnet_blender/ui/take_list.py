# SPDX-License-Identifier: GPL-3.0-or-later
"""The takes of a character."""

from __future__ import annotations

import bpy


class EXPNET_UL_takes(bpy.types.UIList):
    """One line for each take: whether it plays, its name, whether it is in the NLA, and a mark where something went
    wrong."""

    def draw_item(self, context, layout, data, item, icon, active_data, active_property, index=0, flt_flag=0) -> None:
        row = layout.row(align=True)
        name = row.row(align=True)
        name.active = item.applied and not item.mute
        name.prop(item, "name", text="", emboss=False, icon="NLA" if item.nla else "ACTION")
        if item.note:
            row.label(text="", icon="ERROR")
        if item.applied or item.mute:
            row.prop(item, "mute", text="", emboss=False, icon="HIDE_ON" if item.mute else "HIDE_OFF")


CLASSES = (EXPNET_UL_takes,)
