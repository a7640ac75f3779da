# SPDX-License-Identifier: GPL-3.0-or-later
"""What users of Blender expect everywhere: search, redo panel, tooltips, favourites, themes, sizes, languages."""

from __future__ import annotations

import time

import pytest

from scripts.gui.window import SEEN, Window

MIDDLE = (420, 400)

SOLVE = f"""
part("placement").add_head(bpy.context)
bpy.ops.expnet.solve("EXEC_DEFAULT", filepath={SEEN + "/short.mp4"!r}, target=heads()[0].name)
part("framing").face(bpy.context, heads()[0])
"""

OPEN = """
window, area = viewport()
region = next(region for region in area.regions if region.type == "WINDOW")
with bpy.context.temp_override(window=window, area=area, region=region):
    bpy.ops.{operator}("INVOKE_DEFAULT", True)
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


def open_popup(window: Window, operator: str) -> None:
    """What F3 and F9 do; the virtual keyboard's function keys do not reach Blender."""
    window.move(*MIDDLE)
    window.settle()
    before = window.screen()
    window.ask(OPEN.format(operator=operator))
    window.await_change(before)


def test_search_finds_it(solved: Window, look):
    open_popup(solved, "wm.search_menu")
    solved.type("face")
    look("30-search")
    solved.key("Escape", "Escape")


def test_redo_panel(solved: Window, look):
    """Its settings apply the take again."""
    solved.ask(OPEN.format(operator="expnet.apply_take"))
    open_popup(solved, "screen.redo_last")
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
