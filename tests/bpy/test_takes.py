# SPDX-License-Identifier: GPL-3.0-or-later
"""Raw takes survive everything that a .blend goes through."""

from __future__ import annotations

import bpy
import numpy as np
import pytest
from bl_ext.user_default.expnet import takes
from bl_ext.user_default.expnet.errors import Refusal

from tests.support.characters import head, ramp, store

BLOB = b"\0\1\0" + bytes(range(256)) * 20_000
"""5 MB with a zero at the start and thousands inside."""


def blob() -> bytes:
    return bpy.data.objects["Face"].expnet.takes[0][takes.KEY]


@pytest.fixture
def stored():
    item = store(head(), ramp())
    del item[takes.KEY]
    item[takes.KEY] = BLOB


def test_take_comes_back_as_it_was():
    take = ramp(7, found=[True, True, False, True, True, True, True])
    item = store(head(), take)
    back = takes.load(item)
    np.testing.assert_array_equal(back.coefficients, take.coefficients)
    assert (item.frames, item.found) == (7, 6)


def test_bytes_survive_save_and_load(stored, tmp_path):
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "a.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "a.blend"))
    assert blob() == BLOB


def test_bytes_survive_undo_and_redo(stored):
    bpy.ops.ed.undo_push(message="with take")
    bpy.data.objects["Face"].expnet.takes.clear()
    bpy.ops.ed.undo_push(message="without take")
    bpy.ops.ed.undo()
    assert blob() == BLOB
    bpy.ops.ed.redo()
    assert not bpy.data.objects["Face"].expnet.takes
    bpy.ops.ed.undo()
    assert blob() == BLOB


def test_bytes_follow_a_copy_and_an_append(stored, tmp_path):
    copy = bpy.data.objects["Face"].copy()
    assert copy.expnet.takes[0][takes.KEY] == BLOB
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "a.blend"))
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    with bpy.data.libraries.load(str(tmp_path / "a.blend")) as (_, data):
        data.objects = ["Face"]
    assert blob() == BLOB


def test_second_take_of_a_name_gets_a_number():
    obj = head()
    assert [store(obj, ramp()).name for _ in range(3)] == ["clip", "clip.001", "clip.002"]
    assert takes.active(obj).name == "clip.002"


@pytest.mark.parametrize("data", [b"", b"PK\3\4 nonsense", BLOB[:1000]])
def test_damaged_take_is_one_sentence(data):
    item = store(head(), ramp())
    del item[takes.KEY]
    item[takes.KEY] = data
    with pytest.raises(Refusal, match="solve the video again"):
        takes.load(item)


def test_missing_take_is_one_sentence():
    item = store(head(), ramp())
    del item[takes.KEY]
    with pytest.raises(Refusal, match="remove it and solve"):
        takes.load(item)
