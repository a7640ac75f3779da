# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of a solve is done in short pieces, and may be cut off between any two of them."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import compat, session, solving, takes
from bl_ext.user_default.expnet.animation import bake
from bl_ext.user_default.expnet.bridge.basis import DEFAULT

from scripts.bench.pure import synthetic
from scripts.bench.solved import solved
from tests.support.characters import head, ramp, store

FRAMES = 3000
"""So many that every stage has several pieces."""


def ended(obj: bpy.types.Object, frames: int = FRAMES) -> session.Solve:
    random = np.random.default_rng(0)
    found = random.random(frames) > 0.05
    options = bpy.context.window_manager.expnet
    options.place_picture = options.place_sound = False
    return solved(synthetic(random.random((frames, len(DEFAULT))), found), obj.session_uid)


def keys(obj: bpy.types.Object) -> dict[str, list[float]]:
    """Every key of the face, flat, by path."""
    out = {}
    for curve in compat.fcurves(obj.data.shape_keys) or ():
        points = np.empty(2 * len(curve.keyframe_points), np.float32)
        curve.keyframe_points.foreach_get("co", points)
        out[curve.data_path] = points.tolist()
    return out


def run(steps: Generator[Any, Any, Any]) -> int:
    """How many pieces there are."""
    return sum(1 for _ in steps)


def test_no_piece_is_long():
    obj = head()
    steps, longest = solving.finish(bpy.context, ended(obj, 18_000), 1), []
    while True:
        began = time.thread_time()
        if next(steps, "over") == "over":
            break
        longest.append(time.thread_time() - began)
    assert len(longest) > 300
    assert sorted(longest)[-3] < 0.06 * sum(longest)  # single pieces may meet Python's collector of garbage


def test_the_undo_step_writes_nothing_again(monkeypatch: pytest.MonkeyPatch):
    obj = head()
    solve = ended(obj)
    run(solving.finish(bpy.context, solve, 1))
    before = keys(obj)
    monkeypatch.setattr(bake, "steps", None)
    solving.apply(solve)
    assert keys(obj) == before and len(before) == len(DEFAULT)
    assert solve.written is None  # the redo panel writes


def test_other_settings_meanwhile_count():
    obj = head()
    solve = ended(obj)
    run(solving.finish(bpy.context, solve, 1))
    whole = keys(obj)
    solve.written = ((), None)  # as if they had been others when the keys were written
    (item,) = obj.expnet.takes
    item.settings.gain = 0.5
    solving.apply(solve)
    assert sum(keys(obj)['key_blocks["jawOpen"].value']) < sum(whole['key_blocks["jawOpen"].value'])


@pytest.mark.parametrize("own", [True, False], ids=["own action", "the user's action"])
def test_cut_off_anywhere_it_is_mended_by_applying(own: bool):
    """As when the file is saved in the middle, or Blender is closed."""
    expected, count, before = None, 0, None
    for share in (None, 0.5, 0.8, 0.9, 0.95):
        bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
        obj = head()
        if not own:
            obj.data.shape_keys.key_blocks["jawOpen"].value = 0.75
            for frame in (-5, 10):
                obj.data.shape_keys.key_blocks["jawOpen"].keyframe_insert("value", frame=frame)
            before = keys(obj)
        solve = ended(obj)
        steps = solving.finish(bpy.context, solve, 1)
        if share is None:
            count = run(steps)
        else:
            for _ in range(int(count * share)):
                next(steps)
            steps.close()
        (item,) = obj.expnet.takes
        bake.apply(obj, item, bpy.context.scene)
        expected = expected or keys(obj)
        assert keys(obj) == expected
        bake.withdraw(obj, item)
        assert keys(obj) == (before or {})


def test_taken_away_meanwhile_it_comes_again():
    """As undo does. The pieces so far are lost, the result is not."""
    obj = head()
    solve = ended(obj)
    steps = solving.finish(bpy.context, solve, 1)
    while not obj.expnet.takes or not obj.expnet.takes[0].applied:
        next(steps)
    obj.expnet.takes.clear()
    assert run(steps) == 0
    solving.apply(solve)
    (item,) = obj.expnet.takes
    assert item.applied and item.frames == FRAMES


def test_a_take_that_is_gone_says_so():
    obj = head()
    item = store(obj, ramp())

    def there() -> tuple[bpy.types.Object, Any]:
        if not obj.expnet.takes:
            raise takes.Gone
        return obj, item

    steps = bake.steps(there, bpy.context.scene)
    next(steps)
    obj.expnet.takes.clear()
    with pytest.raises(takes.Gone):
        run(steps)
