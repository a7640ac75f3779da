# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen while a video is solved: the character that follows, and the picture of the face."""

from __future__ import annotations

from dataclasses import replace

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import settings, takes
from bl_ext.user_default.expnet.animation.live import Live
from bl_ext.user_default.expnet.bridge.basis import DEFAULT
from bl_ext.user_default.expnet.bridge.protocol import Preview, Row, floats
from bl_ext.user_default.expnet.ui import face_picture

from tests.support.characters import head
from tests.support.takes import take as make_take

NOD = (0.9659258, 0.2588190, 0.0, 0.0)
"""30 degrees about the axis to the subject's left."""


def row(**values: float) -> Row:
    vector = np.array([values.get(name, 0.0) for name in DEFAULT.names], np.float32)
    return Row(0, 0.0, True, 0, (0, 0, 1, 1), 1.0, floats.pack(vector), NOD)


@pytest.mark.parametrize("mode", ["QUATERNION", "XYZ", "AXIS_ANGLE"])
def test_the_character_follows_and_is_put_back(mode: str):
    obj = head()
    obj.rotation_mode = mode
    keys = obj.data.shape_keys.key_blocks
    keys["jawOpen"].value = 0.25
    before = obj.matrix_basis.copy()
    live = Live(obj, DEFAULT.id)
    live.show(obj, row(jawOpen=0.75, mouthSmileLeft=0.5))
    assert (keys["jawOpen"].value, keys["mouthSmileLeft"].value) == (0.75, 0.5)
    turned = (before.to_quaternion().inverted() @ obj.matrix_basis.to_quaternion()).angle
    assert turned == pytest.approx(np.radians(30), abs=1e-3)
    assert list(bpy.app.handlers.save_pre) == [live._saving]
    live.end()
    assert not bpy.app.handlers.save_pre
    assert (keys["jawOpen"].value, keys["mouthSmileLeft"].value) == (0.25, 0.0)
    assert np.allclose(obj.matrix_basis, before, atol=1e-6)
    assert obj.data.shape_keys.animation_data is None


def test_a_take_that_is_solved_again_is_shown_as_it_is_refined():
    obj = head()
    item = takes.add(obj, make_take([0.0, 0.1], [0.0, 0.1]), "", "mine")
    with settings.quiet():
        item.settings.neutral_from, item.settings.neutral = "FRAME", 7
        item.settings.gain, item.settings.mirror, item.settings.head_rotation = 1.5, True, False
    keys, before = obj.data.shape_keys.key_blocks, obj.matrix_basis.copy()
    live = Live(obj, DEFAULT.id, item.settings)
    live.show(obj, replace(row(jawOpen=0.2, mouthSmileLeft=0.1), frame=7))
    assert (keys["jawOpen"].value, keys["mouthSmileRight"].value) == (0.0, 0.0)
    live.show(obj, replace(row(jawOpen=0.6, mouthSmileLeft=0.5), frame=8))
    assert keys["jawOpen"].value == pytest.approx(0.6)
    assert keys["mouthSmileRight"].value == pytest.approx(0.6)
    assert keys["mouthSmileLeft"].value == 0.0
    assert obj.matrix_basis == before
    live.end()


def test_a_file_that_is_saved_meanwhile_has_the_face_as_it_was(tmp_path):
    obj = head()
    live = Live(obj, DEFAULT.id)
    live.show(obj, row(jawOpen=0.75))
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "meanwhile.blend"))
    live.show(obj, row(jawOpen=0.5))
    bpy.data.objects.remove(obj)
    live.end()
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "meanwhile.blend"))
    assert bpy.data.objects["Face"].data.shape_keys.key_blocks["jawOpen"].value == 0.0


def test_frames_without_a_face_leave_it_as_it_is():
    obj = head()
    before = [block.value for block in obj.data.shape_keys.key_blocks]
    Live(obj, DEFAULT.id).show(obj, Row(0, 0.0, False))
    assert [block.value for block in obj.data.shape_keys.key_blocks] == before


def picture(side: int, pixels: bytes) -> Preview:
    return Preview(3, side, pixels, (side * 0.25, side * 0.25, side * 0.75, side * 0.75))


def test_picture_of_the_face():
    images = set(bpy.data.images)
    face_picture.show(picture(32, bytes([0, 0, 255]) * 32 * 32))
    try:
        entry = face_picture._collection[face_picture.NAME]
        shown = np.array(entry.image_pixels[:], np.int32).view(np.uint8).reshape(32, 32, 4)
        assert tuple(shown[0, 0]) == (0, 0, 255, 255)
        assert tuple(shown[8, 16, :3]) != (0, 0, 255)  # the box's lower edge
    finally:
        face_picture.clear()
    assert not face_picture.icon()
    assert set(bpy.data.images) == images


def test_a_picture_that_lies_about_its_size_is_left_out():
    face_picture.show(picture(32, bytes(30)))
    assert face_picture._collection is None
