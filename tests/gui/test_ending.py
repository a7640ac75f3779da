# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of a solve in a window: short ticks even for a long video, one undo step, whatever a user does meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from bridge.basis import DEFAULT
from scripts.bench import solved
from scripts.bench.pure import MINUTE, synthetic
from scripts.demo.performance import perform
from scripts.gui.window import SEEN, Window

FRAMES = 10 * MINUTE

PREPARE = f"""
exec(open({SEEN + "/solved.py"!r}).read())
part("session")
bpy.context.scene.render.fps = 30
library = part("bridge.take")
rows = solved(library.Take.load({SEEN + "/long.npz"!r}), 0).rows
session, real = part("session"), part("session").Solve.steps
def quick(self):
    self.rows = rows
    yield self.status
"""
"""A head, and the rows of ten minutes in place of a solve."""

WATCH = """
import time
cls = part("operators.solve").EXPNET_OT_solve
ticks = []
if not hasattr(cls, "unwatched"):
    cls.unwatched = cls.modal
def modal(self, context, event):
    ending = self._ending is not None and event.type == "TIMER"
    wall, cpu = time.perf_counter(), time.thread_time()
    result = cls.unwatched(self, context, event)
    if ending:
        ticks.append([time.perf_counter() - wall, time.thread_time() - cpu, result != {"PASS_THROUGH"}])
    return result
cls.modal = modal
solving_module = part("solving")
if not hasattr(solving_module, "unwatched"):
    solving_module.unwatched = solving_module.apply
pushed = []
def apply(solve):
    cpu = time.thread_time()
    solving_module.unwatched(solve)
    pushed.append(time.thread_time() - cpu)
solving_module.apply = apply
session.Solve.steps = quick
"""

HEAD = """
if not heads():
    part("placement").add_head(bpy.context)
    part("framing").face(bpy.context, heads()[0])
    bpy.ops.ed.undo_push(message="Head")
bpy.context.view_layer.objects.active = heads()[0]
bpy.ops.ed.undo_push(message="Something else")
"""

BEGIN = f"""
window, area = viewport()
region = next(region for region in area.regions if region.type == "WINDOW")
with bpy.context.temp_override(window=window, area=area, region=region):
    bpy.ops.expnet.solve("INVOKE_DEFAULT", filepath={SEEN + "/short.mp4"!r}, target=heads()[0].name)
"""

MIDDLE = "solving() and session.current.status.text == 'Writing keys'"


@pytest.fixture(scope="module")
def long(ready: Window, shared: Path) -> Window:
    random = np.random.default_rng(0)
    values = np.resize(perform(20, 30).units, (FRAMES, len(DEFAULT))) + random.normal(0, 0.02, (FRAMES, len(DEFAULT)))
    synthetic(values, random.random(FRAMES) > 0.02).save(shared / "long.npz")
    shutil.copy2(solved.__file__, shared)
    ready.ask(PREPARE)
    ready.ask(WATCH)
    ready.settle()
    return ready


def begin(window: Window) -> None:
    window.ask(HEAD)
    window.settle()
    window.ask("ticks.clear(); pushed.clear()")
    window.ask(BEGIN)


def finish(window: Window) -> None:
    window.until("not solving()")
    window.settle()


def test_ten_minutes_end_in_short_ticks(long: Window, look, say):
    begin(long)
    finish(long)
    assert long.ask("i = heads()[0].expnet.takes[0]; result = [i.frames, i.applied]") == [FRAMES, True]
    ticks = long.ask("result = ticks")
    (pushed,) = long.ask("result = pushed")
    pieces = sorted(cpu for _, cpu, last in ticks if not last)
    (last,) = (cpu for _, cpu, last in ticks if last)
    say(
        f"end of {FRAMES} frames in {len(ticks)} ticks: longest {pieces[-1] * 1e3:.0f} ms of CPU time, "
        f"{sum(cpu > 0.03 for cpu in pieces)} over 30 ms; the last {last * 1e3:.0f} ms, {pushed * 1e3:.0f} of "
        f"them for Blender's undo step"
    )
    look("40-long")


def test_all_of_it_is_one_undo_step(long: Window):
    long.move(420, 400)
    long.key("ctrl+z")
    long.until("len(heads()) == 1 and not heads()[0].expnet.takes and not heads()[0].data.shape_keys.animation_data")
    long.key("ctrl+shift+z")
    long.until("heads()[0].expnet.takes and heads()[0].expnet.takes[0].applied")
    long.key("ctrl+z")
    long.until("not heads()[0].expnet.takes")


@pytest.mark.parametrize("keys", ["Escape", "ctrl+z", "x"])
def test_keys_pressed_in_the_middle(long: Window, keys: str):
    """Esc, undo, and deleting something else leave a whole take on the head."""
    long.move(420, 400)
    begin(long)
    long.until(MIDDLE)
    long.key(keys)
    finish(long)
    long.key("Escape")
    long.until("heads() and heads()[0].expnet.takes and heads()[0].expnet.takes[-1].applied")
    assert long.ask("result = [len(heads()), heads()[0].expnet.takes[-1].frames]") == [1, FRAMES]
    assert "Traceback" not in long.log()
    long.ask("bpy.ops.ed.undo()")


def test_put_back(long: Window):
    """What follows solves real videos."""
    long.ask("cls.modal, solving_module.apply, session.Solve.steps = cls.unwatched, solving_module.unwatched, real")
    assert long.ask("result = session.Solve.steps is real")
