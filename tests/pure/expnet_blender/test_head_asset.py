# SPDX-License-Identifier: GPL-3.0-or-later
"""The head that ships, read without Blender."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from bridge.basis import DEFAULT

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def reader() -> ModuleType:
    """``expnet_blender.head.asset`` by path: its package imports bpy, it does not."""
    spec = importlib.util.spec_from_file_location("head_asset", ROOT / "expnet_blender/head/asset.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def head(reader):
    return reader.load_head()


def vertices_of(head, *materials: str) -> np.ndarray:
    wanted = np.isin(head.material, [head.materials.index(name) for name in materials])
    return np.unique(head.loops[np.repeat(wanted, head.sizes)])


def displacement(head, name: str) -> np.ndarray:
    return head.posed(head.names.index(name)) - head.vertices


def test_has_the_axes_of_the_default_basis(head):
    assert (head.basis, head.names) == (DEFAULT.id, DEFAULT.names)
    assert len(head.deltas) == len(DEFAULT)


def test_mesh_is_whole(head):
    assert head.sizes.sum() == len(head.loops) == len(head.uv)
    assert set(np.unique(head.sizes)) == {3, 4}
    assert np.array_equal(np.unique(head.loops), np.arange(len(head.vertices)))
    assert len(head.material) == len(head.sizes) and head.material.max() == len(head.materials) - 1
    for values in (head.vertices, head.uv, *(delta for _, delta in head.deltas)):
        assert np.isfinite(values).all()


def test_is_a_life_size_head_in_blenders_frame(head):
    size = np.ptp(head.vertices[vertices_of(head, "skin")], axis=0)
    assert size == pytest.approx([0.17, 0.21, 0.28], abs=0.03)
    iris = head.vertices[vertices_of(head, "iris")]
    assert iris[:, 1].max() < -0.05 and (iris[:, 2] > 0).all()


@pytest.mark.parametrize("index", range(len(DEFAULT)), ids=DEFAULT.names)
def test_every_unit_moves_the_face_by_millimetres(head, index):
    moved, delta = head.deltas[index]
    assert len(moved) == len(np.unique(moved)) == len(delta)
    assert 0.003 < np.linalg.norm(delta, axis=1).max() < 0.06


def test_only_what_moves_is_stored(head):
    assert all((np.abs(delta) > 1e-7).any(axis=1).all() for _, delta in head.deltas)


def test_the_neck_ends_in_one_still_loop_of_quads(head):
    skin = np.isin(head.material, [head.materials.index(name) for name in ("skin", "mouth")])
    starts = np.cumsum(head.sizes, dtype=int) - head.sizes
    assert (head.sizes[skin] == 4).all()
    quads = head.loops[starts[skin][:, None] + np.arange(4)].astype(int)
    edges = np.sort(np.stack([quads, np.roll(quads, -1, axis=1)], axis=-1).reshape(-1, 2), axis=1)
    edge, count = np.unique(edges, axis=0, return_counts=True)
    rim, touched = np.unique(edge[count == 1], return_counts=True)
    assert len(rim) == 42 and (touched == 2).all()
    assert head.vertices[rim, 2].max() < head.vertices[vertices_of(head, "mouth"), 2].min()
    assert not any(np.isin(moved, rim).any() for moved, _ in head.deltas)


def test_eyes_stay_still_and_teeth_follow_the_jaw(head):
    eyes, teeth = vertices_of(head, "eye", "iris", "pupil"), vertices_of(head, "teeth")
    assert not any(np.isin(moved, eyes).any() for moved, _ in head.deltas)
    drop = displacement(head, "jawOpen")[teeth, 2]
    height = head.vertices[teeth, 2]
    lower = height < np.median(height)
    assert drop[height > np.quantile(height, 0.9)] == pytest.approx(0, abs=1e-4)
    assert drop[lower].min() < -0.02


def test_lashes_follow_the_lids_and_brows_the_brow(head):
    upper = displacement(head, "eyelidLeft")[vertices_of(head, "lashes"), 2]
    assert upper.min() < -0.008
    assert displacement(head, "browOuterUpLeft")[vertices_of(head, "brows"), 2].max() > 0.003


def test_lids_close_over_the_eye_and_squints_keep_off_it(head):
    for side, sign in (("Left", 1), ("Right", -1)):
        eye = vertices_of(head, "eye", "iris", "pupil")
        ball = head.vertices[eye[head.vertices[eye, 0] * sign > 0]]
        centre = (ball.min(axis=0) + ball.max(axis=0)) / 2
        radius = np.ptp(ball[:, 0]) / 2
        skin = vertices_of(head, "skin")
        distance = np.linalg.norm(head.vertices[skin] - centre, axis=1)
        outside = skin[(distance > 1.05 * radius) & (distance < 2 * radius) & (head.vertices[skin, 1] < centre[1])]
        squinting = head.posed(head.names.index(f"eyeSquint{side}"))[outside]
        assert np.linalg.norm(squinting - centre, axis=1).min() > radius
        lid = skin[distance < 1.3 * radius]
        middle = lid[np.abs(head.vertices[lid, 0] - centre[0]) < 0.3 * radius]
        upper = middle[(head.vertices[middle, 2] > centre[2]) & (head.vertices[middle, 1] < centre[1] - 0.8 * radius)]
        lower = middle[(head.vertices[middle, 2] < centre[2]) & (head.vertices[middle, 1] < centre[1] - 0.8 * radius)]
        closed = head.posed(head.names.index(f"eyelid{side}"))
        assert head.vertices[upper, 2].min() > head.vertices[lower, 2].max() + 0.005
        assert closed[upper, 2].min() < closed[lower, 2].max()


@pytest.mark.parametrize("stem", ["browDown", "browOuterUp", "eyelid", "eyeSquint", "mouthSmile", "mouthFrown"])
def test_left_and_right_are_mirrors_on_the_subjects_own_sides(head, stem):
    left, right = displacement(head, stem + "Left"), displacement(head, stem + "Right")
    skin = vertices_of(head, "skin")
    centre = (np.abs(left[skin]).sum(axis=1) * head.vertices[skin, 0]).sum()
    assert centre > 0 > (np.abs(right[skin]).sum(axis=1) * head.vertices[skin, 0]).sum()
    assert np.abs(left[skin]).sum() == pytest.approx(np.abs(right[skin]).sum(), rel=0.05)


def test_signed_axes_point_to_the_subjects_left(head):
    skin = vertices_of(head, "skin")
    assert displacement(head, "jawSide")[skin, 0].sum() > 0
    assert displacement(head, "mouthSide")[skin, 0].sum() > 0


def test_lips_close_at_rest_and_mouth_close_undoes_the_open_jaw(head):
    jaw, close = displacement(head, "jawOpen"), displacement(head, "mouthClose")
    skin = vertices_of(head, "skin")
    lip = skin[np.argsort(head.vertices[skin, 1] + np.abs(head.vertices[skin, 2] + 0.04) * 2)][:200]
    assert np.abs(jaw[lip, 2] + close[lip, 2]).max() < 0.6 * np.abs(jaw[lip, 2]).max()


def test_another_format_is_refused(reader, tmp_path):
    with np.load(reader.FOLDER / "head.npz") as store:
        np.savez(tmp_path / "head.npz", **{**store, "format": np.array(99)})
    with pytest.raises(ValueError, match="reinstall"):
        reader.load_head(tmp_path / "head.npz")
