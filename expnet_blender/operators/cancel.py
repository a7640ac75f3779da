# SPDX-License-Identifier: GPL-3.0-or-later
"""Stop the running solve."""

from __future__ import annotations

import bpy

from ..later import session


class EXPNET_OT_cancel(bpy.types.Operator):
    """Stop solving. What is solved so far is kept as a take"""

    bl_idname = "expnet.cancel"
    bl_label = "Stop Solving Face Video"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return session.current is not None

    def execute(self, context: bpy.types.Context) -> set[str]:
        session.current.cancel()
        return {"FINISHED"}


CLASSES = (EXPNET_OT_cancel,)
