# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes, Refine and the plot in the themes and sizes that people have; the screenshots are what is judged."""

from __future__ import annotations

import pytest

from scripts.gui.window import SEEN, Window
from tests.gui.conftest import scroll

SOLVE = f"""
part("placement").add_head(bpy.context)
bpy.ops.expnet.solve("EXEC_DEFAULT", filepath={SEEN + "/short.mp4"!r}, target=heads()[0].name)
part("framing").face(bpy.context, heads()[0])
item = heads()[0].expnet.takes[0]
item.settings.unit = list(item.settings.units.keys()).index("jawOpen")
item.settings.units["jawOpen"].gain = 1.5
"""

THEME = """
import os
folder = bpy.utils.preset_paths("interface_theme")[0]
path = next(os.path.join(folder, name) for name in os.listdir(folder) if {word!r} in name.lower())
bpy.ops.script.execute_preset(filepath=path, menu_idname="USERPREF_MT_interface_theme_presets")
"""

PAGES = 3
"""Screenshots down the sidebar, and one more where all is twice as large."""


@pytest.fixture(scope="module")
def solved(ready: Window, shared) -> Window:
    ready.ask(SOLVE)
    ready.settle()
    return ready


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_refine(solved: Window, look, theme: str, scale: float):
    solved.ask(THEME.format(word=theme))
    solved.ask(f"bpy.context.preferences.view.ui_scale = {scale}")
    solved.settle()
    for page in range(PAGES - 1 + int(scale)):
        look(f"60-{theme}-{scale:g}-{page}")
        scroll(solved, 9)
    scroll(solved, -99)
    assert "Traceback" not in solved.log()


def test_as_it_was(solved: Window):
    solved.ask("bpy.context.preferences.view.ui_scale = 1.0")
    solved.ask(THEME.format(word="dark"))
