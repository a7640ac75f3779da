# SPDX-License-Identifier: GPL-3.0-or-later
"""The open form there and back, and the command that converts to it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bridge.cli import main
from bridge.morphable import archive
from bridge.morphable.checks import outward
from bridge.morphable.model import MorphableError
from tests.support.morphables import COUNT, bulge, load, parts
from tests.support.takes import take

pytest.importorskip("h5py")
pytest.importorskip("scipy")
from tests.support.morphable_files import model, saved  # noqa: E402


def same(first: Any, second: Any) -> bool:
    if is_dataclass(first):
        return all(same(getattr(first, field.name), getattr(second, field.name)) for field in fields(first))
    if isinstance(first, np.ndarray):
        return first.dtype == second.dtype and np.array_equal(first, second)
    return first == second


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("changes", [{}, {"colour": None, "uv": None, "uv_faces": None, "joints": None, "up": "Z"}])
def test_there_and_back(tmp_path: Path, packed: bool, changes: dict[str, Any]):
    made = model(**changes)
    assert same(load(saved(tmp_path / "face.npz", made, packed)), made)


def test_some_identities(tmp_path: Path):
    path = saved(tmp_path / "face.npz", model())
    assert [len(load(path, identities=count).identities) for count in (0, 2, 9)] == [0, 2, 5]


def test_a_file_of_the_least_that_is_needed(tmp_path: Path):
    """As another program would write it: no names, no ranges, an expression mean apart."""
    made = parts()
    meta = {"format": 1, "name": "Mine", "basis": "", "unit": 1, "up": "Z"}
    np.savez(
        tmp_path / "mine.npz", mean=made.mean / 1000, expr_mean=made.offset / 1000, faces=made.faces.astype("i4"),
        expr=made.moves[:3] / 1000, meta=json.dumps(meta), uv=np.zeros((COUNT, 2)),
    )  # fmt: skip
    read = load(tmp_path / "mine.npz")
    np.testing.assert_allclose(read.mean, (made.mean + made.offset) / 1000, rtol=1e-5)
    assert read.expressions.names == ("expression00", "expression01", "expression02")
    assert read.expressions.minimum == (-3.0,) * 3
    assert read.uv_faces is not None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mean": None}, "no face model"),
        ({"meta": None}, "lacks meta"),
        ({"meta": np.array("{")}, "no JSON"),
        ({"meta": np.array("[]")}, "no JSON"),
        ({"meta": np.array('{"format": 2}')}, "has format 2, this is 1: update"),
        ({"mean": np.zeros((4, 2), "f4")}, "no face model: its mean|limit|vertices"),
        ({"mean": np.zeros((4, 3), "i4")}, "its mean is int32"),
        ({"faces": np.array([[0, 1, 49]], np.int32)}, "vertices that it does not have"),
        ({"faces": np.array([[0, -1, 2]], np.int32)}, "vertices that it does not have"),
        ({"expr": np.zeros((3, COUNT, 3), "f4")}, "with 2 names"),
        ({"expr_range": np.array([[0, 1], [1, 2]], np.float32)}, "without a zero"),
        ({"expr_range": np.array([[0, 1], [-99, 2]], np.float32)}, r"within \+-10"),
        ({"expr_names": np.array(["a", "a"])}, "the same name"),
        ({"expr_names": np.array(["a", "b" * 64])}, "longer than 63|its expr_names"),
        ({"weights": np.ones((COUNT, 2), "f4")}, "add up to 1"),
        ({"joint_parents": np.array([0, 5], np.int32)}, "follow their parents"),
        ({"joints": np.zeros((3, 3), "f4")}, "joints do not fit"),
        ({"weights": None}, "joints without"),
        ({"uv": np.zeros((3, 2), "f4")}, "does not have"),
        ({"uv_faces": np.array([[0, 1, 2, 3]], np.int32)}, "do not fit its faces"),
        ({"colour": np.zeros((3, 3), "u1")}, "colours"),
        ({"expr_mean": np.zeros((3, 3))}, "expr_mean of another size"),
        ({"mean": np.full((COUNT, 3), np.nan, "f4")}, "not finite"),
        ({"mean": np.full((COUNT, 3), 2e7, "f4")}, "apart"),
        ({"shape": np.empty((600, 0, 3))}, "its shape is"),
    ],
)
def test_wrong_arrays_are_one_sentence(tmp_path: Path, changes: dict[str, Any], words: str):
    with np.load(saved(tmp_path / "face.npz", model())) as held:
        arrays = {name: held[name] for name in held}
    np.savez(tmp_path / "wrong.npz", **{name: a for name, a in (arrays | changes).items() if a is not None})
    with pytest.raises(MorphableError, match=words):
        load(tmp_path / "wrong.npz")


def test_pickled_arrays_are_not_opened(tmp_path: Path):
    np.savez(tmp_path / "bad.npz", mean=np.array([object()]), faces=np.zeros((1, 3), "i4"))
    with pytest.raises(MorphableError, match="its mean is object"):
        load(tmp_path / "bad.npz")


def test_a_take_is_no_face(tmp_path: Path):
    take(np.zeros((2, 29)), [0, 1]).save(tmp_path / "take.npz")
    with pytest.raises(MorphableError, match="is a take.*Import Face Take"):
        load(tmp_path / "take.npz")


def test_faces_are_turned_outwards():
    places, faces = bulge()
    np.testing.assert_array_equal(outward(places, faces.astype(np.int32)), faces)
    np.testing.assert_array_equal(outward(places, faces[:, ::-1].astype(np.int32)), faces)


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    source, target = saved(tmp_path / "face.npz", model()), tmp_path / "out.npz"
    assert main(["morphable", str(source), "-o", str(target), "--identities", "2"]) == 0
    said = capsys.readouterr()
    assert "Face, 49 vertices, 2 expressions, 2 identity components, basis some-2" in said.out
    assert "Said of it." in said.err
    assert len(load(target).identities) == 2
    assert main(["morphable", str(source), "-o", str(target)]) == 1
    assert "exists already: give --force" in capsys.readouterr().err
    assert main(["morphable", str(source), "-o", str(target), "--force", "--progress"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1] == {"progress": 1.0, "text": "Writing"} and len(lines) >= 3


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.mat", None, "Cannot read .*gone.mat: No such file"),
        ("empty.mat", b"", "is empty"),
        ("text.mat", b"hello there, this is a text", "no 3D morphable face that is known"),
        ("zip.npz", b"PK\x03\x04 broken", "damaged .npz"),
        ("mat.mat", b"MATLAB 5.0 MAT-file".ljust(124) + b"\0\1IM" + b"\x0e\0\0\0\xff\xff\xff\x7f", "damaged MATLAB"),
        ("h5.h5", b"\x89HDF\r\n\x1a\n" + bytes(100), "damaged HDF5"),
        ("eos.bin", np.array([1, 9, 1, 0, 0], "<i4").tobytes(), "cut short"),
        ("face.pkl", b"\x80\x02}q\x00(", "damaged pickle"),
        ("face.obj", b"v 0 0 0\n", "choose shape.bs"),
    ],
)
def test_what_is_no_model(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: Any, words: str):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert main(["morphable", str(tmp_path / name), "-o", str(tmp_path / "out.npz")]) == 1
    said = capsys.readouterr().err
    assert re.search(words, said) and said.count("\n") == 1
    assert not (tmp_path / "out.npz").exists()


def test_two_models_at_once(tmp_path: Path):
    first, second = (saved(tmp_path / name, model()) for name in ("a.npz", "b.npz"))
    with pytest.raises(MorphableError, match="of the same kind: choose one"):
        load(first, second)
    np.savez(tmp_path / "flame.npz", v_template=np.zeros((3, 3)))
    with pytest.raises(MorphableError, match="models of their own"):
        load(first, tmp_path / "flame.npz")


def test_nothing_is_left_where_it_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    source = saved(tmp_path / "face.npz", model())
    assert main(["morphable", str(source), "-o", str(tmp_path / "no" / "out.npz")]) == 1
    assert "choose another folder" in capsys.readouterr().err
    file = io.BytesIO()
    archive.write(model(), file)
    assert file.tell() > 1000
