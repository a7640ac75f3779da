# SPDX-License-Identifier: GPL-3.0-or-later
"""Which face of a video drives which character."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import cli, faces, preferences, session, solving, takes
from bl_ext.user_default.expnet.bridge.errors import UserError
from bl_ext.user_default.expnet.bridge.protocol import Portrait
from bl_ext.user_default.expnet.ui import portraits

from scripts.bench.solved import solved
from tests.support import pair
from tests.support.characters import head, mesh_object, ramp, value_at
from tests.support.models import model_bytes
from tests.support.takes import take as make_take

FRAMES = 25
RATE = 24.0
RISES, FALLS = 0, 1


@pytest.fixture(autouse=True)
def nothing_is_placed(empty_scene: None) -> None:
    options = bpy.context.window_manager.expnet
    options.place_sound = options.place_picture = False


def solve_two(obj: bpy.types.Object, replaces: str = "", swapped: bool = False) -> session.Solve:
    """The end of a solve of two people: the units of the first one rise, those of the other fall."""
    boxes = [(10.0, 20.0, 30.0, 50.0), (110.0, 20.0, 130.0, 50.0)]
    time = np.arange(FRAMES) / RATE
    made = [make_take(values, time) for values in (np.linspace(0, 1, FRAMES), np.linspace(1, 0, FRAMES))]
    if swapped:
        boxes, made = boxes[::-1], made[::-1]
    solve = solved(made[0], obj.session_uid)
    first, second = solve.rows._main, solved(made[1], 0).rows._main
    rows = session.Rows()
    rows.opened = solve.rows.opened
    for one, other in zip(first, second, strict=True):
        rows.add(dataclasses.replace(one, face=0, box=boxes[0]))
        rows.add(dataclasses.replace(other, face=1, box=boxes[1], main=False))
    for person in (0, 1):
        rows.add_portrait(Portrait(person, 3, 4, bytes([100 + person]) * 48))
    solve.rows, solve.faces, solve.replaces = rows, 8, replaces
    solving.commit(bpy.context, solve, start=1)
    return solve


def jaw(obj: bpy.types.Object) -> list[float]:
    """At the beginning and at the end."""
    return [round(value_at(obj, "jawOpen", frame), 1) for frame in (1, FRAMES)]


def raw(obj: bpy.types.Object) -> None:
    """No smoothing, so that the values are those of the result."""
    for item in obj.expnet.takes:
        item.settings.smoothing = 0.0


def clip() -> bpy.types.PropertyGroup:
    (only,) = bpy.context.scene.expnet.clips
    return only


def test_the_character_gets_the_main_face_and_the_scene_all_of_them():
    obj = head()
    solve_two(obj)
    raw(obj)
    assert jaw(obj) == [0, 1]
    (item,) = obj.expnet.takes
    assert (item.name, item.clip, item.face) == ("clip", clip().name, 0)
    assert [face.found for face in clip().faces] == [FRAMES, FRAMES]
    assert faces.driven(clip()) == {0: ["Face"]}


def test_one_face_leaves_nothing_behind():
    obj = head()
    solve = solved(ramp(), obj.session_uid)
    solve.faces = 8
    solving.commit(bpy.context, solve, start=1)
    assert not bpy.context.scene.expnet.clips
    assert obj.expnet.takes[0].clip == ""


def test_another_face_takes_the_place_of_the_first_in_the_same_take():
    obj = head()
    solve_two(obj)
    raw(obj)
    uid, action = obj.expnet.takes[0].uid, obj.data.shape_keys.animation_data.action
    assert bpy.ops.expnet.give_face(face=FALLS) == {"FINISHED"}
    (item,) = obj.expnet.takes
    assert jaw(obj) == [1, 0]
    assert (item.uid, item.name, item.face) == (uid, "clip Face 2", FALLS)
    assert obj.data.shape_keys.animation_data.action == action and action.name == "clip Face 2"
    assert bpy.ops.expnet.give_face(face=RISES) == {"FINISHED"}
    assert jaw(obj) == [0, 1]
    assert obj.expnet.takes[0].name == "clip"


def test_a_name_of_the_users_own_stays():
    obj = head()
    solve_two(obj)
    obj.expnet.takes[0].name = "Anna"
    bpy.ops.expnet.give_face(face=FALLS)
    assert obj.expnet.takes[0].name == "Anna"


def test_a_second_character_begins_when_the_first_does():
    first = head("First")
    solve_two(first)
    first.expnet.takes[0].settings.start = 40
    second = head("Second")
    assert bpy.ops.expnet.give_face(face=FALLS, target="Second") == {"FINISHED"}
    assert second.expnet.takes[0].first == first.expnet.takes[0].first == 40
    assert faces.driven(clip()) == {0: ["First"], 1: ["Second"]}


def test_a_head_for_each_face():
    obj = head()
    solve_two(obj)
    assert bpy.ops.expnet.give_heads() == {"FINISHED"}
    new = bpy.context.object
    assert new != obj and new.location.x > 0
    assert faces.driven(clip()) == {0: ["Face"], 1: [new.name]}
    assert bpy.ops.expnet.give_face(face=RISES, new_head=True) == {"FINISHED"}
    assert len(faces.driven(clip())[0]) == 2
    assert bpy.context.object.location.x > new.location.x


def test_saved_and_loaded_again_another_face_can_be_picked(tmp_path: Path):
    solve_two(head())
    path = str(tmp_path / "two.blend")
    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.wm.open_mainfile(filepath=path)
    obj = bpy.data.objects["Face"]
    raw(obj)
    assert bpy.ops.expnet.give_face(face=FALLS, target="Face") == {"FINISHED"}
    assert jaw(obj) == [1, 0]
    assert clip().faces[1][faces.PICTURE] == bytes([101]) * 48


def test_solved_again_the_take_keeps_its_face():
    """The other person may be the main face then."""
    obj = head()
    solve_two(obj)
    bpy.ops.expnet.give_face(face=FALLS)
    raw(obj)
    before = clip().name
    solve_two(obj, obj.expnet.takes[0].uid, swapped=True)
    assert jaw(obj) == [1, 0]
    assert (obj.expnet.takes[0].face, obj.expnet.takes[0].clip) == (0, clip().name)
    assert clip().name != before


def test_forgotten_faces_leave_the_takes():
    obj = head()
    solve_two(obj)
    assert bpy.ops.expnet.forget_faces() == {"FINISHED"}
    assert not bpy.context.scene.expnet.clips
    assert obj.expnet.takes[0].applied and obj.expnet.takes[0].clip == ""
    with pytest.raises(RuntimeError, match="No video with several faces is in this file"):
        bpy.ops.expnet.give_face()


def test_what_cannot_take_a_face_is_told_and_nothing_changes():
    obj = head()
    solve_two(obj)
    cube = mesh_object("Cube")
    with pytest.raises(RuntimeError, match='"Cube" has no shape keys'):
        bpy.ops.expnet.give_face(face=FALLS, target="Cube")
    with pytest.raises(RuntimeError, match="not in the file any more"):
        bpy.ops.expnet.give_face(face=7, target="Face")
    clip().faces[FALLS][faces.KEY] = b"damaged"
    with pytest.raises(RuntimeError, match="damaged|no take"):
        bpy.ops.expnet.give_face(face=FALLS, target="Face")
    assert not cube.expnet.takes and obj.expnet.takes[0].face == 0
    assert faces.driven(clip()) == {0: ["Face"]}


def test_a_refusal_half_way_puts_the_old_face_back(monkeypatch: pytest.MonkeyPatch):
    obj = head()
    solve_two(obj)
    before = takes.load(obj.expnet.takes[0]).coefficients[:, 0].tolist()

    def refuse(*arguments: object) -> None:
        raise UserError("It cannot be shown: try again.")

    monkeypatch.setattr(faces.shown, "show", refuse)
    other = head("Other")
    for name in ("Face", "Other"):
        with pytest.raises(RuntimeError, match="cannot be shown"):
            bpy.ops.expnet.give_face(face=FALLS, target=name)
    (item,) = obj.expnet.takes
    assert (item.face, item.name) == (0, "clip")
    assert takes.load(item).coefficients[:, 0].tolist() == before
    assert not other.expnet.takes


def test_a_picture_is_turned_as_blender_has_it():
    red, green, blue, grey = b"\xff\x00\x00", b"\x00\xff\x00", b"\x00\x00\xff", b"\x7f\x7f\x7f"
    assert portraits.rgba(red + green + blue + grey, 2) == b"\xff".join((blue, grey, red, green, b""))


@pytest.mark.parametrize("stored", [b"", b"x" * 47, b"x" * 49, "text", 48, None])
def test_pictures_that_are_not_what_they_say_are_left_out(stored: object):
    solve_two(head())
    face = clip().faces[0]
    assert portraits.rgba(face[faces.PICTURE], face.side) is not None
    assert portraits.rgba(stored, 4) is None
    assert portraits.rgba(b"x" * (300 * 300 * 3), 300) is None
    if stored is None:
        del face[faces.PICTURE]
    else:
        face[faces.PICTURE] = stored
    assert portraits.icon(clip(), 0) == 0


@pytest.fixture
def model(tmp_path: Path) -> Iterator[None]:
    """Weights that say how red a face is."""
    (tmp_path / "model.onnx").write_bytes(model_bytes())
    preferences.get().model = str(tmp_path / "model.onnx")
    yield
    preferences.get().model = ""


@pytest.mark.usefixtures("model")
def test_from_a_real_video_headless(tmp_path: Path):
    """Every face has a head of its own, side by side."""
    video, out = pair.write(tmp_path / "two.mp4"), tmp_path / "out.blend"
    assert cli.main(["solve", str(video), "--faces", "all", "-o", str(out)]) == 0
    bpy.ops.wm.open_mainfile(filepath=str(out))
    assert {obj.expnet.takes[0].name for obj in bpy.data.objects if obj.type == "MESH"} == {"two", "two Face 2"}
    one, two = (bpy.data.objects[names[0]] for _, names in sorted(faces.driven(clip()).items()))
    assert 0.2 < two.location.x - one.location.x < 0.4
    assert [face.side for face in clip().faces] == [session.PORTRAIT] * 2
    assert value_at(one, "jawOpen", 10) > value_at(two, "jawOpen", 10)  # the second one is darker
    assert cli.main(["solve", str(video), "--faces", "all", "--face", "basel.mat", "-o", str(out)]) == 1


@pytest.mark.usefixtures("model")
def test_the_main_face_alone_if_no_more_are_wanted(tmp_path: Path):
    obj = head()
    video = pair.write(tmp_path / "two.mp4")
    assert bpy.ops.expnet.solve(filepath=str(video), target=obj.name, faces=1) == {"FINISHED"}
    alone = takes.load(obj.expnet.takes[0])
    assert not bpy.context.scene.expnet.clips
    assert bpy.ops.expnet.solve(filepath=str(video), target=obj.name) == {"FINISHED"}
    assert np.array_equal(takes.load(obj.expnet.takes[1]).coefficients, alone.coefficients)
    assert len(clip().faces) == 2
