# SPDX-License-Identifier: GPL-3.0-or-later
"""Saves the scene as a .blend that opens ready to play, on any machine."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import bpy

from ..blender import quiet

PACKED: Final = 64 << 20
"""Bytes up to which a sound is packed: it is the whole video."""

_NOTE: Final = """The head in this file was animated by ExpNet for Blender from a video alone.

Space plays it, with its sound. The keys are ordinary F-curves on the head's 29 shape keys and on its rotation.
The raw result is stored with the head: select it, open the sidebar (N) > ExpNet, and change smoothing, gain or
start; the keys follow at once, and nothing is solved again.
"""


def save(scene: bpy.types.Scene, head: bpy.types.Object, path: Path) -> None:
    """Write ``path`` with the head selected and every view looking through the camera."""
    bpy.data.texts.new("Read me").write(_NOTE)
    bpy.ops.object.select_all(action="DESELECT")
    head.select_set(True)
    bpy.context.view_layer.objects.active = head
    scene.frame_set(scene.frame_start)
    scene.sync_mode = "AUDIO_SYNC"
    for screen in bpy.data.screens:
        for area in (area for area in screen.areas if area.type == "VIEW_3D"):
            area.spaces.active.region_3d.view_perspective = "CAMERA"
            area.spaces.active.shading.color_type = "TEXTURE"
    for image in bpy.data.images:
        if image.source in {"FILE", "GENERATED"} and image.packed_file is None and image.has_data:
            image.pack()
    for sound in bpy.data.sounds:
        if sound.packed_file is None and Path(bpy.path.abspath(sound.filepath)).stat().st_size <= PACKED:
            sound.pack()
    with quiet():
        bpy.ops.wm.save_as_mainfile(filepath=str(path), relative_remap=True, compress=True)
        bpy.ops.file.make_paths_relative()
        bpy.ops.wm.save_mainfile(compress=True)
    path.with_suffix(".blend1").unlink(missing_ok=True)
