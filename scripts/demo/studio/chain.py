# SPDX-License-Identifier: GPL-3.0-or-later
"""The head under the product's own operators: Import, Solve, Apply, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import bpy
import numpy as np
from numpy.typing import NDArray

from bridge.basis import DEFAULT
from bridge.errors import UserError
from bridge.take import Take

from ..blender import part, quiet
from ..performance import Performance

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Solved:
    """The raw ``take`` and what is on the head: ``baked`` (K, 29) at ``time`` (K,), s of the video."""

    take: Take
    time: Floats
    baked: Floats


def perform(shown: Performance, folder: Path) -> None:
    """Key a known performance on the active object, frame by frame, as a take that needs no solving."""
    count = len(shown.time)
    take = Take(
        names=DEFAULT.names,
        coefficients=shown.units.astype(np.float32),
        frame=np.arange(count),
        time=shown.time,
        found=np.ones(count, bool),
        confidence=np.ones(count, np.float32),
        box=np.zeros((count, 4), np.float32),
        rotation=shown.rotation.astype(np.float32),
        translation=np.zeros((count, 3), np.float32),
        meta={"basis": DEFAULT.id, "video": "performance"},
    )
    path = folder / "performance.npz"
    take.save(path)
    with quiet(), _operator():
        bpy.ops.expnet.import_take(filepath=str(path))
        bpy.ops.expnet.apply_take(smoothing=0.0, start=bpy.context.scene.frame_start)


def solve(head: bpy.types.Object, video: Path, neutral: int | None) -> Solved:
    """Video to keyframes through sender and bridge; the scene takes the video's rate and range.

    ``neutral``: frame of the video on which the face is known to be at rest. Raises ``UserError``.
    """
    scene = bpy.context.scene
    with quiet(progress=True), _operator():
        bpy.ops.expnet.solve(filepath=str(video), target=head.name)
        bpy.ops.expnet.match_rate()
        bpy.ops.expnet.apply_take(
            neutral_from="NONE" if neutral is None else "FRAME", neutral=neutral or 0, start=scene.frame_start
        )
    item = part("takes").active(head)
    frames = np.arange(round(item.first), round(item.last) + 1)
    scene.frame_end = int(frames[-1])
    curves = part("compat").fcurves(head.data.shape_keys)
    keys = [head.data.shape_keys.key_blocks[name].path_from_id("value") for name in DEFAULT.names]
    baked = np.array([[curves.find(key).evaluate(frame) for key in keys] for frame in frames])
    take = Take.from_bytes(part("takes").load(item).to_bytes())
    return Solved(take, (frames - scene.frame_start) * scene.render.fps_base / scene.render.fps, baked)


@contextmanager
def _operator() -> Iterator[None]:
    """An operator's report of an error, which Blender raises, as the sentence that it is."""
    try:
        yield
    except RuntimeError as error:
        raise UserError(str(error).strip().removeprefix("Error: ")) from None
