# SPDX-License-Identifier: GPL-3.0-or-later
"""A mesh that cannot be driven gets one sentence that says what to do."""

from __future__ import annotations

import bpy
import pytest
from bl_ext.user_default.expnet import target
from bl_ext.user_default.expnet.bridge.basis import ARKIT, DEFAULT, PUBLISHED
from bl_ext.user_default.expnet.errors import Refusal

from tests.support.characters import head, mesh_object


@pytest.mark.parametrize(
    ("make", "words", "remedy"),
    [
        (lambda: mesh_object("Cube"), "has no shape keys", target.ADD_HEAD),
        (lambda: mesh_object("Cube", ["Smile", "Blink"]), "neither the 29 names", target.ADD_HEAD),
        (lambda: mesh_object("Cube", DEFAULT.names[:-1]), "neither the 29 names", target.ADD_HEAD),
        (lambda: mesh_object("Cube", ARKIT[:25]), "neither the 29 names", target.ADD_HEAD),
    ],
)
def test_mesh_that_cannot_be_driven(make, words, remedy):
    obj = make()
    assert not target.is_character(obj)
    with pytest.raises(Refusal, match=words) as caught:
        target.find(obj, DEFAULT)
    assert caught.value.remedy == remedy


def test_no_mesh():
    bpy.ops.object.empty_add()
    assert not target.is_character(bpy.context.object)
    assert not target.is_character(None)
    with pytest.raises(Refusal, match="is no mesh"):
        target.find(bpy.context.object, DEFAULT)


@pytest.mark.parametrize("place", ["key", "mesh", "object"])
def test_mesh_of_another_basis(place):
    obj = head()
    owner = {"key": obj.data.shape_keys, "mesh": obj.data, "object": obj}[place]
    owner[target.BASIS_KEY] = PUBLISHED.id
    assert target.basis_of(obj) is PUBLISHED
    with pytest.raises(Refusal, match="bfm-29.*arkit-29"):
        target.find(obj, DEFAULT)
    with pytest.raises(Refusal, match="lacks the 29 shape keys of the basis bfm-29"):
        target.find(obj, PUBLISHED)


def test_mesh_of_the_published_basis():
    obj = mesh_object("Basel", PUBLISHED.names)
    obj.data.shape_keys[target.BASIS_KEY] = PUBLISHED.id
    assert target.find(obj, PUBLISHED).names == PUBLISHED.names
    del obj.data.shape_keys[target.BASIS_KEY]
    assert target.is_character(obj) and target.basis_of(obj) is PUBLISHED


def test_mesh_of_a_basis_without_weights():
    obj = mesh_object("Other", ["expression00"])
    obj.data.shape_keys[target.BASIS_KEY] = "flame-100"
    assert not target.is_character(obj)
    with pytest.raises(Refusal, match="flame-100.*no weights are made for that one yet, or choose another mesh"):
        target.find(obj, DEFAULT)


def test_units_win_over_arkit_on_a_mesh_with_both():
    obj = mesh_object("Both", dict.fromkeys((*DEFAULT.names, *ARKIT)))
    assert target.find(obj, DEFAULT).names == DEFAULT.names
