# SPDX-License-Identifier: GPL-3.0-or-later
"""The authors' list of pictures, and what becomes of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.boxes import BoxesError, locate, read
from bridge.engines.onnx import OnnxEngine
from bridge.published.crop import crop, round_trip
from bridge.take import Take
from tests.support import drawn_face
from tests.support.published import model_bytes

ROOT = Path(__file__).parents[3]
TITLES = "ID,FILE,FACE_X,FACE_Y,FACE_WIDTH,FACE_HEIGHT\n"


def listed(folder: Path, text: str):
    (folder / "input.csv").write_text(text)
    return read(folder / "input.csv")


def test_a_list_with_titles_and_one_without(tmp_path: Path):
    line = "subject1_a,images/Angry 9.jpg,407.0318,140.5329,130.2308,208.3272\n"
    (a,), (b,) = listed(tmp_path, TITLES + line), listed(tmp_path, "\n" + line)
    assert a == b and (a.id, a.file) == ("subject1_a", "images/Angry 9.jpg")
    assert a.box == pytest.approx((407.0318, 140.5329, 537.2626, 348.8601))


def test_pictures_lie_beside_the_list_or_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (picture,) = listed(tmp_path, "a,p.png,0,0,1,1")
    monkeypatch.chdir(tmp_path.parent)
    assert locate(picture, tmp_path) == Path("p.png")
    (tmp_path / "p.png").touch()
    assert locate(picture, tmp_path) == tmp_path / "p.png"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lists no picture"),
        (TITLES, "lists no picture"),
        ("a,b.png,1,2,3\n", "Line 1 .* has 5 values"),
        (TITLES + "a,b.png,1,2,x,4\n", "Line 2 .* no four numbers: 1, 2, x, 4"),
        ("a,b.png,1,2,nan,4\n", "without area or far away"),
        ("a,b.png,1,2,0,4\n", "without area or far away"),
        ("a,b.png,1e9,2,3,4\n", "without area or far away"),
        ("a" * 200_000 + ",b.png,1,2,3,4\n", "no CSV file"),
    ],
)
def test_lists_that_are_none_are_said(tmp_path: Path, text: str, words: str):
    with pytest.raises(BoxesError, match=words) as caught:
        listed(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_files_that_are_no_text_are_said(tmp_path: Path):
    (tmp_path / "input.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BoxesError, match="no text in UTF-8"):
        read(tmp_path / "input.csv")
    with pytest.raises(BoxesError, match="Cannot read"):
        read(tmp_path / "gone.csv")


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, text: str):
    path = tmp_path_factory.mktemp("text") / "input.csv"
    path.write_text(text, "utf-8", errors="replace")
    try:
        assert all(picture.box[0] < picture.box[2] for picture in read(path))
    except BoxesError:
        pass


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a converted file and a list of three pictures, of which one is gone."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "expnet.onnx").write_bytes(model_bytes())
    for index in range(2):
        frame = np.full((200, 300, 3), 90 + 40 * index, np.uint8)
        drawn_face.place(frame, drawn_face.face(), (150 - 20 * index, 100), 0.6)
        cv2.imwrite(str(folder / f"{index}.png"), frame)
    lines = "one,0.png,100,40,90.5,120.25\ngone,gone.png,1,2,30,40\n../two,1.png,90,45,80,110\n"
    (folder / "input.csv").write_text(TITLES + lines)
    return folder


def predict(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bridge", "predict", "--boxes", "input.csv", "--model", "expnet.onnx", *arguments]
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=120)


def test_pictures_with_boxes_become_a_take_and_more(place: Path):
    done = predict(place, "-o", "out.npz", "--crops", "crops", "--force")
    assert (done.returncode, done.stdout) == (3, "input.csv: 2 of 3 pictures -> out.npz\n"), done.stderr
    assert "gone: gone.png is not there: the line is left out." in done.stderr
    take = Take.load(place / "out.npz")
    assert take.found.tolist() == [True, False, True] and take.basis == "bfm-29"
    engine = OnnxEngine(place / "expnet.onnx", "cpu")
    crops = [round_trip(crop(np.asarray(cv2.imread(str(place / name)), np.uint8), box, 227), 95)
             for name, box in (("0.png", take.box[0]), ("1.png", take.box[2]))]  # fmt: skip
    said = engine.infer(np.stack(crops))
    assert said.shape is not None and said.pose is not None
    assert take.coefficients[[0, 2]] == pytest.approx(said.expression, abs=1e-5)
    assert take.meta["identity"] == pytest.approx(said.shape.mean(0), abs=1e-4)
    with np.load(place / "out.npz") as file:
        assert file["id"].tolist() == ["one", "gone", "../two"]
        assert file["pose"][[0, 2]] == pytest.approx(said.pose, abs=1e-5) and np.isnan(file["shape"][1]).all()
    kept = sorted(path.name for path in (place / "crops").iterdir())
    assert kept == ["000000_one.png", "000002____two.png", "labels.csv"]
    assert (cv2.imread(str(place / "crops" / kept[0])) == crops[0]).all()
    assert (place / "crops" / "labels.csv").read_text().startswith("crop,expression00,")


def test_without_jpeg_the_answer_is_another(place: Path):
    assert predict(place, "-o", "plain.npz", "--no-jpeg").returncode == 3
    assert predict(place, "-o", "packed.npz").returncode == 3
    a, b = (Take.load(place / name).coefficients[0] for name in ("plain.npz", "packed.npz"))
    assert 0 < np.abs(a - b).max() < 0.2


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--csv"], 2, "goes with videos"),
        (["clip.mp4"], 2, "name videos, or a list"),
        (["--engine", "abacus"], 1, "no engine 'abacus'"),
        (["--precision", "fp16", "--engine", "onnx"], 1, "choose --engine torch for fp16"),
        (["-o", "expnet.onnx"], 1, "--force"),
        (["--boxes", "gone.csv"], 1, "Cannot read gone.csv"),
    ],
)
def test_what_cannot_work_is_told_in_a_sentence(place: Path, arguments: list[str], status: int, words: str):
    done = predict(place, *arguments)
    assert done.returncode == status and words in done.stderr and "Traceback" not in done.stderr


def test_other_models_have_no_use_for_the_authors_boxes(place: Path, model: Path):
    done = predict(place, "--model", str(model), "-o", "none.npz")
    assert done.returncode == 1 and "mean-colour is none" in done.stderr
