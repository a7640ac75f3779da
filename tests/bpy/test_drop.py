# SPDX-License-Identifier: GPL-3.0-or-later
"""Which character a dropped video is for."""

from __future__ import annotations

from pathlib import Path

import bpy
import pytest
from bl_ext.user_default.expnet import picking
from bl_ext.user_default.expnet.operators.drop_video import EXPNET_FH_video, EXPNET_OT_drop_video
from mathutils import Vector

from tests.support.characters import head, mesh_object
from tests.support.handlers import alone, drop, viewport


@pytest.fixture
def no_video(tmp_path: Path) -> Path:
    """The solve refuses it, which shows that the drop came as far as the solve."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"no video")
    return path


def select_nothing() -> None:
    bpy.context.view_layer.objects.active = None


def test_drop_reaches_our_operator(no_video: Path):
    with alone():
        drop(no_video)
    shown = bpy.context.window_manager.expnet
    assert shown.video == str(no_video)
    assert "no video" in shown.sentence


def test_handler_takes_movies_on_viewports_only():
    with viewport() as context:
        assert EXPNET_FH_video.poll_drop(context)
    window = bpy.context.window_manager.windows[0]
    for area in window.screen.areas:
        if area.type != "VIEW_3D":
            with bpy.context.temp_override(window=window, area=area):
                assert not EXPNET_FH_video.poll_drop(bpy.context)
    assert {".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v"} <= set(EXPNET_FH_video.bl_file_extensions.split(";"))


def test_label_reads_like_an_answer():
    assert EXPNET_OT_drop_video.bl_label == "Animate face from video (ExpNet)"


def test_active_character_wins():
    first, second = head("First"), head("Second")
    assert picking.obvious(bpy.context) == second
    bpy.context.view_layer.objects.active = first
    assert picking.obvious(bpy.context) == first


def test_the_only_character_is_meant_whatever_is_active():
    only = head("Only")
    mesh_object("Cube")
    assert picking.obvious(bpy.context) == only
    select_nothing()
    assert picking.obvious(bpy.context) == only


def test_two_characters_are_no_answer():
    head("First"), head("Second")
    select_nothing()
    assert picking.obvious(bpy.context) is None
    assert [obj.name for obj in picking.characters(bpy.context)] == ["First", "Second"]


def test_hidden_characters_do_not_count():
    head("Shown")
    head("Hidden").hide_set(True)
    select_nothing()
    assert picking.obvious(bpy.context).name == "Shown"


def ahead(obj: bpy.types.Object) -> bpy.types.Object | None:
    """The character on the ray that comes from the front through the middle of a square."""
    bpy.context.view_layer.update()
    through = obj.matrix_world @ Vector((0.5, 0, 0.5))
    return picking.on_ray(bpy.context, through - Vector((0, 5, 0)), Vector((0, 1, 0)))


def test_ray_finds_the_character_under_the_cursor():
    left, right = head("Left"), head("Right")
    right.location.x = 10
    assert (ahead(left), ahead(right)) == (left, right)
    right.location.x = 0
    right.location.y = -1
    assert ahead(left) == right  # it stands in front


def test_ray_that_hits_what_hangs_on_a_character():
    head("Other").location.x = 10
    face, hair = head("Face"), mesh_object("Hair")
    hair.parent = face
    hair.location.y = -1
    assert ahead(hair) == face


def test_ray_that_hits_a_body_with_a_face_on_it():
    head("Other").location.x = 10
    face, body = head("Face"), mesh_object("Body")
    face.parent = body
    face.location.y = 1
    assert ahead(body) == face


def test_ray_that_hits_something_else_or_nothing():
    wall = mesh_object("Wall")
    head("Face").location.x = 10
    assert ahead(wall) is None
    wall.hide_viewport = True
    assert ahead(wall) is None


def test_cursor_outside_every_viewport():
    head("Face")
    assert picking.under_cursor(bpy.context, -5, -5) is None
