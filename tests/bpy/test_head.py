# SPDX-License-Identifier: GPL-3.0-or-later
"""Add > Mesh > ExpNet Head, in each Blender."""

from __future__ import annotations

from pathlib import Path

import bpy
import numpy as np
import pytest

from bridge.basis import DEFAULT


@pytest.fixture
def head() -> bpy.types.Object:
    assert bpy.ops.expnet.add_head() == {"FINISHED"}
    return bpy.context.object


def coordinates(mesh: bpy.types.Mesh) -> np.ndarray:
    values = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", values)
    return values.reshape(-1, 3)


def evaluated(obj: bpy.types.Object) -> np.ndarray:
    return coordinates(obj.evaluated_get(bpy.context.evaluated_depsgraph_get()).data)


def test_is_one_selected_object_of_one_valid_mesh(head):
    assert (head.name, head.type) == ("ExpNet Head", "MESH")
    assert head.select_get() and list(bpy.data.objects) == [head]
    assert not head.data.validate()
    assert all(polygon.use_smooth for polygon in head.data.polygons)
    assert len(head.data.uv_layers) == 1


def test_has_the_units_at_zero_with_their_ranges(head):
    key = head.data.shape_keys
    assert [block.name for block in key.key_blocks] == ["Basis", *DEFAULT.names]
    assert key["expnet_basis"] == DEFAULT.id
    for block, low, high in zip(key.key_blocks[1:], DEFAULT.minimum, DEFAULT.maximum, strict=True):
        assert (block.value, block.slider_min, block.slider_max) == pytest.approx((0.0, low, high))


def test_stands_at_rest_and_moves_as_the_keys_say(head):
    rest = coordinates(head.data)
    assert np.abs(evaluated(head) - rest).max() < 1e-7
    key = head.data.shape_keys
    key.key_blocks["jawOpen"].value = 0.5
    key.key_blocks["eyelidLeft"].value = -0.25
    bpy.context.view_layer.update()
    moved = np.zeros_like(rest)
    for name, value in (("jawOpen", 0.5), ("eyelidLeft", -0.25)):
        shape = np.empty(rest.size, np.float32)
        key.key_blocks[name].data.foreach_get("co", shape)
        moved += value * (shape.reshape(-1, 3) - rest)
    assert np.abs(moved).max() > 0.005
    assert np.abs(evaluated(head) - rest - moved).max() < 1e-6


def test_materials_are_complete_and_packed(head):
    assert {material.name for material in head.data.materials} >= {"ExpNet Skin", "ExpNet Iris", "ExpNet Teeth"}
    used = {polygon.material_index for polygon in head.data.polygons}
    assert used == set(range(len(head.data.materials)))
    pictures = [
        node.image for m in head.data.materials for node in m.node_tree.nodes if node.bl_idname == "ShaderNodeTexImage"
    ]
    assert len(pictures) >= 8
    assert all(picture.packed_file is not None and picture.size[0] >= 256 for picture in pictures)


def test_two_heads_share_their_pictures_and_not_their_keys(head):
    pictures = len(bpy.data.images)
    bpy.ops.expnet.add_head()
    assert len(bpy.data.images) == pictures
    assert bpy.context.object.data.shape_keys != head.data.shape_keys


def test_survives_saving_without_the_extensions_folder(head, tmp_path: Path):
    path = tmp_path / "head.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    bpy.ops.wm.open_mainfile(filepath=str(path))
    kept = bpy.data.objects["ExpNet Head"]
    assert kept.data.shape_keys["expnet_basis"] == DEFAULT.id
    assert bpy.data.images["skin.jpg"].packed_file is not None


def test_is_added_at_the_cursor():
    bpy.context.scene.cursor.location = (1.0, 2.0, 3.0)
    bpy.ops.expnet.add_head()
    assert tuple(bpy.context.object.location) == pytest.approx((1.0, 2.0, 3.0))


def test_needs_object_mode(head):
    bpy.ops.object.mode_set(mode="EDIT")
    try:
        assert not bpy.ops.expnet.add_head.poll()
    finally:
        bpy.ops.object.mode_set(mode="OBJECT")


def test_a_broken_asset_is_one_sentence(monkeypatch, tmp_path: Path):
    from bl_ext.user_default.expnet import placement

    def broken() -> None:
        raise FileNotFoundError("head.npz")

    monkeypatch.setattr(placement, "load_head", broken)
    with pytest.raises(RuntimeError, match="reinstall the extension"):
        bpy.ops.expnet.add_head()
    assert not bpy.data.objects
