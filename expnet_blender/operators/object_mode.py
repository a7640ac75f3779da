# SPDX-License-Identifier: GPL-3.0-or-later
"""What operators share that add an object."""

from __future__ import annotations

import bpy


class InObjectMode:
    """Mixin: the operator is offered in Object Mode alone, and says so elsewhere."""

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if context.mode != "OBJECT":
            cls.poll_message_set("Leave the current mode for Object Mode first.")
            return False
        return True
