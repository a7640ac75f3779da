# SPDX-License-Identifier: GPL-3.0-or-later
"""A 3D morphable face of one's own: from the menu and by dropping its file, to a head that says what comes next."""

from __future__ import annotations

from pathlib import Path

import pytest
import scipy.io

from scripts.gui.window import SEEN, Window
from tests.gui.conftest import MIDDLE, close_report, open_popup, scroll
from tests.support.morphables import parts, published

FILE = "01_look_alike.mat"

BROWSE = f"""
window = next(w for w in bpy.context.window_manager.windows if any(a.type == "FILE_BROWSER" for a in w.screen.areas))
area = next(a for a in window.screen.areas if a.type == "FILE_BROWSER")
area.spaces.active.params.directory = {SEEN + "/"!r}.encode()
area.spaces.active.params.filename = {FILE!r}
area.tag_redraw()
"""

CHOOSE = """
with bpy.context.temp_override(window=window, area=area, region=next(r for r in area.regions if r.type == "EXECUTE")):
    bpy.ops.file.execute("INVOKE_DEFAULT")
"""

TAKE = """
import numpy as np
P, B = part("bridge.take"), part("bridge.basis")
obj, count = bpy.context.object, 48
time = np.arange(count) / 24
values = 2.0 * np.sin(time[:, None] * np.linspace(3, 9, 29)).astype("f4")
take = P.Take(
    names=B.PUBLISHED.names, coefficients=values, frame=np.arange(count), time=time, found=np.ones(count, bool),
    confidence=np.ones(count), box=np.zeros((count, 4)), rotation=np.tile([1.0, 0, 0, 0], (count, 1)),
    translation=np.zeros((count, 3)), meta={"basis": B.PUBLISHED.id, "identity": [1.5, -1.0] + [0.0] * 196},
)
part("takes").add(obj, take, "", "interview")
bpy.ops.expnet.apply_take(target=obj.name)
bpy.ops.ed.undo_push(message="Take")
"""


@pytest.fixture(scope="module")
def own(ready: Window, shared: Path) -> Window:
    scipy.io.savemat(shared / FILE, {"BFM": published(parts())})
    (shared / "damaged.mat").write_bytes((shared / FILE).read_bytes()[:3000])
    ready.ask("bpy.data.objects.remove(bpy.data.objects['Cube']); bpy.ops.ed.undo_push(message='Empty')")
    ready.settle()
    return ready


def test_the_import_menu_has_it(own: Window, look):
    open_popup(own, "wm.call_menu(name='TOPBAR_MT_file_import')")
    look("50-import-menu")
    own.key("Escape")


def test_a_file_is_chosen(own: Window, look):
    """Found by the search, which runs what the menu runs; entries of a menu that a script opens skip the browser."""
    open_popup(own, "wm.search_menu('INVOKE_DEFAULT')")
    own.type("3D Morph")
    own.settle()
    own.key("Return")
    own.until("any(a.type == 'FILE_BROWSER' for w in bpy.context.window_manager.windows for a in w.screen.areas)")
    own.ask(BROWSE)
    look("51-file-browser")
    own.ask(CHOOSE)
    own.until("len(heads()) == 1")
    look("52-imported")
    assert own.ask("result = len(heads()[0].data.shape_keys.key_blocks)") == 30
    assert "Traceback" not in own.log()


def test_the_tab_says_what_comes_next(own: Window):
    """The weights that come with the add-on do not drive this face."""
    assert own.find("operator", "bpy.ops.expnet.choose_video")
    assert own.find("operator", "bpy.ops.expnet.show_preferences")


def test_one_step_takes_it_back(own: Window):
    own.move(*MIDDLE)
    own.key("ctrl+z")
    own.until("not heads()")
    own.key("ctrl+shift+z")
    own.until("len(heads()) == 1")


def test_a_dropped_file_asks_how_and_is_imported(own: Window, look):
    own.drop(f"{SEEN}/{FILE}", *MIDDLE)
    look("53-dropped")
    own.key("Return")
    own.until("len(heads()) == 2")
    own.settle()


def test_a_damaged_file_says_so(own: Window, look):
    own.drop(f"{SEEN}/damaged.mat", *MIDDLE)
    own.key("Return")
    own.until("bpy.context.window_manager.expnet.sentence")
    look("54-damaged")
    assert own.ask("result = len(heads())") == 2
    assert "Traceback" not in own.log()
    close_report(own)


def test_whose_face_it_is(own: Window, look):
    own.ask(f"""
for obj in heads():
    bpy.data.objects.remove(obj)
bpy.ops.expnet.import_morphable("EXEC_DEFAULT", filepath={SEEN + "/" + FILE!r}, identities=2)
""")
    own.until("len(heads()) == 1")
    own.ask(TAKE)
    scroll(own, 99)
    look("55-take")
    own.press("expnet.apply_identity")
    own.until("abs(heads()[0].data.shape_keys.key_blocks['identity000'].value - 1.5) < 1e-3")
    look("56-identity")
