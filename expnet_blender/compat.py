# SPDX-License-Identifier: GPL-3.0-or-later
"""Every difference between Blender 4.2 and 5.2 that the add-on meets; no other module asks for a version."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from typing import Any

import bpy
from bpy_extras import anim_utils


def assign_action(owner: bpy.types.ID, name: str) -> bpy.types.Action:
    """The action that animates ``owner``, made if it has none."""
    data = owner.animation_data_create()
    if data.action is None:
        data.action = bpy.data.actions.new(name)
    return data.action


def fcurves(owner: bpy.types.ID) -> Any | None:
    """The F-curves of ``owner`` in its action, or None if it has no action or nothing in it."""
    data = owner.animation_data
    return None if data is None or data.action is None else fcurves_in(data.action, owner)


def fcurves_in(action: bpy.types.Action, owner: bpy.types.ID) -> Any | None:
    """The F-curves that ``action`` has for ``owner``, whether it is assigned or not; None if there are none.

    ``Action.fcurves`` until 4.3, from 4.4 on the channel bag of the slot (``_slot``)."""
    if not hasattr(action, "slots"):
        return action.fcurves
    slot = _slot(action, owner)
    bag = None if slot is None else anim_utils.action_get_channelbag_for_slot(action, slot)
    return None if bag is None else bag.fcurves


def is_empty(action: bpy.types.Action) -> bool:
    """Whether an action has no F-curve of anything."""
    if not hasattr(action, "slots"):
        return not len(action.fcurves)
    bags = (bag for layer in action.layers for strip in layer.strips for bag in strip.channelbags)
    return not any(len(bag.fcurves) for bag in bags)


def ensure_fcurve(
    action: bpy.types.Action, owner: bpy.types.ID, data_path: str, index: int
) -> bpy.types.FCurve:
    """The F-curve of ``owner`` in ``action``, made if it is not there, whether the action is assigned or not."""
    if not hasattr(action, "slots"):
        return action.fcurves.find(data_path, index=index) or action.fcurves.new(data_path, index=index)
    slot = _slot(action, owner) or action.slots.new(id_type=owner.id_type, name=owner.name)
    layer = action.layers[0] if len(action.layers) else action.layers.new("Layer")
    strip = layer.strips[0] if len(layer.strips) else layer.strips.new(type="KEYFRAME")
    curves = strip.channelbag(slot, ensure=True).fcurves
    return curves.find(data_path, index=index) or curves.new(data_path, index=index)


def assign(owner: bpy.types.ID, action: bpy.types.Action | None) -> None:
    """Let ``owner`` play ``action``, from 4.4 on with the slot that ``fcurves_in`` reads."""
    data = owner.animation_data_create()
    data.action = action
    if action is not None and hasattr(action, "slots"):
        data.action_slot = _slot(action, owner)


def add_strip(
    track: bpy.types.NlaTrack, name: str, frame: int, action: bpy.types.Action, owner: bpy.types.ID
) -> bpy.types.NlaStrip:
    """A strip that plays ``action`` for ``owner``."""
    strip = track.strips.new(name, frame, action)
    if hasattr(action, "slots"):
        strip.action_slot = _slot(action, owner)
    return strip


def holds_several_owners() -> bool:
    """Whether one action can animate shape keys and object together: from 4.4 on."""
    return "slots" in bpy.types.Action.bl_rna.properties


def _slot(action: bpy.types.Action, owner: bpy.types.ID) -> Any | None:
    """The slot that ``owner`` uses of a layered action: the assigned one, else the first for its kind of data."""
    data = owner.animation_data
    if data is not None and data.action == action and data.action_slot is not None:
        return data.action_slot
    return next((slot for slot in action.slots if slot.target_id_type == owner.id_type), None)


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
