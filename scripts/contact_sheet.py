# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m scripts.contact_sheet`` renders the head at rest and at the ends of each unit for the docs."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge.basis import UNITS

from .demo.blender import blender, prepare, quiet
from .paths import ROOT

SHEET: Final = ROOT / "docs" / "contact_sheet.png"
COLUMNS: Final = 7
TILE: Final = 192
OVER: Final = 2
"""Rendered pixels per pixel of the sheet, along an edge."""

Pose = dict[str, float]


def poses() -> dict[str, Pose]:
    """What is shown, by caption. mouthClose is shown on an open jaw, where it brings the lips together."""
    shown: dict[str, Pose] = {"neutral": {}}
    for unit in UNITS:
        shown[unit.name] = {unit.name: unit.maximum}
        if unit.minimum < 0:
            shown[f"{unit.name} {unit.minimum:g}"] = {unit.name: unit.minimum}
    del shown["mouthClose"]
    shown["jawOpen + mouthClose"] = {"jawOpen": 1.0, "mouthClose": 1.0}
    return shown


def _set(size: int) -> None:
    from .demo.studio import portrait

    scene = portrait.new_scene()
    head = portrait.add_head()
    portrait.furnish(scene, head, portrait.COOL)
    scene.render.resolution_x = scene.render.resolution_y = size
    scene.view_layers[0].objects.active = head


def _caption(text: str) -> None:
    import bpy

    scene = bpy.context.scene
    note = bpy.data.objects.get("Caption")
    if note is None:
        note = bpy.data.objects.new("Caption", bpy.data.curves.new("Caption", "FONT"))
        note.data.align_x, note.data.size = "CENTER", 0.018
        note.data.materials.append(bpy.data.materials.new("Caption"))
        note.data.materials[0].diffuse_color = (1.0, 1.0, 1.0, 1.0)
        note.parent = scene.camera
        note.location = (0.0, -0.112, -0.9)
        scene.collection.objects.link(note)
    note.data.body = text


def _shoot(folder: Path, size: int) -> NDArray[np.float32]:
    import bpy

    path = folder / "tile.png"
    bpy.context.scene.render.filepath = str(path)
    with quiet():
        bpy.ops.render.render(write_still=True)
    picture = bpy.data.images.load(str(path))
    pixels = np.empty(size * size * 4, np.float32)
    picture.pixels.foreach_get(pixels)
    bpy.data.images.remove(picture)
    small = pixels.reshape(size // OVER, OVER, size // OVER, OVER, 4)
    return small.mean(axis=(1, 3))


def _save(tiles: list[NDArray[np.float32]], path: Path) -> None:
    import bpy

    tiles = tiles + [np.zeros_like(tiles[0])] * (-len(tiles) % COLUMNS)
    rows = [np.concatenate(tiles[start : start + COLUMNS], axis=1) for start in range(0, len(tiles), COLUMNS)]
    sheet = np.concatenate(rows[::-1])
    sheet[..., 3] = 1.0
    picture = bpy.data.images.new("Sheet", sheet.shape[1], sheet.shape[0])
    picture.pixels.foreach_set(np.ascontiguousarray(sheet, np.float32).ravel())
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.filepath_raw, picture.file_format = str(path), "PNG"
    picture.save()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.contact_sheet", description=__doc__)
    parser.add_argument("--output", type=Path, default=SHEET)
    output = parser.parse_args().output.resolve()
    prepare()
    with blender(None), tempfile.TemporaryDirectory() as folder:
        import bpy

        _set(TILE * OVER)
        keys = bpy.context.object.data.shape_keys.key_blocks
        tiles = []
        for caption, pose in poses().items():
            for key in keys:
                key.value = pose.get(key.name, 0.0)
            _caption(caption)
            tiles.append(_shoot(Path(folder), TILE * OVER))
        _save(tiles, output)
    print(f"{output}: {output.stat().st_size / 1e6:.2f} MB, {len(tiles)} faces")


if __name__ == "__main__":
    main()
