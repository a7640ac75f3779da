# SPDX-License-Identifier: GPL-3.0-or-later
"""Apply: a stored take becomes keyframes, and an applied take can be moved, refined or taken back.

Within the take's frames its keys replace what was there (``actions.py`` says in which action); the replaced keys are
kept with the take and come back when it moves away.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass

import bpy

from .. import compat, takes, target
from ..bridge.errors import UserError
from ..bridge.refine import prepare, refine
from ..bridge.stepwise import drained
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


There = Callable[[], tuple[bpy.types.Object, EXPNET_PG_take]]
"""Looks object and take up anew. Raises ``takes.Gone``."""


def apply(obj: bpy.types.Object, item: EXPNET_PG_take, scene: bpy.types.Scene) -> Applied:
    """Write the take's keys as its settings say. Raises ``UserError`` before anything is changed."""
    return drained(steps(lambda: (obj, item), scene))


def steps(there: There, scene: bpy.types.Scene) -> Generator[None, None, Applied]:
    """``apply`` in short pieces, between which a user may do anything. From the first key on the take counts as
    applied and knows what it replaces: wherever this ends, applying it again writes what is missing. Raises
    ``takes.Gone`` where undo has taken the take away."""
    obj, item = there()
    take = takes.load(item)
    basis = takes.basis(take)
    target.find(obj, basis)
    actions.check(obj)
    settings = for_refine(item.settings, scene)
    yield from prepare(take, settings)
    curves = refine(take, basis, settings)
    first, last = float(curves.frame[0]), float(curves.frame[-1])
    yield

    obj, item = there()
    goal = target.find(obj, basis)
    missing, tolerance = goal.missing, item.settings.tolerance if item.settings.reduce else None
    turns = joint.turns(obj, curves, item.settings)
    written = channels.face(goal, curves.values)
    if curves.gaze is not None and item.settings.gaze and not joint.has_eyes(obj):
        written += channels.looks(goal.key, curves.gaze)
    for kind, rotation in turns.items():
        written += yield from joint.channels(there()[0], kind, rotation)
    made = yield from key_sets(written, curves, tolerance)

    before = _occupy(*there(), turns)
    present: dict[Address, Keys] = {}
    for address in (channel.address for channel in written):
        known = before.pop(address, None)
        present[address] = keys.read(_find(*there(), address)) if known is None else known
        yield
    _, item = there()
    replaced.store(item, {address: old.select(old.inside(first, last)) for address, old in present.items()})
    began, item.applied, item.first, item.last = item.first, True, first, last
    for channel, new in zip(written, made, strict=True):
        old = present[channel.address]
        keys.write(_ensure(*there(), channel.address), old.select(~old.inside(first, last)).join(new))
        yield

    obj, item = there()
    if not item.nla and not item.mute:
        for kind in ("FACE", *turns):
            compat.assign(actions.owner(obj, kind), actions.get(item, kind))
    _put_back(obj, item, before)
    if item.nla:
        nla.fit(obj, item, began)
    tag(obj)
    mean = sum(map(len, made)) / max(1, len(made))
    return Applied(first, last, len(curves.frame), int(curves.bridged.sum()), mean, missing)


def withdraw(obj: bpy.types.Object, item: EXPNET_PG_take) -> None:
    """Take an applied take's keys away and put back what they replaced."""
    _put_back(obj, item, _withdraw(obj, item))
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


def _occupy(obj: bpy.types.Object, item: EXPNET_PG_take, turned: Iterable[actions.Kind]) -> dict[Address, Keys]:
    """Settle which actions have the keys of the face and of what is ``turned``; what ``_withdraw`` finds in those that
    had them before and go on having them."""
    old = {kind: actions.get(item, kind) for kind in actions.KINDS}
    without = _withdraw(obj, item)
    places: dict[actions.Kind, bpy.types.Action] = {}
    for kind in ("FACE", *turned):  # each is known before the next asks: several may be in one action
        block = actions.owner(obj, kind)
        same = next((places[other] for other in places if actions.owner(obj, other) == block), None)
        places[kind] = same or actions.destination(obj, item, kind)
        actions.put(item, kind, places[kind])
    kept = {kind for kind in actions.KINDS if places.get(kind, old[kind]) == old[kind]}
    return {address: present for address, present in without.items() if address.owner in kept}


def _withdraw(obj: bpy.types.Object, item: EXPNET_PG_take) -> dict[Address, Keys]:
    """Each channel of an applied take with the keys that it would have without the take. Changes nothing."""
    if not item.applied:
        return {}
    without = {}
    for address, kept in replaced.load(item).items():
        block, action = actions.owner(obj, address.owner), actions.get(item, address.owner)
        if block is None or not (actions.is_own(item, action) or action and actions.played(block) == action):
            continue  # it was removed, or the user plays another action meanwhile
        curve = _find(obj, item, address)
        if curve is not None:
            without[address] = keys.read_outside(curve, item.first, item.last).join(kept)
    return without


def _put_back(obj: bpy.types.Object, item: EXPNET_PG_take, without: dict[Address, Keys]) -> None:
    """Write what ``_withdraw`` found; a curve that is left without keys goes, so that its property is free again."""
    for address, present in without.items():
        block, action = actions.owner(obj, address.owner), actions.get(item, address.owner)
        curve = _find(obj, item, address)
        if len(present):
            keys.write(curve, present)
        else:
            compat.fcurves_in(action, block).remove(curve)
            if address.owner == "FACE" and actions.played(block) == action:
                channels.rest(block, address)
    joint.restore_all(obj)


def _find(obj: bpy.types.Object, item: EXPNET_PG_take, address: Address) -> bpy.types.FCurve | None:
    """The curve in the take's action."""
    block, action = actions.owner(obj, address.owner), actions.get(item, address.owner)
    curves = None if block is None or action is None else compat.fcurves_in(action, block)
    return None if curves is None else curves.find(address.path, index=address.index)


def _ensure(obj: bpy.types.Object, item: EXPNET_PG_take, address: Address) -> bpy.types.FCurve:
    block, action = actions.owner(obj, address.owner), actions.get(item, address.owner)
    return compat.ensure_fcurve(action, block, address.path, address.index)
