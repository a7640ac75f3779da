# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders what ``head.py`` reads: ``.venv/bin/python -m tests.data.make_head``, a few minutes.

The tests need a face that the detector finds and whose curves are known; this one is nobody's. It is kept in the
repository, so that a test run need not render.
"""

from __future__ import annotations

import importlib
import math
import os
import tempfile
from fractions import Fraction
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from bridge.basis import DEFAULT
from scripts.stage import stage
from tests.data.head import FOLDER, FRAMES, RATE, VIDEO
from tests.support.bpy_session import MODULE, extension_folder, isolate

SIZE: Final = 400
TONE: Final = 48_000
"""Samples per second of the sound, a quiet tone."""

SWELLS: Final = {
    "jawOpen": (0.3, 0.9, 0.7),
    "mouthSmileLeft": (0.8, 1.5, 0.9),
    "mouthSmileRight": (0.8, 1.5, 0.9),
    "eyelidLeft": (1.4, 1.7, 1.0),
    "eyelidRight": (1.4, 1.7, 1.0),
    "browInnerUp": (1.6, 2.3, 1.0),
    "mouthFunnel": (1.7, 2.4, 0.8),
}
"""Unit -> start and end in seconds, and height."""


def truth(time: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(T, 29) activations and (T, 4) head rotations, w x y z, at ``time`` (T,) in seconds."""
    values = np.zeros((len(time), len(DEFAULT)))
    for name, (start, end, height) in SWELLS.items():
        phase = np.clip((time - start) / (end - start), 0, 1)
        values[:, DEFAULT.index(name)] = height * np.sin(np.pi * phase) ** 2
    half = np.radians(16) * np.sin(2 * np.pi * time / time[-1]) / 2
    nod = np.radians(7) * np.sin(4 * np.pi * time / time[-1]) / 2
    turn, tilt = (np.cos(half), np.sin(half)), (np.cos(nod), np.sin(nod))
    return values, np.stack([turn[0] * tilt[0], turn[0] * tilt[1], turn[1] * tilt[0], -turn[1] * tilt[1]], 1)


def scene():
    """A lit head before a camera; returns the head's object."""
    import bpy

    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    asset = importlib.import_module(f"{MODULE}.head.asset").load_head()
    head = importlib.import_module(f"{MODULE}.head.build").build_head(asset)
    collection = bpy.context.scene.collection.objects
    collection.link(head)
    head.rotation_mode = "QUATERNION"
    corners = np.array([list(corner) for corner in head.bound_box])
    height = (corners[:, 2].min() + corners[:, 2].max()) / 2 + 0.02
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    camera.data.lens = 85
    camera.location, camera.rotation_euler = (0, -1.0, height), (math.pi / 2, 0, 0)
    lamp = bpy.data.objects.new("Lamp", bpy.data.lights.new("Lamp", "AREA"))
    lamp.data.energy, lamp.data.size = 25, 1.5
    lamp.location, lamp.rotation_euler = (0.6, -1.2, height + 0.6), (1.1, 0, 0.45)
    for item in (camera, lamp):
        collection.link(item)
    world = bpy.data.worlds.new("World")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs[0].default_value = (0.35, 0.4, 0.45, 1)
    render = bpy.context.scene.render
    bpy.context.scene.camera, bpy.context.scene.world = camera, world
    render.engine, render.resolution_x, render.resolution_y = "CYCLES", SIZE, SIZE
    bpy.context.scene.cycles.samples = 16
    bpy.context.scene.cycles.use_denoising = True
    return head


def frames(values: NDArray[np.float64], rotation: NDArray[np.float64], folder: str):
    """Yield the path of each rendered frame."""
    import bpy

    head = scene()
    for index, (coefficients, (w, x, y, z)) in enumerate(zip(values, rotation, strict=True)):
        for name, value in zip(DEFAULT.names, coefficients, strict=True):
            head.data.shape_keys.key_blocks[name].value = value
        # The subject's axes (left, up, out of the face) are Blender's x, z and -y.
        head.rotation_quaternion = (w, x, -z, y)
        bpy.context.scene.render.filepath = path = os.path.join(folder, f"{index:04}.png")
        bpy.ops.render.render(write_still=True)
        yield path


def main() -> None:
    isolate()
    stage(extension_folder(), link=True)
    time = np.arange(FRAMES) / RATE
    values, rotation = truth(time)
    arrays = {"names": np.array(DEFAULT.names), "time": time, "values": values, "rotation": rotation}
    np.savez_compressed(FOLDER / "head_truth.npz", **arrays)
    with tempfile.TemporaryDirectory() as folder, av.open(str(VIDEO), "w") as container:
        picture = container.add_stream("libx264", rate=RATE, options={"crf": "20", "preset": "slow"})
        picture.width, picture.height, picture.pix_fmt = SIZE, SIZE, "yuv420p"
        sound = container.add_stream("aac", rate=TONE)
        for index, path in enumerate(frames(values, rotation, folder)):
            with av.open(path) as still:
                frame = next(still.decode(video=0)).reformat(format="yuv420p")
            frame.pts, frame.time_base = index, Fraction(1, RATE)
            container.mux(picture.encode(frame))
        container.mux(picture.encode())
        tone = 0.1 * np.sin(2 * np.pi * 220 * np.arange(FRAMES * TONE // RATE) / TONE)
        samples = av.AudioFrame.from_ndarray(tone.astype(np.float32)[None], format="fltp", layout="mono")
        samples.sample_rate = TONE
        container.mux(sound.encode(samples))
        container.mux(sound.encode())
    os._exit(0)


if __name__ == "__main__":
    main()
