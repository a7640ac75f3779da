# SPDX-License-Identifier: GPL-3.0-or-later
"""The published model's file, ready made and put together from Basel's and 3DDFA's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bridge.basis import PUBLISHED
from bridge.morphable.model import Morphable, MorphableError
from tests.support.morphables import COUNT, Parts, columns, load, parts, published

h5py = pytest.importorskip("h5py")
scipy_io = pytest.importorskip("scipy.io")


def check(model: Morphable, made: Parts, unit: float, people: int = 5) -> None:
    scale = 1e-3 / unit
    assert (model.name, model.basis, model.unit, model.up) == ("Basel Face", PUBLISHED.id, unit, "Y")
    np.testing.assert_allclose(model.mean, (made.mean + made.offset) * scale, rtol=1e-5)
    assert model.expressions.names == PUBLISHED.names
    assert set(model.expressions.minimum) == {-3.0} and set(model.expressions.maximum) == {3.0}
    np.testing.assert_allclose(model.expressions.deltas, made.moves * made.sigma[:, None, None] * scale, rtol=1e-4)
    assert model.identities.names == tuple(f"identity{index:03d}" for index in range(people))
    expected = made.people * made.deviation[:, None, None] * scale
    np.testing.assert_allclose(model.identities.deltas, expected[:people], rtol=1e-4)
    assert model.colour is not None
    np.testing.assert_allclose(model.colour, made.colour, atol=0.51)
    np.testing.assert_array_equal(np.sort(model.faces), np.sort(made.faces))


@pytest.mark.parametrize("packed", [False, True])
def test_authors_mat(tmp_path: Path, packed: bool):
    made, path = parts(), tmp_path / "BaselFaceModel_mod.mat"
    scipy_io.savemat(path, {"BFM": published(made)}, do_compression=packed)
    model = load(path)
    check(model, made, 1e-3)
    assert [source.name for source in model.sources] == [path.name]
    assert len(model.sources[0].sha256) == 64


@pytest.mark.parametrize("turned", [False, True])
def test_authors_h5(tmp_path: Path, turned: bool):
    """Written from Python, and with every matrix the other way round as MATLAB does."""
    made, path = parts(), tmp_path / "BaselFaceModel_mod.h5"
    with h5py.File(path, "w") as file:
        for name, array in published(made).items():
            file[name] = array.T if turned else array
    check(load(path), made, 1e-3)


def test_matlab_7_3(tmp_path: Path):
    made, path = parts(), tmp_path / "BaselFaceModel_mod.mat"
    with h5py.File(path, "w", userblock_size=512) as file:
        for name, array in published(made).items():
            file[f"BFM/{name}"] = array.T
    with open(path, "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM")
    check(load(path), made, 1e-3)


@pytest.mark.parametrize("people", [0, 2, 512])
@pytest.mark.parametrize("kind", ["mat", "h5"])
def test_so_many_identities_as_are_wanted(tmp_path: Path, people: int, kind: str):
    made, path = parts(), tmp_path / f"model.{kind}"
    if kind == "mat":
        scipy_io.savemat(path, {"BFM": published(made)})
    else:
        with h5py.File(path, "w") as file:
            for name, array in published(made).items():
                file[name] = array
    check(load(path, identities=people), made, 1e-3, min(people, 5))


def test_face3d_is_in_micrometres_and_fills_the_mouth(tmp_path: Path):
    made, path = parts(), tmp_path / "BFM.mat"
    fields = published(made, 1000.0)
    tri = fields.pop("faces")
    scipy_io.savemat(path, {"model": fields | {"tri": tri[:-2], "tri_mouth": tri[-2:]}})
    check(load(path), made, 1e-6)


def write_parts(folder: Path, made: Parts) -> dict[str, Path]:
    """Basel's file with two vertices that 3DDFA leaves out and one that the authors do, and theirs."""
    rng = np.random.default_rng(1)
    inner, dropped = [3, 20], [7]
    whole = np.arange(COUNT + 3)
    outer = np.delete(whole, inner)  # those that the expressions move
    own = np.delete(outer, dropped)  # those that the authors keep: `made`
    mean, colour = rng.normal(0, 50, (len(whole), 3)), np.zeros((len(whole), 3))
    people = rng.normal(0, 1, (5, len(whole), 3))
    mean[own], colour[own], people[:, own] = made.mean, made.colour, made.people
    offset, moves = rng.normal(0, 1, (len(outer), 3)), rng.normal(0, 1, (29, len(outer), 3))
    rows = np.delete(np.arange(len(outer)), dropped)
    offset[rows], moves[:, rows] = made.offset, made.moves
    reference = np.full(len(whole), -1)
    reference[outer] = np.arange(len(outer)) + 1
    own_faces = made.faces + 1
    outer_faces = rows[made.faces] + 1
    files = {
        "01_MorphableModel.mat": {
            "shapeMU": mean.reshape(-1, 1) * 1000,
            "shapePC": columns(people),
            "shapeEV": made.deviation.reshape(-1, 1) * 1000,
            "texMU": colour.reshape(-1, 1),
            "tl": np.arange(3).reshape(1, 3) + 1,
        },
        "Model_Expression.mat": {
            "mu_exp": offset.reshape(-1, 1) * 1000,
            "w_exp": columns(moves) * 1000,
            "sigma_exp": made.sigma.reshape(-1, 1) * 2,
        },
        "mod_struct_expr.mat": {
            "mod_struct": {
                "vertex_indices": own + 1,
                "vertex_expr_ref": reference,
                "expEV": made.sigma,
                "faces": own_faces[:, ::-1],
            }
        },
        "model_info.mat": {"trimIndex": outer + 1, "tri": outer_faces[:-1].T, "tri_mouth": outer_faces[-1:].T},
    }
    for name, content in files.items():
        scipy_io.savemat(folder / name, content)
    return {name: folder / name for name in files}


def test_parts_with_the_authors_structure_give_their_model(tmp_path: Path):
    made, paths = parts(), write_parts(tmp_path, parts())
    model = load(paths["01_MorphableModel.mat"])  # the others are found beside it
    shifted = Parts(**{**vars(made), "mean": made.mean + (0.231, 0, 0)})
    check(model, shifted, 1e-6)
    assert {source.name for source in model.sources} == set(paths)
    assert model.notes == ()


def test_parts_with_3ddfas_choice_of_vertices(tmp_path: Path):
    made, paths = parts(), write_parts(tmp_path, parts())
    paths["mod_struct_expr.mat"].unlink()
    model = load(*(path for path in paths.values() if path.exists()))
    assert len(model.mean) == COUNT + 1 and model.unit == 1e-6
    rows = np.delete(np.arange(COUNT + 1), 7)
    np.testing.assert_allclose(model.mean[rows], (made.mean + made.offset) * 1000, rtol=1e-4)
    expected = made.moves * made.sigma[:, None, None] * 2000
    np.testing.assert_allclose(model.expressions.deltas[:, rows], expected, rtol=1e-4)
    assert len(model.faces) == len(made.faces)
    assert "mod_struct_expr.mat" in model.notes[0]


@pytest.mark.parametrize(
    ("present", "words"),
    [
        (["01_MorphableModel.mat"], "has no expressions: choose Model_Expression.mat"),
        (["Model_Expression.mat"], "only a part of a model: choose 01_MorphableModel.mat"),
        (["01_MorphableModel.mat", "Model_Expression.mat"], "does not say which vertices"),
        (["model_info.mat"], "only a part"),
    ],
)
def test_missing_parts_are_named(tmp_path: Path, present: list[str], words: str):
    paths = write_parts(tmp_path, parts())
    for name, path in paths.items():
        if name not in present:
            path.unlink()
    with pytest.raises(MorphableError, match=words):
        load(*(paths[name] for name in present))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"faces": None}, "has no faces"),
        ({"faces": np.array([[1, 2, 9999]])}, "of 49"),
        ({"faces": np.array([[-4, 2, 3]])}, "of 49"),
        ({"faces": np.ones((4, 5))}, "no triangles"),
        ({"expEV": np.ones((7, 1))}, "does not fit its 7"),
        ({"expEV": None}, "lacks expEV"),
        ({"expMU": np.ones((6, 1))}, "has 6 numbers"),
        ({"shapeMU": np.ones((7, 1))}, "no vertices"),
        ({"shapeMU": np.full((3 * COUNT, 1), np.nan)}, "not finite"),
        ({"expPC": np.full((3 * COUNT, 29), np.inf)}, "not finite"),
        ({"expPC": np.ones((3 * COUNT, 5)), "expEV": np.ones((5, 1))}, "has 5 expressions"),
        ({"shapeEV": np.ones((2, 1))}, "does not fit its 2"),
        ({"texMU": np.full((3 * COUNT, 1), np.nan)}, "colours"),
    ],
)
def test_wrong_numbers_are_one_sentence(tmp_path: Path, changes: dict[str, Any], words: str):
    fields = {name: array for name, array in (published(parts()) | changes).items() if array is not None}
    scipy_io.savemat(tmp_path / "model.mat", {"BFM": fields})
    with pytest.raises(MorphableError, match=words):
        load(tmp_path / "model.mat")
