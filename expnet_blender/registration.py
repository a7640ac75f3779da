# SPDX-License-Identifier: GPL-3.0-or-later
"""What Blender registers, in one explicit order.

A module lists its classes in ``CLASSES`` and may have ``register()`` and ``unregister()`` for what is no class
(pointers, menu entries, handlers, processes). A failure undoes what was done and is raised: an add-on is there as a
whole or not at all.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Final

import bpy

MODULES: Final = (
    "preferences",
    "properties",
    "processes",
    "operators.add_head",
    "operators.new_head",
    "operators.solve",
    "operators.choose_video",
    "operators.cancel",
    "operators.dismiss",
    "operators.drop_video",
    "operators.apply_take",
    "operators.remove_take",
    "operators.duplicate_take",
    "operators.relink_video",
    "operators.resolve_take",
    "operators.push_take",
    "operators.pull_take",
    "operators.set_range",
    "operators.pick_frame",
    "operators.reset_units",
    "operators.set_joint",
    "operators.apply_preset",
    "operators.save_preset",
    "operators.remove_preset",
    "operators.import_take",
    "operators.export_take",
    "operators.give_face",
    "operators.give_heads",
    "operators.forget_faces",
    "operators.place_clip",
    "operators.match_rate",
    "operators.import_morphable",
    "operators.read_morphable",
    "operators.apply_identity",
    "operators.stop_bridge",
    "operators.show_preferences",
    "ui.take_list",
    "ui.take_menu",
    "ui.unit_list",
    "ui.unit",
    "ui.preset_menu",
    "ui.marks",
    "ui.portraits",
    "ui.panel",
    "ui.identity",
    "ui.object_menu",
    "cli",
    "translations",
)
"""Dependencies first: properties before what draws them, operators before the panels that name them."""

_done: list[ModuleType] = []


def register() -> None:
    try:
        for name in MODULES:
            module = import_module(f".{name}", __package__)
            _done.append(module)
            for cls in getattr(module, "CLASSES", ()):
                bpy.utils.register_class(cls)
            if hasattr(module, "register"):
                module.register()
    except BaseException:
        unregister()
        raise


def unregister() -> None:
    while _done:
        module = _done.pop()
        if hasattr(module, "unregister"):
            module.unregister()
        for cls in reversed(getattr(module, "CLASSES", ())):
            if cls.is_registered:
                bpy.utils.unregister_class(cls)
