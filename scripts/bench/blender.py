# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside Blender: a take written in bulk against key by key, edits in the panel, the memory that a solve adds, and the
pieces in which the end of a long one is done.

Run as a process of its own: ``python -m scripts.bench.blender VIDEO RESULT.json``.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bridge.basis import DEFAULT

from ..demo.performance import perform
from ..stage import stage
from .memory import peak
from .pure import MINUTE, synthetic
from .solved import MODULE, solved


def keys() -> dict[str, float]:
    """Seconds for 29 curves of a minute: the extension's *Apply*, and ``keyframe_insert`` for the same values."""
    import bpy

    bpy.ops.expnet.add_head()
    obj = bpy.context.object
    noise = np.random.default_rng(0).normal(0, 0.02, (MINUTE, len(DEFAULT)))
    values = np.resize(perform(8, 30).units, noise.shape) + noise
    takes = importlib.import_module(f"{MODULE}.takes")
    bake = importlib.import_module(f"{MODULE}.animation.bake")
    library = importlib.import_module(f"{MODULE}.bridge.take")
    take = synthetic(values, np.ones(MINUTE, bool))
    bpy.context.scene.render.fps = 30
    item = takes.add(obj, library.Take.from_bytes(take.to_bytes()), "clip.mp4", "bench")
    began = time.perf_counter()
    applied = bake.apply(obj, item, bpy.context.scene)
    bulk = time.perf_counter() - began
    assert applied.count == MINUTE

    live = {
        "live, gain of all ms": _edit(lambda step: setattr(item.settings, "gain", 1.0 - 0.01 * step)),
        "live, smoothing ms": _edit(lambda step: setattr(item.settings, "smoothing", 0.05 + 0.01 * step)),
        "live, one unit ms": _edit(lambda step: setattr(item.settings.units[0], "gain", 1.0 - 0.01 * step)),
    }
    item.settings.reduce = True
    live |= {
        "live, gain of all, few keys ms": _edit(lambda step: setattr(item.settings, "gain", 0.9 - 0.01 * step)),
        "live, one unit, few keys ms": _edit(lambda step: setattr(item.settings.units[0], "gain", 0.9 - 0.01 * step)),
    }

    bpy.ops.expnet.add_head()
    blocks = bpy.context.object.data.shape_keys.key_blocks
    began = time.perf_counter()
    for frame, row in enumerate(values):
        for name, value in zip(DEFAULT.names, row, strict=True):
            blocks[name].value = value
            blocks[name].keyframe_insert("value", frame=frame)
    single = time.perf_counter() - began
    return {"bulk s": bulk, "keyframe_insert s": single, "keyframe_insert / bulk": single / bulk} | live


def ending(minutes: int) -> dict[str, float]:
    """CPU milliseconds that the main thread works to keep a video of so many minutes and to write its keys: in all,
    and in the longest piece, after which a window is drawn again."""
    import bpy

    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    bpy.ops.expnet.add_head()
    random, frames = np.random.default_rng(0), minutes * MINUTE
    values = np.resize(perform(20, 30).units, (frames, len(DEFAULT))) + random.normal(0, 0.02, (frames, len(DEFAULT)))
    solve = solved(synthetic(values, random.random(frames) > 0.02), bpy.context.object.session_uid)
    bpy.context.window_manager.expnet.place_picture = bpy.context.window_manager.expnet.place_sound = False
    steps = importlib.import_module(f"{MODULE}.solving").finish(bpy.context, solve, 1)
    times = []
    with contextlib.suppress(StopIteration):
        while True:
            began = time.thread_time()
            next(steps)
            times.append(1e3 * (time.thread_time() - began))
    assert bpy.context.object.expnet.takes[0].applied
    return {"frames": frames, "pieces": len(times), "ms in all": sum(times), "longest piece, ms": max(times)}


def _edit(change: Callable[[int], None]) -> float:
    """Milliseconds of the quickest of some edits in the panel, until the keys are changed."""
    times = []
    for step in range(1, 7):
        began = time.perf_counter()
        change(step)
        times.append(time.perf_counter() - began)
    return 1e3 * min(times)


def solve(video: str) -> dict[str, float]:
    """MB of Blender before and after solving a clip through the add-on."""
    import bpy

    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    bpy.ops.expnet.add_head()
    before = peak()
    bpy.ops.expnet.solve(filepath=video, target=bpy.context.object.name)
    return {"before MB": before, "after MB": peak()}


def main() -> None:
    video, result = sys.argv[1:]
    with tempfile.TemporaryDirectory() as resources:
        os.environ["BLENDER_USER_RESOURCES"] = resources
        stage(Path(resources, "extensions", "user_default", "expnet"), link=True)
        import bpy

        bpy.ops.preferences.addon_enable(module=MODULE)
        # The solve first: what the keys leave in memory is none of its.
        measured = {"Blender around that solve": solve(video), "keys of a minute": keys()}
        measured["end of ten minutes"] = ending(10)
        bpy.ops.preferences.addon_disable(module=MODULE)
        Path(result).write_text(json.dumps(measured), "utf-8")
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
