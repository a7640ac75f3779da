# SPDX-License-Identifier: GPL-3.0-or-later
"""Which takes play: strips of the NLA each on its own, of the others one at a time."""

from __future__ import annotations

from collections.abc import Generator

import bpy

from .. import compat
from ..bridge.errors import UserError
from ..bridge.stepwise import drained
from ..properties import EXPNET_PG_take
from ..settings import is_live, quiet
from . import actions, bake, channels, joint, nla, replaced


def toggled(item: EXPNET_PG_take, context: bpy.types.Context) -> None:
    """After the user has muted or unmuted a take in the list."""
    if not is_live() or not isinstance(item.id_data, bpy.types.Object):
        return
    obj, session = item.id_data, context.window_manager.expnet
    try:
        if item.mute:
            hide(obj, item)
        else:
            show(obj, item, context.scene)
        session.sentence = ""
    except UserError as error:
        session.sentence, session.remedy = str(error), getattr(error, "remedy", "")
        with quiet():
            item.mute = not item.mute


def show(obj: bpy.types.Object, item: EXPNET_PG_take, scene: bpy.types.Scene) -> bake.Applied:
    """Apply the take and play it, in place of another that is no strip. Raises ``UserError`` before any change."""
    return drained(steps(lambda: (obj, item), scene))


def steps(there: bake.There, scene: bpy.types.Scene) -> Generator[None, None, bake.Applied]:
    """``show`` in short pieces, as ``bake.steps``."""
    _, item = there()
    was = item.mute
    with quiet():
        item.mute = False
    try:
        done = yield from bake.steps(there, scene)
    except UserError:
        with quiet():
            there()[1].mute = was
        raise
    obj, item = there()
    if item.nla:
        nla.mute(obj, item)
        return done
    for other in obj.expnet.takes:
        if other != item and not other.nla and not other.mute and _is_replaced(obj, other):
            with quiet():
                other.mute = True
    nla.arrange(obj)
    return done


def hide(obj: bpy.types.Object, item: EXPNET_PG_take) -> None:
    """Play the take no longer; its keys stay in its own actions. Keys in an action that is not its own go."""
    with quiet():
        item.mute = True
    if item.nla:
        nla.mute(obj, item)
    elif item.applied and all(_own(item, kind) for kind in actions.KINDS):
        for kind in actions.KINDS:
            block, action = actions.owner(obj, kind), actions.get(item, kind)
            if block is not None and action is not None and actions.played(block) == action:
                compat.assign(block, None)
        channels.rest_all(obj, replaced.load(item))
        joint.restore_all(obj)
    elif item.applied:
        bake.withdraw(obj, item)
    nla.arrange(obj)
    bake.tag(obj)


def push(obj: bpy.types.Object, item: EXPNET_PG_take, scene: bpy.types.Scene) -> None:
    """Make the take a strip of the NLA; keys in an action that is not its own move to one that is. Raises
    ``UserError`` before any change."""
    show(obj, item, scene)
    if not all(_own(item, kind) for kind in actions.KINDS):
        bake.withdraw(obj, item)
        item.nla = True  # its keys go to actions of its own
        bake.apply(obj, item, scene)
    nla.push(obj, item)
    bake.tag(obj)


def pull(obj: bpy.types.Object, item: EXPNET_PG_take, scene: bpy.types.Scene) -> None:
    """Take the take out of the NLA and play it. Raises ``UserError``."""
    actions.check(obj)
    nla.pull(obj, item)
    show(obj, item, scene)


def _own(item: EXPNET_PG_take, kind: actions.Kind) -> bool:
    action = actions.get(item, kind)
    return action is None or actions.is_own(item, action)


def _is_replaced(obj: bpy.types.Object, item: EXPNET_PG_take) -> bool:
    """Whether the take's own action is no longer the one that the face plays. Takes in one action play together."""
    return actions.is_own(item, item.face_action) and actions.played(obj.data.shape_keys) != item.face_action
