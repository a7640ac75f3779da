# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside Blender: does what the driver outside asks for, between two events of Blender's own loop.

The driver leaves Python in ``ask.py``; what it assigns to ``result`` goes to ``answer.json``. Code that must let
Blender handle events in between assigns a generator, which is advanced once a tick; its return value is the result.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Generator
from pathlib import Path

import bpy

HERE = Path(os.environ["EXPNET_GUI"])
TICK = 0.03

names: dict[str, object] = {"bpy": bpy}
_running: Generator | None = None


def _answer(**answer: object) -> None:
    part = HERE / "answer.part"
    part.write_text(json.dumps(answer, default=str), "utf-8")
    part.rename(HERE / "answer.json")


def _advance() -> None:
    global _running
    try:
        next(_running)
    except StopIteration as stop:
        _running = None
        _answer(result=stop.value)
    except Exception:
        _running = None
        _answer(error=traceback.format_exc())


def _poll() -> float:
    global _running
    ask = HERE / "ask.py"
    if _running is not None:
        _advance()
    elif ask.exists():
        source = ask.read_text("utf-8")
        ask.unlink()
        names["result"] = None
        try:
            exec(compile(source, "ask.py", "exec"), names)
        except Exception:
            _answer(error=traceback.format_exc())
            return TICK
        if isinstance(names["result"], Generator):
            _running = names["result"]
        else:
            _answer(result=names["result"])
    return TICK


def viewport() -> tuple[bpy.types.Window, bpy.types.Area]:
    """The main window and its largest viewport."""
    window = bpy.context.window_manager.windows[0]
    areas = [area for area in window.screen.areas if area.type == "VIEW_3D"]
    return window, max(areas, key=lambda area: area.width * area.height)


def find(kind: str, wanted: str) -> Generator[None, None, list[int] | None]:
    """Where the sidebar has a button: moves the pointer down it, as a hand would, and asks Blender what is under it.

    ``kind`` "operator": ``wanted`` is the beginning of its idname; "property": the end of its data path. Window
    coordinates, y from the bottom, or None.
    """
    window, area = viewport()
    region = next(region for region in area.regions if region.type == "UI")
    ask = {"operator": bpy.ops.ui.copy_python_command_button, "property": bpy.ops.ui.copy_data_path_button}[kind]
    for share in (0.4, 0.82, 0.12):
        for y in range(region.y + region.height - 12, region.y, -9):
            x = region.x + int(share * (region.width - 24))
            window.cursor_warp(x, y)
            yield
            yield
            with bpy.context.temp_override(window=window, area=area, region=region):
                if not ask.poll():
                    continue
                bpy.context.window_manager.clipboard = ""
                ask()
                text = bpy.context.window_manager.clipboard
            if wanted in text:
                return [x, y]
    return None


names.update(viewport=viewport, find=find)
bpy.app.timers.register(_poll, persistent=True)
