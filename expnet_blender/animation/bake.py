# SPDX-License-Identifier: GPL-3.0-or-later
"""Apply: a stored take becomes keyframes, and an applied take can be moved, refined or taken back.

The keys go to the action that the character has, or to a new one named after the take. Within the take's frames
they replace what was there; the replaced keys are kept with the take and come back when it moves away.
"""

from __future__ import annotations

from dataclasses import dataclass

import bpy

from .. import compat, takes, target
from ..bridge import refine as refining
from ..bridge.errors import UserError
from ..properties import EXPNET_PG_take
from . import channels, head, keys, replaced
from .channels import Address
from .keys import Keys


@dataclass(frozen=True)
class Applied:
    """What was written: scene frames of the first and last key, how many keys a curve has and how many of them bridge
    frames without a face, and the names that the mesh lacks."""

    first: float
    last: float
    count: int
    bridged: int
    missing: tuple[str, ...]


def apply(obj: bpy.types.Object, item: EXPNET_PG_take, scene: bpy.types.Scene) -> Applied:
    """Write the take's keys as its settings say. Raises ``UserError`` before anything is changed."""
    take = takes.load(item)
    basis = takes.basis(take)
    goal = target.find(obj, basis)
    curves = refining.refine(take, basis, _settings(item, scene))
    first, last = float(curves.frame[0]), float(curves.frame[-1])

    before = _withdraw(obj, item)
    written = channels.face(goal, curves.values)
    if item.settings.head_rotation and curves.rotation is not None:
        written += head.channels(obj, curves.rotation)
    _assign_actions(obj, item, turned=any(channel.address.owner == "HEAD" for channel in written))

    taken: dict[Address, Keys] = {}
    for channel in written:
        _, path, index = channel.address
        present = before.pop(channel.address, None)
        curve = compat.ensure_fcurve(channels.owner(obj, channel.address), path, index)
        present = keys.read(curve) if present is None else present
        inside = present.inside(first, last)
        taken[channel.address] = present.select(inside)
        keys.write(curve, present.select(~inside).join(keys.baked(curves.frame, channel.values, curves.bridged)))
    _put_back(obj, before)
    replaced.store(item, taken)
    item.applied, item.first, item.last = True, first, last
    _tag(obj)
    return Applied(first, last, len(curves.frame), int(curves.bridged.sum()), goal.missing)


def withdraw(obj: bpy.types.Object, item: EXPNET_PG_take) -> None:
    """Take an applied take's keys away and put back what they replaced."""
    _put_back(obj, _withdraw(obj, item))
    item.applied = False
    item.pop(replaced.KEY, None)
    _tag(obj)


def refresh(settings: bpy.types.PropertyGroup, context: bpy.types.Context) -> None:
    """Apply again after an edit of an applied take's settings in the panel."""
    obj = settings.id_data
    item = next((item for item in obj.expnet.takes if item.settings == settings), None)
    if item is None or not item.applied:
        return
    session = context.window_manager.expnet
    try:
        apply(obj, item, context.scene)
        session.sentence = ""
    except UserError as error:
        session.sentence, session.remedy = str(error), getattr(error, "remedy", "")


def _settings(item: EXPNET_PG_take, scene: bpy.types.Scene) -> refining.Settings:
    stored = item.settings
    return refining.Settings(
        start=stored.start,
        fps=scene.render.fps,
        fps_base=scene.render.fps_base,
        smoothing=stored.smoothing,
        gain=stored.gain,
        neutral=stored.neutral if stored.use_neutral else None,
        clamp=stored.clamp,
        resample=stored.resample,
    )


def _withdraw(obj: bpy.types.Object, item: EXPNET_PG_take) -> dict[Address, Keys]:
    """Each channel of an applied take with the keys that it would have without the take. Changes nothing."""
    if not item.applied:
        return {}
    without = {}
    for address, kept in replaced.load(item).items():
        curve = _curve(obj, item, address)
        if curve is not None:
            without[address] = keys.read_outside(curve, item.first, item.last).join(kept)
    return without


def _put_back(obj: bpy.types.Object, without: dict[Address, Keys]) -> None:
    """Write what ``_withdraw`` found; a curve that is left without keys goes, so that its property is free again."""
    for address, present in without.items():
        owner = channels.owner(obj, address)
        curves = compat.fcurves(owner)
        curve = curves.find(address.path, index=address.index)
        if len(present):
            keys.write(curve, present)
        else:
            curves.remove(curve)
            if address.owner == "FACE":
                channels.rest(owner, address)
    if not head.is_turned(obj):
        head.restore(obj)


def _curve(obj: bpy.types.Object, item: EXPNET_PG_take, address: Address) -> bpy.types.FCurve | None:
    """The take's curve, unless it was removed or the user switched to another action meanwhile."""
    owner = channels.owner(obj, address)
    action = item.face_action if address.owner == "FACE" else item.head_action
    curves = None if owner is None else compat.fcurves(owner)
    if curves is None or owner.animation_data.action != action:
        return None
    return curves.find(address.path, index=address.index)


def _assign_actions(obj: bpy.types.Object, item: EXPNET_PG_take, turned: bool) -> None:
    item.face_action = compat.assign_action(obj.data.shape_keys, item.name)
    item.head_action = compat.assign_action(obj, f"{item.name} Head", share=item.face_action) if turned else None


def _tag(obj: bpy.types.Object) -> None:
    """Evaluate the new curves at the present frame without waiting for a change of frame."""
    for owner in (obj, obj.data.shape_keys):
        if owner.animation_data is not None and owner.animation_data.action is not None:
            owner.animation_data.action.update_tag()
    obj.update_tag(refresh={"OBJECT", "DATA", "TIME"})
