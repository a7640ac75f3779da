# SPDX-License-Identifier: GPL-3.0-or-later
"""A new user's first minute: install, head, video, stop, again, play, refine, and what goes wrong."""

from __future__ import annotations

import time

from scripts.gui.window import SEEN, Window
from tests.gui.conftest import NAMES, choose_ours, close_splash, open_tab

MIDDLE = (420, 400)
"""Where a framed head is on the screen, clear of the sidebar."""

WATCH = """
import time
cls = part("operators.solve").EXPNET_OT_solve
if not hasattr(cls, "ticks"):
    cls.ticks, cls.stopped, inner = [], None, cls.modal
    def modal(self, context, event):
        wall, cpu, kind = time.perf_counter(), time.thread_time(), event.type
        escaped = kind == "ESC"
        try:
            return inner(self, context, event)
        finally:
            cls.ticks.append((time.perf_counter() - wall, time.thread_time() - cpu))
            if escaped and cls.stopped is None:
                cls.stopped = [time.perf_counter(), None]
            if cls.stopped and cls.stopped[1] is None and self._ending is not None:
                cls.stopped[1] = time.perf_counter()
    cls.modal = modal
cls.ticks.clear()
"""
"""Measures every call of the modal operator, and how long after Esc the solve has ended."""

ENABLE = """
import importlib, sys, time
name = "bl_ext.user_default.expnet"
sys.modules[name].unregister()
for loaded in [loaded for loaded in sys.modules if loaded.startswith(name)]:
    del sys.modules[loaded]
wall, cpu = time.perf_counter(), time.thread_time()
module = importlib.import_module(name)
module.register()
result = [(time.thread_time() - cpu) * 1e3, (time.perf_counter() - wall) * 1e3, "numpy" in sys.modules]
module.__addon_enabled__ = True
"""
"""What every start of Blender does with an extension that is enabled and was unpacked before."""


def solve_to_end(window: Window) -> None:
    window.until("solving()")
    window.until("not solving()")
    window.settle()


def test_install(window: Window, look, say):
    close_splash(window)
    window.drop(f"{SEEN}/expnet.zip", 640, 400)
    look("01-install")
    window.key("Return")
    window.until("'bl_ext.user_default.expnet' in bpy.context.preferences.addons")
    cpu, wall, numpy = window.ask(ENABLE)
    window.ask(NAMES)
    say(f"enabling costs {cpu:.0f} ms of CPU time ({wall:.0f} ms on the clock), NumPy {'' if numpy else 'not '}loaded")


def test_the_tab_offers_one_step(window: Window, look):
    open_tab(window)
    look("02-tab")
    window.press("expnet.new_head")
    window.until("len(heads()) == 1")
    look("03-head")
    assert window.ask("result = len(heads()[0].data.shape_keys.key_blocks)") == 30


def test_a_drop_on_the_head_begins_to_solve(window: Window, look):
    window.ask(WATCH)
    window.drop(f"{SEEN}/interview.mp4", *MIDDLE)
    look("04-drop")
    choose_ours(window)
    window.until("solving() and part('session').current.status.decoded > 90")
    look("05-solving", moves=True)
    assert window.ask("result = part('ui.face_picture').icon() != 0")
    assert window.ask("result = sum(abs(k.value) for k in heads()[0].data.shape_keys.key_blocks) > 0.1")


def test_escape_keeps_what_is_solved(window: Window, look, say):
    window.key("Escape")
    window.until("not solving()")
    window.settle()
    look("06-stopped")
    frames, found, note = window.ask("i = heads()[0].expnet.takes[0]; result = [i.frames, i.found, i.note]")
    assert 90 < frames < 300 and found == frames
    assert note == f"Stopped after {frames} frames."
    began, ended = window.ask("result = cls.stopped")
    say(f"Esc stopped the solve after {ended - began:.2f} s")


def test_one_step_back_and_forth(window: Window):
    window.move(*MIDDLE)
    window.key("ctrl+z")
    window.until("len(heads()) == 1 and not heads()[0].expnet.takes and not heads()[0].data.shape_keys.animation_data")
    window.key("ctrl+shift+z")
    window.until("len(heads()[0].expnet.takes) == 1 and heads()[0].data.shape_keys.animation_data.action")
    window.key("ctrl+z")
    window.until("not heads()[0].expnet.takes")


def test_to_the_end(window: Window, look, say):
    window.drop(f"{SEEN}/interview.mp4", *MIDDLE)
    choose_ours(window)
    solve_to_end(window)
    look("07-solved")
    frames, note, applied = window.ask(
        "i = heads()[0].expnet.takes[0]; result = [i.frames, i.note, i.applied]"
    )
    assert (frames, note, applied) == (300, "", True)
    ticks = window.ask("result = cls.ticks")
    cpu, wall = max(cpu for _, cpu in ticks), max(wall for wall, _ in ticks)
    over = sum(cpu > 0.03 for _, cpu in ticks)
    say(f"longest of {len(ticks)} ticks: {cpu * 1e3:.0f} ms of CPU time ({wall * 1e3:.0f} ms on the clock of this "
        f"machine), {over} over 30 ms")  # fmt: skip


def test_play(window: Window, look):
    window.press("screen.animation_play")
    window.until("bpy.context.scene.frame_current > 20")
    look("08-playing", moves=True)
    window.press("screen.animation_play")
    window.until("not bpy.context.window_manager.windows[0].screen.is_animation_playing")


def test_refine(window: Window, look):
    value = "sum(abs(p.co[1]) for c in part('compat').fcurves(heads()[0].data.shape_keys) for p in c.keyframe_points)"
    before = window.ask(f"result = {value}")
    x, y = window.find("property", "settings.gain")
    window.shell("xdotool", "mousemove", str(x), str(y), "sleep", "0.5", "click", "--repeat", "2", "--delay", "60", "1")
    time.sleep(0.5)
    window.key("ctrl+a")
    window.type("0.5")
    window.key("Return")
    window.until("abs(heads()[0].expnet.takes[0].settings.gain - 0.5) < 1e-3")
    assert window.ask(f"result = {value}") < 0.8 * before
    look("09-refined")


def test_no_video_says_so(window: Window, look):
    window.drop(f"{SEEN}/notes.mp4", *MIDDLE)
    choose_ours(window)
    window.until("bpy.context.window_manager.expnet.sentence")
    window.settle()
    look("10-error")
    assert "Traceback" not in window.log()


def test_a_drop_into_a_new_file_brings_a_head(window: Window, look):
    window.ask("bpy.ops.wm.read_homefile()")
    window.settle()
    window.drop(f"{SEEN}/short.mp4", 300, 620)
    choose_ours(window)
    solve_to_end(window)
    assert window.ask("result = len(heads()) == 1 and heads()[0].expnet.takes[0].applied")
    look("11-new-file")
    window.move(*MIDDLE)
    window.key("ctrl+z")
    window.until("not heads()")
