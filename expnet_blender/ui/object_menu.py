# SPDX-License-Identifier: GPL-3.0-or-later
"""Object > Animation: where the menu search (F3) finds what the sidebar has."""

from __future__ import annotations

import bpy

OPERATORS = ("expnet.choose_video", "expnet.apply_take", "expnet.import_take", "expnet.export_take")

WITH_FACES = ("expnet.give_face", "expnet.give_heads", "expnet.forget_faces")
"""Those for videos with several faces."""


def _draw(menu: bpy.types.Menu, context: bpy.types.Context) -> None:
    menu.layout.separator()
    menu.layout.operator_context = "INVOKE_DEFAULT"
    for name in OPERATORS:
        menu.layout.operator(name)
    if any(len(scene.expnet.clips) for scene in bpy.data.scenes):
        for name in WITH_FACES:
            menu.layout.operator(name)


def register() -> None:
    bpy.types.VIEW3D_MT_object_animation.append(_draw)


def unregister() -> None:
    bpy.types.VIEW3D_MT_object_animation.remove(_draw)
