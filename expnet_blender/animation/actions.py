# SPDX-License-Identifier: GPL-3.0-or-later
"""Which action a take's keys are in.

A take has actions of its own, so that takes can be switched and blended. A character that already plays an action which
is nobody's take is the exception: taking that away would stop what it animates, so the keys go into it, and those that
they replace are kept (``replaced.py``) until the take is muted, removed or moved to the NLA.
"""

from __future__ import annotations

from typing import Final, Literal

import bpy

from .. import compat
from ..errors import Refusal
from ..properties import EXPNET_PG_take

OWN: Final = "expnet_take"
"""Custom property of a take's own action: the take's ``uid``."""

Kind = Literal["FACE", "HEAD", "EYE_LEFT", "EYE_RIGHT"]
KINDS: Final[tuple[Kind, ...]] = ("FACE", "HEAD", "EYE_LEFT", "EYE_RIGHT")
WORDS: Final = {"FACE": "", "HEAD": " Head", "EYE_LEFT": " Left Eye", "EYE_RIGHT": " Right Eye"}
"""What an action is called after the take's name."""


def owner(obj: bpy.types.Object, kind: Kind) -> bpy.types.ID | None:
    """The data-block that the action animates, None for eyes that are not set."""
    if kind == "FACE":
        return obj.data.shape_keys
    turned = getattr(obj.expnet, kind.lower()).object
    return obj if turned is None and kind == "HEAD" else turned


def get(item: EXPNET_PG_take, kind: Kind) -> bpy.types.Action | None:
    """The action that has the take's keys, or had them."""
    return getattr(item, f"{kind.lower()}_action")


def put(item: EXPNET_PG_take, kind: Kind, action: bpy.types.Action | None) -> None:
    setattr(item, f"{kind.lower()}_action", action)


def played(owner: bpy.types.ID) -> bpy.types.Action | None:
    """The action that is assigned to ``owner``."""
    data = owner.animation_data
    return None if data is None else data.action


def is_own(item: EXPNET_PG_take, action: bpy.types.Action | None) -> bool:
    return action is not None and action.get(OWN) == item.uid


def is_a_take(action: bpy.types.Action | None) -> bool:
    """Whether an action is some take's own."""
    return action is not None and OWN in action


def check(obj: bpy.types.Object) -> None:
    """Raises ``Refusal`` while the NLA holds an action, since then none can be assigned."""
    for kind in KINDS:
        block = owner(obj, kind)
        data = None if block is None else block.animation_data
        if data is not None and data.use_tweak_mode:
            raise Refusal(f'A strip of "{obj.name}" is being edited in the NLA: leave its tweak mode (Tab) first.')


def destination(obj: bpy.types.Object, item: EXPNET_PG_take, kind: Kind) -> bpy.types.Action:
    """The action in which the take's keys belong now, made if need be."""
    block = owner(obj, kind)
    current = played(block)
    if current is not None and not is_a_take(current) and not item.nla:
        return current
    if is_own(item, current):
        return current
    mine = get(item, kind)
    if not is_own(item, mine):
        share = kind == "HEAD" and compat.holds_several_owners() and is_own(item, item.face_action)
        mine = item.face_action if share else None
    if mine is None:
        mine = bpy.data.actions.new(item.name + WORDS[kind])
    elif _is_elsewhere(obj, mine):  # the object was duplicated, its takes still point at the original's actions
        mine = mine.copy()
    mine[OWN] = item.uid
    return mine


def rename(item: EXPNET_PG_take) -> None:
    """Let the take's own actions bear its name."""
    for kind in KINDS:
        action = get(item, kind)
        if is_own(item, action) and (kind == "FACE" or action != item.face_action):
            action.name = item.name + WORDS[kind]


def release(item: EXPNET_PG_take) -> None:
    """The take goes: what is left in its own actions is the user's from now on, and an action without keys goes too."""
    for action in {get(item, kind) for kind in KINDS}:
        if not is_own(item, action):
            continue
        if compat.is_empty(action):
            bpy.data.actions.remove(action)
        else:
            del action[OWN]
            action.use_fake_user = True


def _is_elsewhere(obj: bpy.types.Object, action: bpy.types.Action) -> bool:
    return any(
        action in [get(item, kind) for kind in KINDS]
        for other in bpy.data.objects
        if other != obj and other.data != obj.data
        for item in other.expnet.takes
    )
