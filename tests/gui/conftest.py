# SPDX-License-Identifier: GPL-3.0-or-later
"""A person before a real Blender: in each file every test goes on where the last one was."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import pytest

from scripts.gui.roots import ROOTS, Root
from scripts.gui.window import SEEN, Window
from scripts.paths import OUT
from tests.data import head
from tests.support import pair, videos

PASSES = 4
"""How often the clip of the head is played, forwards and backwards in turn: long enough to be stopped half-way."""

NAMES = """
import importlib, sys
def part(name):
    return importlib.import_module("bl_ext.user_default.expnet." + name)
def heads():
    return [obj for obj in bpy.data.objects if obj.type == "MESH" and obj.data.shape_keys]
def solving():
    return part("session").current is not None
"""
"""Defined inside Blender, once the extension is there."""


@pytest.fixture(scope="session")
def root() -> Root:
    """The Blender under test, which ``python -m scripts.test gui`` names."""
    suite = os.environ.get("EXPNET_ROOT")
    if not suite:
        pytest.fail("run these tests with `make gui-test`, which makes the Blenders")
    return next(root for root in ROOTS if root.suite == suite)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that Blender sees too, with the zip and the videos."""
    folder = tmp_path_factory.mktemp("gui")
    shutil.copy2(os.environ["EXPNET_ZIP"], folder / "expnet.zip")
    reader, frames = cv2.VideoCapture(str(head.VIDEO)), []
    while (read := reader.read())[0]:
        frames.append(read[1])
    rate = reader.get(cv2.CAP_PROP_FPS)
    passes = [frames[:: 1 if number % 2 == 0 else -1] for number in range(PASSES)]
    videos.write(folder / "interview.mp4", [frame for one in passes for frame in one], rate)
    shutil.copy2(head.VIDEO, folder / "short.mp4")
    pair.write(folder / "two.mp4")
    (folder / "notes.mp4").write_text("no video")
    return folder


@pytest.fixture(scope="session")
def window(root: Root, shared: Path) -> Iterator[Window]:
    """Blender as it is after its first start."""
    with Window(root, shared) as window:
        yield window


@pytest.fixture(scope="session")
def look(root: Root, window: Window) -> Callable[[str], Path]:
    """Takes a screenshot, kept as out/gui/BLENDER/NAME.png; of what ``moves`` at once."""
    folder = OUT / "gui" / root.blender
    folder.mkdir(parents=True, exist_ok=True)

    def take(name: str, moves: bool = False) -> Path:
        if not moves:
            window.settle()
        return Path(shutil.copy2(window.look(name), folder / f"{name}.png"))

    return take


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], root):
    """Prints a measurement even when all is well."""

    def print_line(text: str) -> None:
        with capsys.disabled():
            print(f"Blender {root.blender}: {text}")

    return print_line


@pytest.fixture(scope="module")
def ready(window: Window) -> Window:
    """A new file in a Blender with the extension installed and its tab open."""
    if not window.ask("result = 'bl_ext.user_default.expnet' in bpy.context.preferences.addons"):
        install(window)
    window.ask("bpy.ops.wm.read_homefile()")
    open_tab(window)
    return window


def install(window: Window) -> None:
    """Drop the zip on the window and agree."""
    close_splash(window)
    window.drop(f"{SEEN}/expnet.zip", window.size[0] // 2, window.size[1] // 2)
    window.key("Return")
    window.until("'bl_ext.user_default.expnet' in bpy.context.preferences.addons")
    window.ask(NAMES)


def close_splash(window: Window) -> None:
    """Blender greets with it at its first start."""
    window.settle()
    before = window.screen()
    window.key("Escape")
    window.await_change(before)


def open_tab(window: Window) -> None:
    """The sidebar at our tab; a click on the tab is the one thing that is not done by hand."""
    window.ask("viewport()[1].spaces.active.show_region_ui = True")
    window.settle()
    window.ask("part('compat').open_tab(next(r for r in viewport()[1].regions if r.type == 'UI'), 'ExpNet')")
    window.settle()


OPEN = """
window, area = viewport()
region = next(region for region in area.regions if region.type == "WINDOW")
with bpy.context.temp_override(window=window, area=area, region=region):
    bpy.ops.{call}
"""

MIDDLE = (420, 400)
"""A place in the viewport."""


def over_viewport(window: Window, call: str) -> None:
    """Call an operator as from a menu or by a key over the viewport."""
    window.ask(OPEN.format(call=call))


def open_popup(window: Window, call: str) -> None:
    """The same, and await what it opens; the virtual keyboard's function keys do not reach Blender."""
    window.move(*MIDDLE)
    window.settle()
    before = window.screen()
    over_viewport(window, call)
    window.await_change(before)


INSIDE = """
region = next(region for region in viewport()[1].regions if region.type == "UI")
result = [region.x + 4, region.y + region.height // 2]
"""


def scroll(window: Window, notches: int) -> None:
    """Turn the wheel over the sidebar, down if positive, beside the lists, which scroll by themselves."""
    x, y = window.ask(INSIDE)
    button = "5" if notches > 0 else "4"
    window.move(x, window.size[1] - y)
    window.shell("xdotool", "click", "--repeat", str(abs(notches)), button)
    window.settle()


def close_report(window: Window) -> None:
    """What an operator reports as an error stays under the pointer."""
    window.key("Escape")
    window.move(60, 640)
    window.settle()


def choose_ours(window: Window) -> None:
    """Take the second entry of the menu that Blender shows after a drop."""
    window.key("Down", "Down", "Return")
