# SPDX-License-Identifier: GPL-3.0-or-later
"""The faces of solved videos: which of them drives which character.

A video that shows several people is kept as a *clip* with the scene: the raw result of each face, and a picture of it.
A take is a copy of one of these results, so that it goes wherever its character goes; giving a character another face
puts another result into its take and solves nothing again. A video of one person leaves no clip.
"""

from __future__ import annotations

import secrets
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import bpy

from . import framing, picking, placement, takes, target
from .animation import actions, shown
from .animation.bake import Applied
from .bridge.basis import DEFAULT
from .bridge.errors import UserError
from .bridge.protocol import Portrait
from .bridge.rows import Rows, closest
from .bridge.take import Take
from .clip.sound import MARK
from .errors import Refusal
from .properties import EXPNET_PG_clip, EXPNET_PG_take

KEY: Final = "data"
"""ID property of a face: its result, as in a take."""

PICTURE: Final = "picture"
"""ID property of a face: its picture, ``side`` x ``side`` x 3 bytes of RGB, rows first."""


GAP: Final = 0.1
"""Space between the heads of a video, metres: its picture stands beside the first one."""


@dataclass(frozen=True)
class Result:
    """What a solve says of one face. ``data`` is the file of ``take``."""

    take: Take
    data: bytes
    found: int
    portrait: Portrait | None


def results(rows: Rows, program: str, several: bool) -> Generator[None, None, list[Result]]:
    """The main face and, if ``several`` were asked for, the others, in short pieces. ``program`` is their maker.
    Raises ``TakeError``."""
    made = []
    for face in rows.faces() if several else rows.faces()[:1]:
        take = yield from rows.take_steps(program, face.person)
        data = yield from take.to_bytes_steps()
        made.append(Result(take, data, face.found, face.portrait))
        yield
    return made


def same(item: EXPNET_PG_take, made: list[Result]) -> int:
    """Which of the faces of a new solve is the one that ``item`` is of."""
    if not item.face or len(made) == 1:
        return 0
    try:
        return closest(takes.load(item), [result.take for result in made])
    except Refusal:
        return 0


def keep(scene: bpy.types.Scene, made: list[Result], video: str, note: str, start: int) -> str:
    """Store the faces of a solve that begins on scene frame ``start``; the clip's name, "" for a single face. An
    earlier clip of the same video makes room unless a take is of it."""
    clips = scene.expnet.clips
    used = {item.clip for _, item in _takes()}
    for index in reversed(range(len(clips))):
        if clips[index].video == video and clips[index].name not in used:
            clips.remove(index)
    if len(made) < 2:
        return ""
    clip = clips.add()
    clip.name, clip.video, clip.note, clip.start = secrets.token_hex(8), video, note, start
    clip.frames, clip.basis = len(made[0].take), made[0].take.basis
    for result in made:
        face = clip.faces.add()
        face.found = result.found
        face[KEY] = result.data
        if result.portrait is not None:
            face[PICTURE], face.side = result.portrait.pixels, result.portrait.size
    return clip.name


def current(context: bpy.types.Context, item: EXPNET_PG_take | None) -> EXPNET_PG_clip | None:
    """The clip of ``item``, else the scene's newest."""
    clip = None if item is None or not item.clip else find(item.clip)
    clips = context.scene.expnet.clips
    return clip or (clips[-1] if len(clips) else None)


def find(name: str) -> EXPNET_PG_clip | None:
    """The clip of this name, whichever scene has it."""
    return next((clip for scene in bpy.data.scenes if (clip := scene.expnet.clips.get(name)) is not None), None)


def wanted(context: bpy.types.Context, name: str) -> EXPNET_PG_clip:
    """The clip of this name, "" for the current one. Raises ``Refusal`` where there is none."""
    clip = find(name) if name else current(context, takes.active(picking.obvious(context)))
    if clip is None:
        raise Refusal("No video with several faces is in this file: solve one first.")
    return clip


def forget(clip: EXPNET_PG_clip) -> None:
    """Remove a clip; the takes of its faces stay, as takes of their own."""
    for _, item in _takes():
        if item.clip == clip.name:
            item.clip, item.face = "", 0
    clips = clip.id_data.expnet.clips
    clips.remove(clips.find(clip.name))


def driven(clip: EXPNET_PG_clip) -> dict[int, list[str]]:
    """Names of the objects that each face of ``clip`` drives now."""
    found: dict[int, list[str]] = {}
    for obj in {obj for scene in bpy.data.scenes for obj in scene.objects if obj.type == "MESH"}:
        for item in obj.expnet.takes:
            if item.clip == clip.name and item.applied and not item.mute:
                found.setdefault(item.face, []).append(obj.name)
    return {number: sorted(names) for number, names in found.items()}


def give(
    clip: EXPNET_PG_clip, number: int, obj: bpy.types.Object, scene: bpy.types.Scene
) -> tuple[EXPNET_PG_take, Applied]:
    """Let the face ``number`` of ``clip`` drive ``obj``: in its take of the same video, if it has one. Raises
    ``UserError`` before any change."""
    take = _load(clip, number)
    target.find(obj, takes.basis(take))
    actions.check(obj)
    index, item = _own_take(clip, obj)
    if item is None:
        return _add(clip, number, take, obj, scene)
    before, old = item.face, takes.load(item)
    if before != number:
        takes.store(item, take, clip.note)
        item.face = number
    obj.expnet.active = index
    try:
        done = shown.show(obj, item, scene)
    except UserError:
        takes.store(item, old, clip.note)
        item.face = before
        raise
    if before != number and _is_named(item, clip, before):
        item.name = takes.free_name(obj, name_of(clip, number))
    return item, done


def give_new_head(
    context: bpy.types.Context, clip: EXPNET_PG_clip, number: int
) -> tuple[EXPNET_PG_take, Applied]:
    """Let a face drive a head that is added for it, beside the others. Raises ``UserError`` before any change."""
    if takes.basis(_load(clip, number)) is not DEFAULT:
        raise Refusal("The head of ExpNet cannot take this face: import another 3D morphable face for it.")
    own = [obj for obj in context.visible_objects if any(item.clip == clip.name for item in obj.expnet.takes)]
    obj = placement.add_beside(context, own, GAP)
    given = give(clip, number, obj, context.scene)
    if not bpy.app.background:
        pictures = (obj for obj in context.visible_objects if obj.get(MARK) == clip.video)
        framing.together(context, [*own, obj, *pictures])
    return given


def _add(
    clip: EXPNET_PG_clip, number: int, take: Take, obj: bpy.types.Object, scene: bpy.types.Scene
) -> tuple[EXPNET_PG_take, Applied]:
    """A new take on ``obj``, that begins when those of the same clip do."""
    like = next((item for _, item in _takes() if item.clip == clip.name), None)
    video, start = (clip.video, clip.start) if like is None else (like.video, like.settings.start)
    active = obj.expnet.active
    item = takes.add(obj, take, video, name_of(clip, number), clip.note)
    item.settings.start = start
    item.clip, item.face = clip.name, number
    try:
        return item, shown.show(obj, item, scene)
    except UserError:
        obj.expnet.takes.remove(len(obj.expnet.takes) - 1)
        obj.expnet.active = active
        raise


def _own_take(clip: EXPNET_PG_clip, obj: bpy.types.Object) -> tuple[int, EXPNET_PG_take | None]:
    """The take of ``obj`` that is of ``clip`` and where it is in the list: the active one rather than another."""
    own = [(index, item) for index, item in enumerate(obj.expnet.takes) if item.clip == clip.name]
    return min(own, key=lambda each: each[0] != obj.expnet.active, default=(-1, None))


def name_of(clip: EXPNET_PG_clip, number: int) -> str:
    """What the take of a face is called."""
    stem = Path(clip.video).stem
    return f"{stem} Face {number + 1}" if number else stem


def _is_named(item: EXPNET_PG_take, clip: EXPNET_PG_clip, number: int) -> bool:
    """Whether a take is called as it was by us, numbered or not."""
    name = name_of(clip, number)
    return item.name.startswith(name) and not item.name[len(name) :].strip(".0123456789")


def _load(clip: EXPNET_PG_clip, number: int) -> Take:
    data = clip.faces[number].get(KEY) if 0 <= number < len(clip.faces) else None
    if not isinstance(data, bytes):
        raise Refusal("This face is not in the file any more: solve its video again.")
    return takes.read(data)


def _takes() -> Iterator[tuple[bpy.types.Object, EXPNET_PG_take]]:
    for obj in bpy.data.objects:
        if obj.type == "MESH":
            for item in obj.expnet.takes:
                yield obj, item
