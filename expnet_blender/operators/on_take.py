# SPDX-License-Identifier: GPL-3.0-or-later
"""What operators on the take share that the panel shows."""

from __future__ import annotations

import bpy

from ..later import picking, takes


class OnTake:
    """Mixin: the operator is offered where there is a take, and says so elsewhere."""

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if takes.active(picking.obvious(context)) is None:
            cls.poll_message_set("Select a character that has a take.")
            return False
        return True

    @staticmethod
    def find(context: bpy.types.Context) -> tuple[bpy.types.Object, bpy.types.PropertyGroup]:
        """The character and its active take."""
        obj = picking.obvious(context)
        return obj, takes.active(obj)


class OnCharacter:
    """Mixin: the operator is offered where there is a character, and says so elsewhere."""

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if picking.obvious(context) is None:
            cls.poll_message_set("Select a character first.")
            return False
        return True

    @staticmethod
    def find(context: bpy.types.Context) -> bpy.types.Object:
        return picking.obvious(context)
