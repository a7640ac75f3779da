# SPDX-License-Identifier: GPL-3.0-or-later
"""A video dropped on the viewport of a Blender that has nothing but the zip."""

from __future__ import annotations

import sys
from pathlib import Path

import bpy
import numpy as np

from tests.data import head
from tests.support.handlers import alone, drop


def libraries(pid: int) -> set[str]:
    """Files mapped into a process."""
    lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
    return {line.split(maxsplit=5)[5] for line in lines if "/" in line}


def test_a_dropped_video_becomes_keyframes_on_a_new_head(installed: str, wheels: Path):
    bpy.ops.wm.read_homefile(use_empty=False, use_factory_startup=True)
    with alone():
        assert drop(head.VIDEO) == {"FINISHED"}
    (obj,) = (obj for obj in bpy.data.objects if obj.type == "MESH" and obj.data.shape_keys)
    keys = obj.data.shape_keys
    scene, truth = bpy.context.scene, head.truth()
    seconds = np.arange(0.0, truth["time"][-1], scene.render.fps_base / scene.render.fps)
    jaw = []
    for index in range(len(seconds)):
        scene.frame_set(scene.frame_start + index)
        jaw.append(keys.key_blocks["jawOpen"].value)
    wanted = np.interp(seconds, truth["time"], truth["values"][:, list(truth["names"]).index("jawOpen")])
    assert np.corrcoef(jaw, wanted)[0, 1] > 0.85

    children = sys.modules[f"{installed}.processes"]._children
    assert set(children) == {"serve", "send"}
    engine, decoder = libraries(children["serve"].process.pid), libraries(children["send"].process.pid)
    assert any(path.startswith(f"{wheels}/onnxruntime/") for path in engine)
    assert any(path.startswith(f"{wheels}/cv2/") for path in decoder)
