# SPDX-License-Identifier: GPL-3.0-or-later
"""Blender as a module in this process, with this checkout's extension enabled and its own chatter in a log file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from ..paths import BUILD
from ..stage import stage

MODULE: Final = "bl_ext.user_default.expnet"
WORK: Final = BUILD / "demo"
"""Frames, sound and log of the last run, and Blender's user folder, apart from that of this machine's user."""


@contextmanager
def blender(model: Path | None) -> Iterator[None]:
    """Blender with the extension, staged by links; on leaving, the processes that the extension started end.

    ``model``: weights in place of the default ones.
    """
    resources = WORK / "user"
    os.environ["BLENDER_USER_RESOURCES"] = str(resources)
    folder = resources / "extensions" / "user_default" / "expnet"
    stage(folder, link=True)
    import bpy

    with quiet():
        bpy.ops.preferences.addon_enable(module=MODULE)
    bpy.context.preferences.addons[MODULE].preferences.model = str(model.resolve()) if model else ""
    try:
        yield
    finally:
        bpy.ops.preferences.addon_disable(module=MODULE)


@contextmanager
def quiet(*, progress: bool = False) -> Iterator[None]:
    """Send what Blender prints, a line a frame, to the log: it writes past ``sys.stdout``.

    ``progress``: let standard error through, where the extension says how far it is.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    kept = {number: os.dup(number) for number in ((1,) if progress else (1, 2))}
    log = os.open(WORK / "blender.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        for number in kept:
            os.dup2(log, number)
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, copy in kept.items():
            os.dup2(copy, number)
            os.close(copy)
        os.close(log)


def part(name: str) -> ModuleType:
    """A module of the enabled extension."""
    return import_module(f"{MODULE}.{name}")


def prepare() -> None:
    """Make the working folder; the log is begun anew."""
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "blender.log").unlink(missing_ok=True)
