# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes as strips of the NLA, where several of them play together and blend into one another.

The lowest strip that plays holds its first and last frame, so that the face is defined at any time; those above count
where they lie alone. Where they overlap they blend by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

import bpy

from .. import compat
from ..properties import EXPNET_PG_take
from . import actions


def push(obj: bpy.types.Object, item: EXPNET_PG_take) -> None:
    """Make strips of the take's own actions, on a track of their own above the others."""
    for block, action in _animated(obj, item):
        data = block.animation_data_create()
        if data.action == action:
            compat.assign(block, None)
        track = data.nla_tracks.new()
        track.name = item.name
        strip = compat.add_strip(track, item.name, int(item.first), action, block)
        strip.blend_type = "REPLACE"
        _place(strip, item.first, item.last, moved=0.0)
    item.nla = True
    arrange(obj)


def pull(obj: bpy.types.Object, item: EXPNET_PG_take) -> None:
    """Remove the take's strips, and tracks that are empty without them."""
    for block, _ in _animated(obj, item):
        for track, strip in list(_strips(block, item)):
            track.strips.remove(strip)
            if not len(track.strips):
                block.animation_data.nla_tracks.remove(track)
    item.nla = False
    arrange(obj)


def fit(obj: bpy.types.Object, item: EXPNET_PG_take, first: float) -> None:
    """Fit the strips to the take's range, which began at ``first`` before; a strip that the user has moved or scaled
    stays so."""
    for block, _ in _animated(obj, item):
        for _, strip in _strips(block, item):
            _place(strip, item.first, item.last, item.first - first)


def mute(obj: bpy.types.Object, item: EXPNET_PG_take) -> None:
    """Let the tracks play or not, as the take says."""
    for block, _ in _animated(obj, item):
        for track, _ in _strips(block, item):
            track.mute = item.mute
    arrange(obj)


def rename(obj: bpy.types.Object, item: EXPNET_PG_take) -> None:
    for block, _ in _animated(obj, item):
        for track, strip in _strips(block, item):
            track.name = strip.name = item.name


def arrange(obj: bpy.types.Object) -> None:
    """Let the lowest playing take hold beyond its ends, the others, also an action on top of them, not."""
    for kind in actions.KINDS:
        block = actions.owner(obj, kind)
        data = None if block is None else block.animation_data
        if data is None:
            continue
        lowest = True
        for track in data.nla_tracks:
            for strip in track.strips:
                if actions.is_a_take(strip.action):
                    base = lowest and not track.mute
                    strip.extrapolation = "HOLD" if base else "NOTHING"
                    strip.use_auto_blend = not base
                    if base:  # what lies above blends in over it; if it went as well, rest would shine through
                        strip.blend_in = strip.blend_out = 0.0
            lowest = lowest and (track.mute or not len(track.strips))
        if actions.is_a_take(data.action):
            data.action_extrapolation = "HOLD" if lowest else "NOTHING"


def _animated(obj: bpy.types.Object, item: EXPNET_PG_take) -> Iterator[tuple[bpy.types.ID, bpy.types.Action]]:
    """Each data-block with the take's own action for it."""
    seen = set()
    for kind in actions.KINDS:
        block, action = actions.owner(obj, kind), actions.get(item, kind)
        if block in seen:  # head and eyes may be bones of one armature
            continue
        seen.add(block)
        if block is not None and actions.is_own(item, action) and compat.fcurves_in(action, block):
            yield block, action


def _strips(
    block: bpy.types.ID, item: EXPNET_PG_take
) -> Iterator[tuple[bpy.types.NlaTrack, bpy.types.NlaStrip]]:
    for track in block.animation_data.nla_tracks if block.animation_data is not None else ():
        for strip in track.strips:
            if actions.is_own(item, strip.action):
                yield track, strip


def _place(strip: bpy.types.NlaStrip, first: float, last: float, moved: float) -> None:
    start = strip.frame_start + moved
    strip.use_sync_length = False
    last = max(last, first + 1.0)
    # Each keeps to its side of the other: on the way up the end must go first, on the way down the start.
    strip.action_frame_end, strip.action_frame_start, strip.action_frame_end = last, first, last
    length = (strip.action_frame_end - strip.action_frame_start) * strip.scale * strip.repeat
    strip.frame_start_raw, strip.frame_end_raw = start, start + length
