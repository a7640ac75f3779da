# SPDX-License-Identifier: GPL-3.0-or-later
"""What users of Blender expect everywhere: search, redo panel, tooltips, favourites, themes, sizes, languages."""

from __future__ import annotations

import time

import pytest

from scripts.gui.window import SEEN, Window
from tests.gui.conftest import open_popup, over_viewport

SOLVE = f"""
part("placement").add_head(bpy.context)
bpy.ops.expnet.solve("EXEC_DEFAULT", filepath={SEEN + "/short.mp4"!r}, target=heads()[0].name)
part("framing").face(bpy.context, heads()[0])
"""

THEME = """
import os
folder = bpy.utils.preset_paths("interface_theme")[0]
path = next(os.path.join(folder, name) for name in os.listdir(folder) if {word!r} in name.lower())
bpy.ops.script.execute_preset(filepath=path, menu_idname="USERPREF_MT_interface_theme_presets")
"""

GERMAN = """
view = bpy.context.preferences.view
view.language = next(name for name in ("de", "de_DE") if name in bpy.app.translations.locales)
view.use_translate_interface = view.use_translate_tooltips = True
result = bpy.app.translations.pgettext_iface("Choose Video")
"""


@pytest.fixture(scope="module")
def solved(ready: Window) -> Window:
    ready.ask(SOLVE)
    ready.settle()
    return ready


def test_search_finds_it(solved: Window, look):
    open_popup(solved, "wm.search_menu('INVOKE_DEFAULT', True)")
    solved.type("face")
    look("30-search")
    solved.key("Escape", "Escape")


def test_redo_panel(solved: Window, look):
    """Its settings apply the take again."""
    over_viewport(solved, "expnet.apply_take('INVOKE_DEFAULT', True)")
    open_popup(solved, "screen.redo_last('INVOKE_DEFAULT', True)")
    look("31-redo-panel")
    solved.key("Escape")


def test_tooltip_and_favourites(solved: Window, look):
    x, y = solved.find("property", "settings.smoothing")
    solved.move(x, y)
    time.sleep(2.0)
    look("32-tooltip")
    solved.click(*solved.find("operator", "bpy.ops.expnet.choose_video"), button=3)
    look("33-favourites")
    solved.key("Escape")


def test_light_theme(solved: Window, look):
    solved.ask(THEME.format(word="light"))
    look("34-light")


def test_twice_the_size(solved: Window, look):
    solved.ask("bpy.context.preferences.view.ui_scale = 2.0")
    solved.settle()
    look("35-large")
    solved.ask("bpy.context.preferences.view.ui_scale = 1.0")


def test_german(solved: Window, look):
    assert solved.ask(GERMAN) == "Video wählen"
    look("36-german")
    solved.ask("bpy.context.preferences.view.language = 'en_US'")
    assert "Traceback" not in solved.log()
