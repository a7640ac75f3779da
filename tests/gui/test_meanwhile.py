# SPDX-License-Identifier: GPL-3.0-or-later
"""What users do while a video is being solved, and what goes wrong then: nothing is lost, and they are told."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from scripts.gui.window import SEEN, Window
from tests.gui.conftest import close_report
from tests.support import videos

VIDEO = f"{SEEN}/interview.mp4"
MIDDLE = (420, 400)

NEW = """
bpy.ops.wm.read_homefile()
bpy.context.window_manager.expnet.place_picture = False
"""

HEAD = """
part("placement").add_head(bpy.context)
part("framing").face(bpy.context, heads()[0])
bpy.ops.ed.undo_push(message="Head")
"""

BEGIN = """
window, area = viewport()
region = next(region for region in area.regions if region.type == "WINDOW")
with bpy.context.temp_override(window=window, area=area, region=region):
    bpy.ops.expnet.solve("INVOKE_DEFAULT", filepath={video!r}, target={target})
"""

HAS_HEAD, NO_HEAD = "heads()[0].name", "''"


@pytest.fixture
def fresh(ready: Window) -> Window:
    """A new file in which nothing is being solved."""
    ready.ask(NEW)
    ready.settle()
    return ready


def begin(window: Window, target: str = HAS_HEAD, video: str = VIDEO, frames: int = 30) -> None:
    if target == HAS_HEAD:
        window.ask(HEAD)
    window.ask(BEGIN.format(video=video, target=target))
    window.until(f"solving() and part('session').current.status.decoded > {frames}")


def stop(window: Window) -> None:
    window.move(*MIDDLE)
    window.key("Escape")
    window.until("not solving()")
    window.settle()


def test_the_object_is_renamed_and_the_file_is_saved(fresh: Window):
    """What is saved has the face as it was, not as it happened to look just then."""
    begin(fresh)
    fresh.ask("heads()[0].name = 'Anna'")
    fresh.ask(f"bpy.ops.wm.save_as_mainfile(filepath={SEEN + '/meanwhile.blend'!r})")
    saved = "with bpy.data.libraries.load(path, link=True) as (there, here): here.objects = ['Anna']"
    values = fresh.ask(f"""
path = {SEEN + '/copy.blend'!r}
import shutil
shutil.copy({SEEN + '/meanwhile.blend'!r}, path)
{saved}
result = [block.value for block in here.objects[0].data.shape_keys.key_blocks]
bpy.data.libraries.remove(here.objects[0].library)
""")
    assert values[1:] == [0.0] * 29
    stop(fresh)
    assert fresh.ask("result = [(obj.name, obj.expnet.takes[0].applied) for obj in heads()]") == [["Anna", True]]


def test_the_object_is_deleted(fresh: Window, look):
    begin(fresh)
    fresh.ask("bpy.data.objects.remove(heads()[0])")
    stop(fresh)
    look("70-deleted-meanwhile")
    assert fresh.ask("result = [len(obj.expnet.takes) for obj in heads()]") == [1]


def test_undo_takes_the_head_away_that_came_with_the_video(fresh: Window):
    begin(fresh, NO_HEAD)
    fresh.until("heads()")
    fresh.move(*MIDDLE)
    fresh.key("ctrl+z")
    stop(fresh)
    assert fresh.ask("result = [obj.expnet.takes[0].applied for obj in heads()]") == [True]


def test_a_take_that_is_solved_again_moves_the_head_as_it_is_refined(fresh: Window):
    begin(fresh)
    moved = "result = max(block.value for block in heads()[0].data.shape_keys.key_blocks[1:])"
    assert fresh.ask(moved) > 0.05
    stop(fresh)
    fresh.ask("""
settings = heads()[0].expnet.takes[0].settings
settings.gain, settings.head_rotation = 0.0, False
bpy.ops.expnet.resolve_take()
""")
    fresh.until("solving() and part('session').current.status.decoded > 30")
    assert fresh.ask(moved) == 0.0
    stop(fresh)


def test_a_new_file(fresh: Window, look):
    begin(fresh)
    fresh.ask(NEW)
    fresh.until("not solving()")
    look("71-new-file-meanwhile")
    assert not fresh.ask("result = bool(heads())")
    begin(fresh)  # the next solve is free to start
    stop(fresh)


def test_the_bridge_ends(fresh: Window, look):
    begin(fresh)
    fresh.ask("part('processes')._children['serve'].process.kill()")
    fresh.until("not solving()")
    look("72-bridge-lost")
    assert "bridge was lost" in fresh.ask("result = heads()[0].expnet.takes[0].note")


def test_no_face_in_the_video(fresh: Window, shared: Path, look):
    gray = np.random.default_rng(0).integers(90, 110, (360, 640, 3)).astype(np.uint8)
    videos.write(shared / "wall.mp4", [cv2.add(gray, step % 5) for step in range(60)])
    fresh.ask(HEAD)
    fresh.ask(BEGIN.format(video=f"{SEEN}/wall.mp4", target=HAS_HEAD))
    fresh.until("bpy.context.window_manager.expnet.sentence")
    look("73-no-face")
    close_report(fresh)
    assert fresh.find("operator", "bpy.ops.expnet.choose_video")


def test_the_file_is_gone(fresh: Window, look):
    fresh.ask(HEAD)
    with pytest.raises(RuntimeError, match="choose a video"):
        fresh.ask(BEGIN.format(video=f"{SEEN}/gone.mp4", target=HAS_HEAD))
    fresh.until("viewport()[1].spaces.active.show_region_ui")
    look("74-gone")
    close_report(fresh)
    assert fresh.find("operator", "bpy.ops.expnet.choose_video")


@pytest.mark.parametrize(("host", "online", "button"), [
    ("gpu.example", False, "bpy.ops.extensions.userpref_allow_online"),
    ("127.0.0.1", False, "bpy.ops.expnet.show_preferences"),
])  # fmt: skip
def test_a_remote_bridge_that_cannot_be_reached(fresh: Window, look, host: str, online: bool, button: str):
    fresh.ask(HEAD)
    fresh.ask(f"""
bpy.context.preferences.system.use_online_access = {online}
stored = part("preferences").get()
stored.bridge, stored.host, stored.port, stored.tls = "REMOTE", {host!r}, 9, "none"
""")
    try:
        fresh.ask(BEGIN.format(video=VIDEO, target=HAS_HEAD))
    except RuntimeError as error:
        assert "Allow Online Access" in str(error)
    fresh.until("bpy.context.window_manager.expnet.sentence")
    look(f"75-remote-{host}")
    close_report(fresh)
    assert fresh.find("operator", button)
    fresh.ask("part('preferences').get().bridge = 'LOCAL'")


def test_the_window_is_closed_in_which_it_began(fresh: Window):
    """The others go on, and so does what is solved."""
    fresh.ask(HEAD)
    fresh.ask("bpy.ops.wm.window_new_main()")
    fresh.settle()
    fresh.ask("""
window = bpy.context.window_manager.windows[-1]
area = max((a for a in window.screen.areas if a.type == "VIEW_3D"), key=lambda a: a.width * a.height)
region = next(region for region in area.regions if region.type == "WINDOW")
with bpy.context.temp_override(window=window, area=area, region=region):
    bpy.ops.expnet.solve("INVOKE_DEFAULT", filepath=%r, target=heads()[0].name)
""" % VIDEO)  # noqa: UP031
    fresh.until("solving() and part('session').current.status.decoded > 30")
    fresh.ask("""
with bpy.context.temp_override(window=bpy.context.window_manager.windows[-1]):
    bpy.ops.wm.window_close()
""")
    fresh.until("not solving() and heads()[0].expnet.takes")
    assert fresh.ask("result = heads()[0].expnet.takes[0].applied")


def test_nothing_was_printed(ready: Window):
    assert "Traceback" not in ready.log()
