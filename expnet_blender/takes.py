# SPDX-License-Identifier: GPL-3.0-or-later
"""Raw takes inside the .blend: kept with the object, so they follow it through saving, undo, copying and appending.

The bytes of the ``.npz`` are an ID property of type bytes, which keeps embedded zeros on every version, but only
when the property is made anew: assigning over one cuts the value at its first zero (Blender 4.2 to 5.2).
"""

from __future__ import annotations

import secrets
from typing import Final

import bpy
import numpy as np

from . import units
from .bridge.basis import BASES, Basis
from .bridge.take import Take, TakeError
from .errors import Refusal
from .properties import EXPNET_PG_take
from .settings import copy, quiet

KEY: Final = "data"

MEMORY: Final = 4
"""Takes that are kept read: a slider that is dragged asks for the same one at every step."""

_read: dict[bytes, Take] = {}

IDENTITY: Final = "identity"
"""ID property: whether the take says whose face it is, which is asked at every drawing of the panel."""


class Gone(Exception):
    """A take is no longer where it was: undo has taken it away, or somebody has removed it."""


def add(
    obj: bpy.types.Object, take: Take, video: str, name: str, note: str = "", data: bytes | None = None
) -> EXPNET_PG_take:
    """Store ``take`` on ``obj`` and make it the active one. ``video``: its path, "" if unknown; ``data`` as for
    ``store``."""
    item = obj.expnet.takes.add()
    item.uid = secrets.token_hex(8)
    item.name = free_name(obj, name)
    item.video = video
    store(item, take, note, data)
    obj.expnet.active = len(obj.expnet.takes) - 1
    return item


def store(item: EXPNET_PG_take, take: Take, note: str = "", data: bytes | None = None) -> None:
    """Make ``take`` the result that ``item`` holds; how it is applied stays. ``data``: its file, where that is made
    already."""
    data = take.to_bytes() if data is None else data
    _remember(data, take)
    item.pop(KEY, None)
    item[KEY] = data
    item[IDENTITY] = "identity" in take.meta
    item.note = note
    item.frames = len(take)
    item.found = int(take.found.sum())
    item.duration = float(take.time[-1]) if len(take) else 0.0
    item.rate = float(take.meta.get("rate") or 0.0)
    if not item.settings.use_trim:
        with quiet():
            item.settings.trim_last = int(take.frame[-1]) if len(take) else 0
    units.refresh(item.settings, take)


def duplicate(obj: bpy.types.Object, source: EXPNET_PG_take) -> EXPNET_PG_take:
    """A second take with the same result and settings, which is not applied. Raises ``Refusal``."""
    index = list(obj.expnet.takes).index(source)
    item = add(obj, load(source), source.video, source.name, source.note)
    source = obj.expnet.takes[index]  # the collection has moved in memory
    item.clip, item.face = source.clip, source.face
    copy(source.settings, item.settings)
    units.copy(source.settings, item.settings)
    return item


def load(item: EXPNET_PG_take) -> Take:
    """The stored take. Raises ``Refusal`` if the file was damaged or saved by a later version."""
    data = item.get(KEY)
    if not isinstance(data, bytes):
        raise Refusal(f'The take "{item.name}" is empty: remove it and solve the video again.')
    return read(data)


def read(data: bytes) -> Take:
    """The take of a stored file. Raises ``Refusal``, as ``load``."""
    if data not in _read:
        try:
            _remember(data, Take.from_bytes(data))
        except TakeError as error:
            raise Refusal(str(error)) from None
    return _read[data]


def frame_at(item: EXPNET_PG_take, time: float) -> int:
    """The video's frame nearest to ``time`` seconds, as the decoder counts. Raises ``Refusal``."""
    take = load(item)
    return int(take.frame[int(np.abs(take.time - time).argmin())])


def find(obj: bpy.types.Object, uid: str) -> EXPNET_PG_take | None:
    """The take of this ``uid``."""
    return next((item for item in obj.expnet.takes if uid and item.uid == uid), None)


def basis(take: Take) -> Basis:
    """The basis of a take. Raises ``Refusal`` for one that this version does not know."""
    known = BASES.get(take.basis)
    if known is None:
        raise Refusal(f'The take is of basis "{take.basis}", which this add-on does not know: update the add-on.')
    return known


def active(obj: bpy.types.Object | None) -> EXPNET_PG_take | None:
    """The take that the panel shows, or None."""
    if obj is None or not 0 <= obj.expnet.active < len(obj.expnet.takes):
        return None
    return obj.expnet.takes[obj.expnet.active]


def _remember(data: bytes, take: Take) -> None:
    while len(_read) >= MEMORY:
        del _read[next(iter(_read))]
    _read[data] = take


def free_name(obj: bpy.types.Object, name: str) -> str:
    """``name``, numbered if a take of ``obj`` has it."""
    taken = {item.name for item in obj.expnet.takes}
    numbered = (f"{name}.{number:03d}" for number in range(1, 1000))
    return name if name not in taken else next((other for other in numbered if other not in taken), name)
