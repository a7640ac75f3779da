# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a dropped video lands: on the character under the pointer, on the panel, beside all of them."""

from __future__ import annotations

import pytest

from scripts.gui.window import SEEN, Window
from tests.gui.conftest import choose_ours

TWO = """
P, F = part("placement"), part("framing")
left = P.add_head(bpy.context)
bpy.context.view_layer.update()
right = P.add_head(bpy.context)
left.name, right.name = "Anna", "Ben"
bpy.context.view_layer.update()
F._frame(bpy.context, [left, right], F.FRONT)
bpy.context.view_layer.objects.active = right
part("session")
bpy.context.window_manager.expnet.place_picture = False
bpy.ops.ed.undo_push(message="Two heads")
"""

WHERE = """
from bpy_extras.view3d_utils import location_3d_to_region_2d
window, area = viewport()
region = next(r for r in area.regions if r.type == "WINDOW")
at = location_3d_to_region_2d(region, region.data, bpy.data.objects[{name!r}].location)
result = [round(region.x + at.x), round(region.y + at.y)]
"""


@pytest.fixture(scope="module")
def two(ready: Window) -> Window:
    """Two heads, of which Ben is the active one."""
    ready.ask(TWO)
    ready.settle()
    return ready


def drop(window: Window, x: int, y: int) -> None:
    window.drop(f"{SEEN}/short.mp4", x, y)
    choose_ours(window)


def finish(window: Window) -> dict[str, int]:
    """How many takes each head has once the solve is over; then all as it was."""
    window.until("solving()")
    window.until("not solving()")
    counts = window.ask("result = {obj.name: len(obj.expnet.takes) for obj in heads()}")
    window.ask("bpy.ops.ed.undo()")
    return counts


def test_the_character_under_the_pointer_is_meant(two: Window, look):
    x, y = two.ask(WHERE.format(name="Anna"))
    drop(two, x, two.size[1] - y)
    two.until("solving() and part('session').current.status.decoded > 5")
    look("20-drop-under-pointer", moves=True)
    assert finish(two) == {"Anna": 1, "Ben": 0}


def test_on_the_panel_the_active_character_is_meant(two: Window):
    """Although the other one may stand behind it."""
    x, y = two.ask("r = next(r for r in viewport()[1].regions if r.type == 'UI'); result = [r.x + 60, r.y + 30]")
    drop(two, x, two.size[1] - y)
    assert finish(two) == {"Anna": 0, "Ben": 1}


def test_on_empty_space_the_active_character_is_meant(two: Window):
    drop(two, 120, 640)
    assert finish(two) == {"Anna": 0, "Ben": 1}


def test_where_nothing_tells_it_asks(two: Window, look):
    two.ask("bpy.context.view_layer.objects.active = bpy.data.objects['Cube']")
    drop(two, 120, 640)
    look("21-which-character")
    assert not two.ask("result = solving()")
    two.key("Escape")
    assert "Traceback" not in two.log()
