# SPDX-License-Identifier: GPL-3.0-or-later
"""Every difference between Blender 4.2 and 5.2 that the add-on meets; no other module asks for a version."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from typing import Any

import bpy
from bpy_extras import anim_utils


def assign_action(owner: bpy.types.ID, name: str, share: bpy.types.Action | None = None) -> bpy.types.Action:
    """The action that animates ``owner``, made if it has none.

    From 4.4 on one action holds several data-blocks in slots, so ``share`` is used if given; before, each needs its
    own.
    """
    data = owner.animation_data_create()
    if data.action is None:
        slotted = share is not None and hasattr(share, "slots")
        data.action = share if slotted else bpy.data.actions.new(name)
    return data.action


def fcurves(owner: bpy.types.ID) -> Any | None:
    """The F-curves of ``owner`` in its action, or None: ``Action.fcurves`` until 4.3, its slot's channel bag from
    4.4 on."""
    data = owner.animation_data
    if data is None or data.action is None:
        return None
    if not hasattr(data.action, "slots"):
        return data.action.fcurves
    if data.action_slot is None:
        return None
    bag = anim_utils.action_get_channelbag_for_slot(data.action, data.action_slot)
    return None if bag is None else bag.fcurves


def ensure_fcurve(owner: bpy.types.ID, data_path: str, index: int) -> bpy.types.FCurve:
    """The F-curve of ``owner``'s assigned action, made if it is not there."""
    action = owner.animation_data.action
    if hasattr(action, "fcurve_ensure_for_datablock"):  # 4.4: makes slot, layer and strip as needed
        return action.fcurve_ensure_for_datablock(owner, data_path, index=index)
    return action.fcurves.find(data_path, index=index) or action.fcurves.new(data_path, index=index)


def strips(scene: bpy.types.Scene) -> Any:
    """The sequencer's strips (``sequences`` until 4.3), the sequencer made if the scene has none."""
    editor = scene.sequence_editor_create()
    return editor.strips if hasattr(editor, "strips") else editor.sequences


def strip_end(strip: Any) -> float:
    """First frame after a strip (``frame_final_end`` is deprecated from 5.1 on)."""
    return strip.right_handle if hasattr(strip, "right_handle") else strip.frame_final_end


def on_exit(function: Callable[..., None]) -> None:
    """Call ``function`` when Blender quits: before it tears down (5.1), else when Python does."""
    if hasattr(bpy.app.handlers, "exit_pre"):
        bpy.app.handlers.exit_pre.append(function)
    atexit.register(function)


def off_exit(function: Callable[..., None]) -> None:
    """Undo ``on_exit``."""
    if hasattr(bpy.app.handlers, "exit_pre") and function in bpy.app.handlers.exit_pre:
        bpy.app.handlers.exit_pre.remove(function)
    atexit.unregister(function)


def give_nodes(material: bpy.types.Material) -> None:
    """Give a new material its shader nodes; from 5.0 on it is born with them and the switch is deprecated."""
    if material.node_tree is None:
        material.use_nodes = True


def open_tab(region: bpy.types.Region, category: str) -> bool:
    """Bring a sidebar's tab to the front; False while Blender has not drawn its tabs yet. Blender 4.2 has no way to."""
    if region.bl_rna.properties["active_panel_category"].is_readonly:
        return True
    try:
        region.active_panel_category = category
    except (AttributeError, TypeError):  # no tabs, or none of this name, so far
        return False
    region.tag_redraw()
    return True
