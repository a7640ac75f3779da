# SPDX-License-Identifier: GPL-3.0-or-later
"""Stop the local bridge, to free its memory or to start it anew."""

from __future__ import annotations

import bpy

from .. import processes
from ..later import session


class EXPNET_OT_stop_bridge(bpy.types.Operator):
    """Stop the processes that solve videos. The next solve starts them again"""

    bl_idname = "expnet.stop_bridge"
    bl_label = "Stop Face Solver"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return session.current is None

    def execute(self, context: bpy.types.Context) -> set[str]:
        processes.stop()
        return {"FINISHED"}


CLASSES = (EXPNET_OT_stop_bridge,)
