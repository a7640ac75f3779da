# SPDX-License-Identifier: GPL-3.0-or-later
"""Drops on the first viewport of a Blender without a window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bpy

BUILT_IN = ("VIEW3D_FH_empty_image", "VIEW3D_FH_camera_background_image")
"""Blender's own handlers of movies. Called from a script, the first of several handlers wins without a question."""


@contextmanager
def alone() -> Iterator[None]:
    """The extension's file handler as the only one for videos."""
    classes = [cls for cls in bpy.types.FileHandler.__subclasses__() if cls.__name__ in BUILT_IN]
    assert len(classes) == len(BUILT_IN)
    for cls in classes:
        bpy.utils.unregister_class(cls)
    try:
        yield
    finally:
        for cls in classes:
            bpy.utils.register_class(cls)


@contextmanager
def viewport() -> Iterator[bpy.types.Context]:
    """The context of the first viewport."""
    window = bpy.context.window_manager.windows[0]
    area = next(area for area in window.screen.areas if area.type == "VIEW_3D")
    region = next(region for region in area.regions if region.type == "WINDOW")
    with bpy.context.temp_override(window=window, area=area, region=region):
        yield bpy.context


def drop(path: Path) -> set[str]:
    """What the drop of a file returns."""
    with viewport():
        return bpy.ops.wm.drop_import_file(directory=str(path.parent), files=[{"name": path.name}])
