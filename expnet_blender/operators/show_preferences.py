# SPDX-License-Identifier: GPL-3.0-or-later
"""The add-on's own preferences, from where they are needed."""

from __future__ import annotations

import bpy

from .. import preferences


class EXPNET_OT_show_preferences(bpy.types.Operator):
    """Open the preferences of ExpNet: where faces are solved, and with which model"""

    bl_idname = "expnet.show_preferences"
    bl_label = "ExpNet Preferences"

    def execute(self, context: bpy.types.Context) -> set[str]:
        return bpy.ops.preferences.addon_show(module=preferences.get().bl_idname)


CLASSES = (EXPNET_OT_show_preferences,)
