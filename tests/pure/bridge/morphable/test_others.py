# SPDX-License-Identifier: GPL-3.0-or-later
"""FaceWarehouse, eos and ICT-FaceKit: small files of their layouts."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bridge.basis import ARKIT
from bridge.morphable import facewarehouse
from bridge.morphable.model import MorphableError
from tests.support.morphables import COUNT, bulge, load, parts

pytest.importorskip("h5py")
pytest.importorskip("scipy")
from tests.support.morphable_files import SIX, obj, pca, shapes_of, surrey  # noqa: E402


def warehouse(folder: Path, shapes: np.ndarray, faces: Sequence[Sequence[int]] | None) -> Path:
    path = folder / "Tester_1" / "Blendshape" / "shape.bs"
    path.parent.mkdir(parents=True)
    head = np.array([len(shapes) - 1, shapes.shape[1], 11400], "<i4").tobytes()
    path.write_bytes(head + shapes.astype("<f4").tobytes())
    if faces is not None:
        obj(folder / "Tester_1" / "TrainingPose" / "pose_0.obj", shapes[0], faces)
    return path


def blendshapes(count: int = 46) -> np.ndarray:
    rng = np.random.default_rng(2)
    mean = bulge()[0] / 100  # decimetres
    return np.concatenate((mean[None], mean + rng.normal(0, 0.05, (count, *mean.shape))))


def test_facewarehouse_takes_its_faces_from_the_folder(tmp_path: Path):
    quads = [(0, 1, 8, 7), (1, 2, 9, 8)]
    shapes = blendshapes()
    model = load(warehouse(tmp_path, shapes, quads))
    np.testing.assert_allclose(model.mean, shapes[0], rtol=1e-5)
    np.testing.assert_allclose(model.expressions.deltas, shapes[1:] - shapes[0], atol=1e-5)
    np.testing.assert_array_equal(model.faces, quads)
    assert model.unit == 0.1 and "0.1 m" in model.notes[0]
    assert len(set(facewarehouse.NAMES)) == 46
    assert sum(name in ARKIT for name in model.expressions.names) == 40
    assert model.expressions.names[0] == "eyeBlinkLeft" and model.expressions.names[21] == "jawOpen"


def test_facewarehouse_without_faces(tmp_path: Path):
    path = warehouse(tmp_path, blendshapes(), None)
    with pytest.raises(MorphableError, match="holds no faces: choose an .obj"):
        load(path)
    mesh = obj(tmp_path / "any.obj", blendshapes()[0], bulge()[1].tolist())
    assert len(load(path, mesh).faces) == len(bulge()[1])
    wrong = obj(tmp_path / "wrong.obj", blendshapes()[0][:-1], [(0, 1, 2)])
    with pytest.raises(MorphableError, match="has 48 vertices"):
        load(path, wrong)


def test_surrey_with_the_blendshapes_beside_it(tmp_path: Path):
    made = parts()
    (tmp_path / "expression_blendshapes_3448.bin").write_bytes(shapes_of(SIX, made))
    model = load(surrey(tmp_path / "sfm_shape_3448.bin", made))
    assert (model.expressions.names, model.basis, model.unit) == (SIX, "surrey-6", 1e-3)
    assert set(model.expressions.minimum) == {0.0} and set(model.expressions.maximum) == {1.0}
    np.testing.assert_allclose(model.mean, made.mean, rtol=1e-5)
    np.testing.assert_allclose(model.expressions.deltas, made.moves[:6], rtol=1e-5)
    np.testing.assert_allclose(model.identities.deltas, made.people * made.deviation[:, None, None], rtol=1e-4)
    assert model.uv is not None
    np.testing.assert_allclose(model.uv[:, 1], 1 - (made.mean[:, 1] / 160 + 0.5), atol=1e-6)
    assert model.uv_faces is not None
    np.testing.assert_array_equal(model.uv_faces, model.faces)
    assert len(model.sources) == 2


@pytest.mark.parametrize("version", [2, 3, 4])
def test_later_versions_hold_their_expressions(tmp_path: Path, version: int):
    made = parts()
    for expression in (
        b"\x00" + struct.pack("<i", 1) + shapes_of(SIX, made),
        b"\x00" + struct.pack("<i", 0) + pca(made.offset, made.moves, made.sigma, made.faces[:0]),
    ):
        model = load(surrey(tmp_path / "model.bin", made, version, expression))
        assert len(model.expressions) in (6, 29)
        if len(model.expressions) == 29:
            np.testing.assert_allclose(model.mean, made.mean + made.offset, rtol=1e-4)
            np.testing.assert_allclose(model.expressions.deltas, made.moves * made.sigma[:, None, None], rtol=1e-4)


def test_surrey_without_expressions_or_alone(tmp_path: Path):
    with pytest.raises(MorphableError, match="has no expressions: choose its file of blendshapes"):
        load(surrey(tmp_path / "sfm.bin", parts()))
    (tmp_path / "expression.bin").write_bytes(shapes_of(SIX, parts()))
    with pytest.raises(MorphableError, match="only a part of a model: choose the face model"):
        load(tmp_path / "expression.bin")


LISTED = (
    "browDown_L", "browDown_R", "browInnerUp_L", "browInnerUp_R", "cheekPuff_L", "cheekPuff_R", "eyeBlink_L",
    "eyeBlink_R", "jawOpen", "mouthClose", "mouthSmile_L", "mouthSmile_R",
)  # fmt: skip


def kit(folder: Path) -> dict[str, np.ndarray]:
    """A folder of files in centimetres; returns each file's displacement."""
    rng = np.random.default_rng(3)
    places, faces = bulge()
    places, quads = places / 10, [[0, 1, 8, 7], *faces.tolist()]
    obj(folder / "generic_neutral_mesh.obj", places, quads, places[:, :2] / 16 + 0.5)
    deltas = {}
    for name in (*LISTED, "PupilDilate_L", "identity000", "identity001"):
        deltas[name] = rng.normal(0, 0.1, places.shape)
        obj(folder / f"{name}.obj", places + deltas[name], quads)
    (folder / "vertex_indices.json").write_text(json.dumps({"expressions": LISTED, "face": [0, 1]}))
    return deltas


@pytest.mark.parametrize("by", ["folder", "file"])
def test_ict_gets_apples_names(tmp_path: Path, by: str):
    deltas = kit(tmp_path)
    model = load(tmp_path if by == "folder" else tmp_path / "generic_neutral_mesh.obj", identities=1)
    names = (
        "browDownLeft", "browDownRight", "browInnerUp", "cheekPuff", "eyeBlinkLeft", "eyeBlinkRight", "jawOpen",
        "mouthClose", "mouthSmileLeft", "mouthSmileRight", "PupilDilateLeft",
    )  # fmt: skip
    assert model.expressions.names == names and set(names[:-1]) <= set(ARKIT)
    assert (model.unit, model.basis) == (0.01, "")
    np.testing.assert_allclose(
        model.expressions.deltas[2], deltas["browInnerUp_L"] + deltas["browInnerUp_R"], atol=1e-4
    )
    np.testing.assert_allclose(model.identities.deltas, [deltas["identity000"]], atol=1e-5)
    assert model.faces[:2].tolist() == [[0, 1, 8, 7], [0, 1, 8, -1]]
    assert model.uv is not None and len(model.uv) == COUNT
    assert model.uv_faces is not None
    np.testing.assert_array_equal(model.uv_faces, model.faces)


def test_ict_that_is_not_whole(tmp_path: Path):
    with pytest.raises(MorphableError, match="has no generic_neutral_mesh.obj"):
        load(tmp_path)
    kit(tmp_path)
    obj(tmp_path / "jawOpen.obj", bulge()[0][:-1], [(0, 1, 2)])
    with pytest.raises(MorphableError, match="jawOpen.obj has 48 vertices"):
        load(tmp_path)
    (tmp_path / "jawOpen.obj").unlink()
    with pytest.raises(MorphableError, match="Cannot read .*jawOpen.obj"):
        load(tmp_path)
    (tmp_path / "vertex_indices.json").write_text('{"expressions": ["../../etc/passwd"]}')
    with pytest.raises(MorphableError, match="names 0 expressions"):
        load(tmp_path)
    (tmp_path / "vertex_indices.json").unlink()
    with pytest.raises(MorphableError, match="is missing"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("line", "words"),
    [("f 1 2 99", "damaged"), ("f 1 2 3 4 5", "four corners"), ("f a b c", "damaged"), ("v 1 x 2", "damaged")],
)
def test_damaged_obj(tmp_path: Path, line: str, words: str):
    kit(tmp_path)
    path = tmp_path / "generic_neutral_mesh.obj"
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(MorphableError, match=words):
        load(tmp_path)
