# SPDX-License-Identifier: GPL-3.0-or-later
"""The video's sound in the sequencer.

A sound strip plays in real time whatever the scene's rate, as the keys do, so both stay together. A movie strip
would not: it plays frame for frame.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import bpy

from .. import compat
from ..errors import Refusal

MARK: Final = "expnet_video"
"""Custom property of what the add-on placed: the path of the video."""


def place(scene: bpy.types.Scene, path: str, start: int) -> bool:
    """Whether the video has sound. Raises ``Refusal`` in a Blender that has none."""
    strips = compat.strips(scene)
    for strip in [strip for strip in strips if strip.get(MARK) == path]:
        strips.remove(strip)
    channel = 1 + max((strip.channel for strip in strips), default=0)
    try:
        strip = strips.new_sound(f"{Path(path).name} sound", path, channel, start)
    except RuntimeError:
        raise Refusal("This Blender is built without sound, so only the picture was placed.") from None
    if compat.strip_end(strip) - start <= 1:  # what Blender makes of a file without an audio stream
        _remove(strips, strip)
        return False
    strip[MARK] = path
    return True


def _remove(strips, strip) -> None:
    sound = strip.sound
    strips.remove(strip)
    if sound is not None and not sound.users:
        bpy.data.sounds.remove(sound)
