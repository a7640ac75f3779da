# SPDX-License-Identifier: GPL-3.0-or-later
"""A video of two people: each is there with a picture, and a click lets them drive a character."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.gui.window import SEEN, Window
from tests.gui.conftest import choose_ours

EMPTY = (300, 620)
"""A place on the screen where nothing stands in a new file."""

DRIVEN = "{k: sorted(v) for k, v in part('faces').driven(bpy.context.scene.expnet.clips[0]).items()}"

JAW = """
item = heads()[0].expnet.takes[0]
curves = part("compat").fcurves(heads()[0].data.shape_keys)
result = [point.co[1] for point in curves.find('key_blocks["jawOpen"].value').keyframe_points]
"""

TICKS = """
import time
cls = part("operators.solve").EXPNET_OT_solve
ticks, unwatched = [], cls.modal
def modal(self, context, event):
    cpu = time.thread_time()
    try:
        return unwatched(self, context, event)
    finally:
        ticks.append(time.thread_time() - cpu)
cls.modal = modal
"""


@pytest.fixture(scope="module")
def solved(ready: Window) -> Window:
    """Two people, of whom the larger one drives the head that came with the video."""
    ready.ask(TICKS)
    ready.settle()
    ready.drop(f"{SEEN}/two.mp4", *EMPTY)
    choose_ours(ready)
    ready.until("solving()")
    ready.until("not solving()")
    ready.settle()
    return ready


def driven(window: Window) -> dict[int, list[str]]:
    return {int(face): names for face, names in window.ask(f"result = {DRIVEN}").items()}


def press(window: Window, wanted: str) -> None:
    window.click(*window.find("operator", wanted))
    window.settle()


def test_the_faces_are_shown_and_the_main_one_drives(solved: Window, look, say):
    look("70-faces")
    assert driven(solved) == {0: ["ExpNet Head"]}
    clip = solved.ask("c = bpy.context.scene.expnet.clips[0]; result = [c.frames, *(f.found for f in c.faces)]")
    assert clip == [75, 75, 75]
    icons = "[part('ui.portraits').icon(bpy.context.scene.expnet.clips[0], n) for n in (0, 1)]"
    one, two = solved.ask(f"result = {icons}")
    assert one and two and one != two
    ticks = solved.ask("cls.modal = unwatched; result = ticks")
    say(f"two faces: longest of {len(ticks)} ticks {max(ticks) * 1e3:.0f} ms of CPU time")


def test_another_face_by_one_click(solved: Window, look):
    before = solved.ask(JAW)
    press(solved, "face=1, target")
    look("71-other-face")
    assert driven(solved) == {1: ["ExpNet Head"]}
    after = solved.ask(JAW)
    assert len(before) == len(after)
    backwards = np.corrcoef(before[::-1], after)[0, 1]  # the second one is the first, backwards in time
    assert backwards > 0.7 > np.corrcoef(before, after)[0, 1]


def test_one_step_back_and_forth(solved: Window):
    solved.move(*EMPTY)
    solved.key("ctrl+z")
    solved.until(f"{DRIVEN} == {{0: ['ExpNet Head']}}")
    solved.key("ctrl+shift+z")
    solved.until(f"{DRIVEN} == {{1: ['ExpNet Head']}}")
    solved.key("ctrl+z")
    solved.until(f"{DRIVEN} == {{0: ['ExpNet Head']}}")


def test_a_head_for_each(solved: Window, look):
    press(solved, "expnet.give_heads")
    solved.until("len(heads()) == 2")
    look("72-two-heads")
    assert driven(solved) == {0: ["ExpNet Head"], 1: ["ExpNet Head.001"]}
    solved.ask("bpy.context.scene.frame_set(20)")
    look("73-two-heads-later")
    assert "Traceback" not in solved.log()


def test_a_clip_of_one_person_shows_nothing_of_it(solved: Window, look):
    solved.ask("bpy.ops.wm.read_homefile()")
    solved.settle()
    solved.drop(f"{SEEN}/short.mp4", *EMPTY)
    choose_ours(solved)
    solved.until("solving()")
    solved.until("not solving()")
    assert solved.ask("result = part('ui.faces').EXPNET_PT_faces.poll(bpy.context)") is False
    look("74-one-face")
