# SPDX-License-Identifier: GPL-3.0-or-later
"""Imported 3D morphable faces: read outside, built inside, in each Blender."""

from __future__ import annotations

import json
import time
from pathlib import Path

import bpy
import h5py
import numpy as np
import pytest
from bl_ext.user_default.expnet import target
from bl_ext.user_default.expnet.bridge.basis import DEFAULT, PUBLISHED
from bl_ext.user_default.expnet.morphable import build
from bl_ext.user_default.expnet.operators.import_morphable import EXPNET_FH_morphable, EXPNET_OT_import_morphable

from tests.support.handlers import drop, viewport
from tests.support.morphables import COUNT, Parts, bulge, parts, published


@pytest.fixture
def basel(tmp_path: Path) -> tuple[Path, Parts]:
    """A look-alike of the ExpNet authors' file."""
    made, path = parts(), tmp_path / "BaselFaceModel_mod.h5"
    with h5py.File(path, "w") as file:
        for name, array in published(made).items():
            file[name] = array
    return path, made


def face_npz(path: Path, **arrays: object) -> Path:
    """A face in the open form, y up, metres."""
    places, faces = bulge()
    meta = json.dumps({"format": 1, "name": "Open Face", "basis": "", "unit": 1.0, "up": "Y"})
    whole = {"mean": (places / 1000).astype("f4"), "faces": faces.astype("i4"), "meta": meta}
    np.savez(path, **(whole | arrays))
    return path


def load(path: Path, **options) -> bpy.types.Object:
    assert bpy.ops.expnet.import_morphable(filepath=str(path), **options) == {"FINISHED"}
    return bpy.context.object


def coordinates(data, count: int) -> np.ndarray:
    values = np.empty(3 * count, np.float32)
    data.foreach_get("co", values)
    return values.reshape(-1, 3)


def turned(places: np.ndarray) -> np.ndarray:
    """Millimetres with y up in Blender's metres with z up."""
    return np.stack((places[..., 0], -places[..., 2], places[..., 1]), -1) / 1000


def test_basel_head(basel):
    path, made = basel
    obj = load(path)
    assert list(bpy.data.objects) == [obj] and obj.select_get()
    assert obj.name == "Basel Face" and not obj.data.validate()
    rest = turned(made.mean + made.offset)
    np.testing.assert_allclose(coordinates(obj.data.vertices, COUNT), rest, atol=1e-6)
    blocks = obj.data.shape_keys.key_blocks
    assert blocks.keys() == ["Basis", *PUBLISHED.names]
    for index, block in enumerate(blocks[1:]):
        assert (block.value, block.slider_min, block.slider_max) == (0.0, -3.0, 3.0)
        expected = rest + turned(made.moves[index] * made.sigma[index])
        np.testing.assert_allclose(coordinates(block.data, COUNT), expected, atol=1e-6)
    key = obj.data.shape_keys
    assert key[target.BASIS_KEY] == PUBLISHED.id
    assert key[build.SOURCES][0].startswith("BaselFaceModel_mod.h5 sha256:")
    assert target.is_character(obj) and target.basis_of(obj) is PUBLISHED
    assert target.find(obj, PUBLISHED).names == PUBLISHED.names


def test_it_faces_the_viewer(basel):
    """The normals of a face look along -y, and the subject's left is at +x."""
    path, made = basel
    obj = load(path)
    normals = np.array([polygon.normal for polygon in obj.data.polygons])
    assert (normals[:, 1] < 0).mean() > 0.9
    assert all(polygon.use_smooth for polygon in obj.data.polygons)


def test_texture_mean_is_the_active_colour(basel):
    path, made = basel
    obj = load(path)
    (attribute,) = obj.data.color_attributes
    assert obj.data.color_attributes.active_color == attribute
    values = np.empty(4 * COUNT, np.float32)
    attribute.data.foreach_get("color_srgb", values)
    np.testing.assert_allclose(values.reshape(-1, 4)[:, :3], np.rint(made.colour) / 255, atol=1e-2)
    nodes = obj.data.materials[0].node_tree.nodes
    painted = next(node for node in nodes if node.bl_idname == "ShaderNodeVertexColor")
    assert painted.layer_name == attribute.name
    assert painted.outputs["Color"].links[0].to_socket.name == "Base Color"


def test_identities_on_request(basel):
    path, made = basel
    obj = load(path, identities=3)
    blocks = obj.data.shape_keys.key_blocks
    assert blocks.keys()[-3:] == ["identity000", "identity001", "identity002"]
    rest = turned(made.mean + made.offset)
    expected = rest + turned(made.people[1] * made.deviation[1])
    np.testing.assert_allclose(coordinates(blocks["identity001"].data, COUNT), expected, atol=1e-5)


def test_quads_and_texture_coordinates(tmp_path: Path):
    uv = np.random.default_rng(0).random((5, 2)).astype("f4")
    faces = np.array([[0, 1, 8, 7], [1, 2, 9, -1]], "i4")
    uv_faces = np.array([[0, 1, 2, 3], [4, 0, 1, -1]], "i4")
    obj = load(face_npz(tmp_path / "face.npz", faces=faces, uv=uv, uv_faces=uv_faces))
    assert [tuple(polygon.vertices) for polygon in obj.data.polygons] == [(0, 1, 8, 7), (1, 2, 9)]
    values = np.empty(14, np.float32)
    obj.data.uv_layers[0].uv.foreach_get("vector", values)
    np.testing.assert_allclose(values.reshape(-1, 2), uv[[0, 1, 2, 3, 4, 0, 1]])
    assert obj.data.shape_keys is None and not obj.data.color_attributes


def test_arkit_names_make_a_character_for_the_default_weights(tmp_path: Path):
    from bl_ext.user_default.expnet.bridge.basis import ARKIT

    names = np.array(ARKIT[:40])
    obj = load(face_npz(tmp_path / "kit.npz", expr=np.zeros((40, COUNT, 3), "f4"), expr_names=names))
    assert target.find(obj, DEFAULT).arkit


def test_joints_become_an_armature(tmp_path: Path):
    weights = np.zeros((COUNT, 3), "f4")
    lower = bulge()[0][:, 1] < 0
    weights[lower, 2] = 1.0
    weights[~lower, 0] = 1.0
    path = face_npz(
        tmp_path / "skinned.npz", joint_names=np.array(["root", "neck", "jaw"]), joint_parents=np.int32([-1, 0, 1]),
        joints=np.zeros((3, 3), "f4"), weights=weights,
    )  # fmt: skip
    bpy.context.scene.cursor.location = (1, 0, 0)
    obj = load(path, jaw="BONES")
    rig = obj.parent
    assert rig.type == "ARMATURE" and tuple(rig.location) == (1, 0, 0) and bpy.context.mode == "OBJECT"
    assert [(bone.name, bone.parent.name if bone.parent else None) for bone in rig.data.bones] == [
        ("root", None), ("neck", "root"), ("jaw", "neck"),
    ]  # fmt: skip
    before = coordinates(obj.data.vertices, COUNT)
    rig.pose.bones["jaw"].rotation_mode = "XYZ"
    rig.pose.bones["jaw"].rotation_euler.x = 0.3
    bpy.context.view_layer.update()
    mesh = obj.evaluated_get(bpy.context.evaluated_depsgraph_get()).data
    moved = np.abs(coordinates(mesh.vertices, COUNT) - before).max(1)
    assert moved[lower].max() > 0.01 and moved[~lower].max() < 1e-6


def test_drop_reaches_the_reader(basel):
    path, _ = basel
    with viewport() as context:
        assert EXPNET_FH_morphable.poll_drop(context)
    assert drop(path) == {"FINISHED"}
    assert bpy.context.object.name == "Basel Face"
    assert {".mat", ".h5", ".npz", ".pkl", ".bs", ".bin"} == set(EXPNET_FH_morphable.bl_file_extensions.split(";"))


def test_several_files_are_one_model(tmp_path: Path, basel):
    """All files of a choice go to the reader, which says why two models are not one."""
    path, _ = basel
    other = face_npz(tmp_path / "other.npz")
    with pytest.raises(RuntimeError, match="are models of their own: choose one"):
        bpy.ops.expnet.import_morphable(directory=str(tmp_path), files=[{"name": path.name}, {"name": other.name}])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.mat", None, "Cannot read .*gone.mat"),
        ("text.mat", b"this is no model, but a text", "no 3D morphable face that is known"),
        ("cut.npz", b"PK\x03\x04", "damaged .npz"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_leaves_nothing(tmp_path: Path, name: str, content, words: str):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(RuntimeError, match=words) as caught:
        bpy.ops.expnet.import_morphable(filepath=str(tmp_path / name))
    assert "Traceback" not in str(caught.value)
    assert not bpy.data.objects and not bpy.data.meshes


def test_no_step_is_long_and_cancelling_ends_the_child(basel):
    from bl_ext.user_default.expnet.morphable.reading import Reading

    path, _ = basel
    steps = Reading([path], 0, "keys").steps()
    begin = time.process_time()
    for _ in range(3):
        next(steps)
        time.sleep(0.02)
    assert time.process_time() - begin < 0.3
    steps.close()


def test_two_heads_stand_side_by_side(basel):
    path, _ = basel
    first, second = load(path), load(path)
    assert second.location.x > first.location.x + 0.16
    assert second.data.shape_keys != first.data.shape_keys


def test_needs_object_mode(basel):
    load(basel[0])
    bpy.ops.object.mode_set(mode="EDIT")
    try:
        assert not bpy.ops.expnet.import_morphable.poll()
    finally:
        bpy.ops.object.mode_set(mode="OBJECT")


def test_menu_names_the_formats():
    assert EXPNET_OT_import_morphable.bl_label == "Import 3D Morphable Face"
    drawn = [function.__module__ for function in bpy.types.TOPBAR_MT_file_import._dyn_ui_initialize()]
    assert any(module.endswith("operators.import_morphable") for module in drawn)
