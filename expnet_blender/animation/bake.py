# SPDX-License-Identifier: GPL-3.0-or-later
"""Apply: a stored take becomes keyframes, and an applied take can be moved, refined or taken back.

Within the take's frames its keys replace what was there (``actions.py`` says in which action); the replaced keys are
kept with the take and come back when it moves away.
"""

from __future__ import annotations

from dataclasses import dataclass

import bpy

from .. import compat, takes, target
from ..bridge.errors import UserError
from ..bridge.refine import refine
from ..properties import EXPNET_PG_take
from . import actions, channels, joint, keys, nla, replaced
from .channels import Address
from .keys import Keys
from .reduced import key_sets
from .refining import for_refine


@dataclass(frozen=True)
class Applied:
    """What was written: scene frames of the first and last key, how many frames a curve stands for and how many of them
    bridge frames without a face, the mean number of keys of a curve, and the names that the mesh lacks."""

    first: float
    last: float
    count: int
    bridged: int
    keys: float
    missing: tuple[str, ...]


def apply(obj: bpy.types.Object, item: EXPNET_PG_take, scene: bpy.types.Scene) -> Applied:
    """Write the take's keys as its settings say. Raises ``UserError`` before anything is changed."""
    take = takes.load(item)
    basis = takes.basis(take)
    goal = target.find(obj, basis)
    actions.check(obj)
    curves = refine(take, basis, for_refine(item.settings, scene))
    first, last = float(curves.frame[0]), float(curves.frame[-1])
    turns = joint.turns(obj, curves, item.settings)

    old = {kind: actions.get(item, kind) for kind in actions.KINDS}
    places: dict[actions.Kind, bpy.types.Action] = {}
    for kind in ("FACE", *turns):  # each is known before the next asks: several may be in one action
        block = actions.owner(obj, kind)
        same = next((places[other] for other in places if actions.owner(obj, other) == block), None)
        places[kind] = same or actions.destination(obj, item, kind)
        actions.put(item, kind, places[kind])
    before = {
        address: present
        for address, present in _withdraw(obj, item, old).items()
        if places.get(address.owner, old[address.owner]) == old[address.owner]
    }
    written = channels.face(goal, curves.values)
    if curves.gaze is not None and item.settings.gaze and not joint.has_eyes(obj):
        written += channels.looks(goal.key, curves.gaze)
    for kind, rotation in turns.items():
        written += joint.channels(obj, kind, rotation)

    taken: dict[Address, Keys] = {}
    total = 0
    for channel, made in zip(written, key_sets(written, curves, item.settings), strict=True):
        kind, path, index = channel.address
        present = before.pop(channel.address, None)
        curve = compat.ensure_fcurve(places[kind], actions.owner(obj, kind), path, index)
        present = keys.read(curve) if present is None else present
        inside = present.inside(first, last)
        taken[channel.address] = present.select(inside)
        keys.write(curve, present.select(~inside).join(made))
        total += len(made)
    if not item.nla and not item.mute:
        for kind in places:
            compat.assign(actions.owner(obj, kind), places[kind])
    _put_back(obj, before, old)
    replaced.store(item, taken)
    began, item.applied, item.first, item.last = item.first, True, first, last
    if item.nla:
        nla.fit(obj, item, began)
    tag(obj)
    return Applied(
        first, last, len(curves.frame), int(curves.bridged.sum()), total / max(1, len(written)), goal.missing
    )


def withdraw(obj: bpy.types.Object, item: EXPNET_PG_take) -> None:
    """Take an applied take's keys away and put back what they replaced."""
    old = {kind: actions.get(item, kind) for kind in actions.KINDS}
    _put_back(obj, _withdraw(obj, item, old), old)
    item.applied = False
    item.pop(replaced.KEY, None)
    tag(obj)


def refresh(edited: bpy.types.PropertyGroup, context: bpy.types.Context) -> None:
    """Apply again after an edit of an applied take's settings, or of one of its units, in the panel."""
    obj = edited.id_data
    item = next(
        (item for item in obj.expnet.takes if edited == item.settings or edited in item.settings.units.values()), None
    )
    if item is None or not item.applied:
        return
    session = context.window_manager.expnet
    try:
        apply(obj, item, context.scene)
        session.sentence = ""
    except UserError as error:
        session.sentence, session.remedy = str(error), getattr(error, "remedy", "")


def tag(obj: bpy.types.Object) -> None:
    """Evaluate the new curves at the present frame without waiting for a change of frame."""
    for owner in {actions.owner(obj, kind) for kind in actions.KINDS} - {None}:
        if owner.animation_data is not None:
            if owner.animation_data.action is not None:
                owner.animation_data.action.update_tag()
            owner.update_tag()
    obj.update_tag(refresh={"OBJECT", "DATA", "TIME"})


Actions = dict[actions.Kind, bpy.types.Action | None]


def _withdraw(obj: bpy.types.Object, item: EXPNET_PG_take, old: Actions) -> dict[Address, Keys]:
    """Each channel of an applied take with the keys that it would have without the take. Changes nothing."""
    if not item.applied:
        return {}
    without = {}
    for address, kept in replaced.load(item).items():
        curve = _curve(obj, item, address, old)
        if curve is not None:
            without[address] = keys.read_outside(curve, item.first, item.last).join(kept)
    return without


def _put_back(obj: bpy.types.Object, without: dict[Address, Keys], old: Actions) -> None:
    """Write what ``_withdraw`` found; a curve that is left without keys goes, so that its property is free again."""
    for address, present in without.items():
        block, action = actions.owner(obj, address.owner), old[address.owner]
        curves = compat.fcurves_in(action, block)
        curve = curves.find(address.path, index=address.index)
        if len(present):
            keys.write(curve, present)
        else:
            curves.remove(curve)
            if address.owner == "FACE" and actions.played(block) == action:
                channels.rest(block, address)
    joint.restore_all(obj)


def _curve(
    obj: bpy.types.Object, item: EXPNET_PG_take, address: Address, old: Actions
) -> bpy.types.FCurve | None:
    """The take's curve, unless it was removed or the user plays another action meanwhile."""
    block, action = actions.owner(obj, address.owner), old[address.owner]
    if block is None or action is None or not (actions.is_own(item, action) or actions.played(block) == action):
        return None
    curves = compat.fcurves_in(action, block)
    return None if curves is None else curves.find(address.path, index=address.index)
