# SPDX-License-Identifier: GPL-3.0-or-later
"""The CSV layout of Live Link Face, written and read back."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from bridge import rotation, take_csv
from bridge.basis import ARKIT, DEFAULT
from bridge.take import TakeError
from tests.support.takes import take


def rows(path: Path) -> list[list[str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_the_header_is_the_apps(tmp_path: Path):
    take_csv.write(take([0.0], [0.0]), tmp_path / "a.csv")
    header = rows(tmp_path / "a.csv")[0]
    assert header[:4] == ["Timecode", "BlendshapeCount", "EyeBlinkLeft", "EyeLookDownLeft"]
    assert header[16:20] == ["JawForward", "JawRight", "JawLeft", "JawOpen"]
    assert header[52:57] == ["NoseSneerRight", "TongueOut", "HeadYaw", "HeadPitch", "HeadRoll"][-5:]
    assert header[-1] == "RightEyeRoll"
    assert len(header) == 63
    assert sorted(name[0].lower() + name[1:] for name in take_csv.SHAPES) == list(ARKIT)


def test_a_row_holds_what_the_frame_shows(tmp_path: Path):
    values = np.zeros((1, 29))
    values[0, DEFAULT.index("jawOpen")] = 0.5
    values[0, DEFAULT.index("jawSide")] = -0.25
    turned = rotation.from_euler([0.3, -0.2, 0.1])
    take_csv.write(take(values, [3723.51], rotation=turned[None]), tmp_path / "a.csv")
    header, row = rows(tmp_path / "a.csv")
    cells = dict(zip(header, row, strict=True))
    assert cells["Timecode"] == "01:02:03:30.600"
    assert cells["BlendshapeCount"] == "61"
    assert {name: float(cells[name]) for name in ("JawOpen", "JawRight", "JawLeft", "EyeBlinkLeft")} == {
        "JawOpen": 0.5, "JawRight": 0.25, "JawLeft": 0.0, "EyeBlinkLeft": 0.0,
    }  # fmt: skip
    angles = [float(cells[name]) for name in ("HeadYaw", "HeadPitch", "HeadRoll")]
    assert angles == pytest.approx([0.3, -0.2, 0.1], abs=1e-6)


def test_what_was_written_reads_back(tmp_path: Path):
    rng = np.random.default_rng(0)
    values = rng.uniform(DEFAULT.minimum, DEFAULT.maximum, (5, 29))
    turns = rotation.from_euler(rng.uniform(-0.7, 0.7, (5, 3)))
    found = np.array([True, True, False, True, True])
    turns[~found] = np.nan
    original = take(values, np.arange(5) / 29.97, found, rotation=turns, gaze=rng.uniform(-0.3, 0.3, (5, 2)))
    take_csv.write(original, tmp_path / "a.csv")
    back = take_csv.read(tmp_path / "a.csv")
    assert back.found.tolist() == found.tolist()
    assert back.time == pytest.approx(original.time, abs=1e-5)
    assert back.coefficients[found] == pytest.approx(original.coefficients[found], abs=2e-6)
    assert np.abs((back.rotation * original.rotation).sum(1)[found]) == pytest.approx(1, abs=1e-5)
    assert back.gaze is not None and original.gaze is not None
    assert back.gaze[found] == pytest.approx(original.gaze[found], abs=1e-5)
    assert np.isnan(back.coefficients[2]).all()


def test_the_apps_30_frames_a_second_can_be_said(tmp_path: Path):
    take_csv.write(take([0.1, 0.2], [0.0, 0.5]), tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text().replace("00:00:00:30.000", "00:00:00:15.000")
    (tmp_path / "b.csv").write_text(text)
    assert take_csv.read(tmp_path / "b.csv", rate=30).time.tolist() == [0.0, 0.5]


def test_a_take_of_another_basis_is_refused(tmp_path: Path):
    with pytest.raises(TakeError, match="save this one as .npz"):
        take_csv.write(take([0.0], [0.0], meta={"basis": "bfm-29"}), tmp_path / "a.csv")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "lacks Timecode, BlendshapeCount, EyeBlinkLeft"),
        ("frame,jawOpen\n0,1\n", "not in the layout"),
        (",".join(take_csv.HEADER) + "\n", "has no rows"),
        (",".join(take_csv.HEADER) + "\n00:00:00:00.000,61,x\n", "line 2: this is no row"),
        (",".join(take_csv.HEADER) + "\nnow,61" + ",0" * 61 + "\n", "line 2: this is no row"),
        (",".join(take_csv.HEADER) + "\n00:00:00:00.000,61" + ",nan" * 61 + "\n", "not finite"),
        (",".join(take_csv.HEADER) + ("\n00:00:00:00.000,61" + ",0" * 61) * 2, "times do not rise"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path: Path, text: str, what: str):
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(TakeError, match=what):
        take_csv.read(path)


def test_a_file_that_is_no_text_is_said(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00" * 50)
    with pytest.raises(TakeError, match="no CSV file"):
        take_csv.read(tmp_path / "a.csv")
    with pytest.raises(TakeError, match="Cannot read"):
        take_csv.read(tmp_path / "b.csv")
