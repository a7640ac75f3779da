# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a take's video is still there, asked now and then: a panel is drawn often, and a disk may be far away."""

from __future__ import annotations

import os
import time
from typing import Final

import bpy

AGAIN: Final = 3.0
"""Seconds that an answer counts."""

_answers: dict[str, tuple[float, bool]] = {}


def video(item: bpy.types.PropertyGroup) -> bool:
    """True for a video that was known and is gone; a take that was imported has none to miss."""
    if not item.video:
        return False
    path, now = bpy.path.abspath(item.video), time.monotonic()
    asked, gone = _answers.get(path, (0.0, False))
    if now - asked > AGAIN or path not in _answers:
        if len(_answers) > 100:
            _answers.clear()
        gone = not os.path.isfile(path)
        _answers[path] = now, gone
    return gone
