# SPDX-License-Identifier: GPL-3.0-or-later
"""The objects and bones of a character that takes turn."""

from __future__ import annotations

import bpy

from . import compat
from .animation import actions, bake, joint, nla
from .animation.actions import Kind
from .errors import Refusal
from .properties import EXPNET_PG_take
from .settings import quiet


def names(obj: bpy.types.Object, kind: Kind) -> tuple[str, str]:
    """Names of the object and the bone that are set, "" where none is."""
    stored = getattr(obj.expnet, kind.lower())
    return ("" if stored.object is None else stored.object.name), stored.bone


def set_joint(obj: bpy.types.Object, kind: Kind, name: str, bone: str, scene: bpy.types.Scene) -> None:
    """Let the takes of ``obj`` turn another object or bone; applied ones move over. Raises ``UserError`` before any
    change."""
    moving = bpy.data.objects.get(name) if name else None
    if name and moving is None:
        raise Refusal(f'There is no object "{name}": choose one that is in the file.')
    if bone and (moving is None or moving.pose is None or bone not in moving.pose.bones):
        raise Refusal(f'There is no bone "{bone}" in "{name}": choose an armature and one of its bones.')
    if moving is not None and moving.library is not None:
        raise Refusal(f'"{name}" is linked from another file: make it local or a library override.')
    actions.check(obj)
    moved = [item for item in obj.expnet.takes if item.applied]
    strips = [item for item in moved if item.nla]
    for item in moved:
        _let_go(obj, item, scene)
    stored = getattr(obj.expnet, kind.lower())
    stored.object, stored.bone, stored.has_rest = (None if moving == obj else moving), bone, False
    for item in moved:
        bake.apply(obj, item, scene)
    for item in strips:
        nla.push(obj, item)


def _let_go(obj: bpy.types.Object, item: EXPNET_PG_take, scene: bpy.types.Scene) -> None:
    """Take the keys of head and eyes away for now, and their actions and strips."""
    if item.nla:
        nla.pull(obj, item)
        item.nla = True  # so that the keys stay in the take's own actions
    wanted = item.settings.head_rotation, item.settings.gaze
    with quiet():
        item.settings.head_rotation = item.settings.gaze = False
        try:
            bake.apply(obj, item, scene)
        finally:
            item.settings.head_rotation, item.settings.gaze = wanted
    for kind in joint.JOINTS:
        block, action = actions.owner(obj, kind), actions.get(item, kind)
        if block is not None and actions.is_own(item, action) and actions.played(block) == action:
            compat.assign(block, None)
        actions.put(item, kind, None)
