# SPDX-License-Identifier: GPL-3.0-or-later
"""The command ``predict``, run as users run it, with a real bridge behind it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from bridge.errors import UserError
from bridge.launch import Child
from bridge.predict import plan
from bridge.take import Take
from tests.support import pair, videos
from tests.support.clip import Clip, make_clip

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    return make_clip(tmp_path_factory.mktemp("clip") / "clip.mp4", 40)


def predict(*arguments: object, folder: Path, token: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "EXPNET_TOKEN": token}
    command = [sys.executable, "-m", "bridge", "predict", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def test_a_video_becomes_a_take_and_a_csv(tmp_path: Path, model: Path, clip: Clip) -> None:
    done = predict(clip.path, "-o", "take.npz", "--csv", "--model", model, folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "clip.mp4: 40 frames, 40 with a face -> take.npz\n"), done.stderr
    take = Take.load(tmp_path / "take.npz")
    assert len(take) == 40 and take.found.all()
    assert np.corrcoef(take.coefficients[:, 0], clip.red)[0, 1] > 0.98
    assert take.meta["video"] == "clip.mp4" and take.meta["model"] == "mean-colour"
    assert len((tmp_path / "take.csv").read_text().splitlines()) == 41
    assert sorted(path.name for path in tmp_path.iterdir()) == ["take.csv", "take.npz"]


def test_every_face_has_a_take_of_its_own(tmp_path: Path, model: Path) -> None:
    clip = pair.write(tmp_path / "two.mp4")
    options = (clip, "-o", "take.npz", "--csv", "--faces", "all", "--model", model)
    done = predict(*options, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "two.mp4: 75 frames, 75 with a face -> take.npz\ntwo.mp4: 75 frames, face 2 in 75 -> take.face2.npz\n"
    )
    one, two = Take.load(tmp_path / "take.npz"), Take.load(tmp_path / "take.face2.npz")
    assert (one.box[:, 2] < 400).all() and (two.box[:, 0] > 400).all()
    assert one.coefficients[:, 0].mean() > two.coefficients[:, 0].mean()  # the second one is darker
    names = {"two.mp4", "take.npz", "take.csv", "take.face2.npz", "take.face2.csv"}
    assert {path.name for path in tmp_path.iterdir()} == names
    (tmp_path / "take.npz").unlink()
    again = predict(clip, "-o", "take.npz", "--faces", "2", "--model", model, folder=tmp_path)
    assert again.returncode == 1 and "take.face2.npz exists already" in again.stderr
    alone = predict(clip, "-o", "take.npz", "--model", model, folder=tmp_path)
    assert alone.returncode == 0 and alone.stdout.count("->") == 1
    assert np.array_equal(Take.load(tmp_path / "take.npz").coefficients, one.coefficients)


def test_a_range_and_a_remote_bridge(tmp_path: Path, model: Path, clip: Clip) -> None:
    with Child(["serve", "--model", str(model)]) as bridge:
        where = f"127.0.0.1:{bridge.wait_ready().port}"
        options = (clip.path, "--bridge", where, "--first", 0.5, "--last", 0.8)
        done = predict(*options, folder=tmp_path, token=bridge.token)
        assert done.returncode == 0, done.stderr
        assert Take.load(tmp_path / "clip.npz").frame.tolist() == list(range(15, 25))
        refused = predict(*options, "--force", folder=tmp_path, token="not the token of that bridge")
    assert refused.returncode == 1
    assert "token" in refused.stderr and "Traceback" not in refused.stderr


def test_several_videos_and_one_of_them_bad(tmp_path: Path, model: Path, clip: Clip) -> None:
    (tmp_path / "text.mp4").write_text("no video")
    videos.write(tmp_path / "empty room.mp4", [videos.grey(90, 320, 240)] * 8)
    done = predict("text.mp4", "empty room.mp4", clip.path, "-o", "takes/", "--model", model, folder=tmp_path)
    assert done.returncode == 1
    assert "text.mp4: 'text.mp4' is no video that can be decoded" in done.stderr
    assert "empty room.mp4: No face was found" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in (tmp_path / "takes").iterdir()] == ["clip.npz"]


def test_a_damaged_video_gives_its_part_and_a_status_of_its_own(tmp_path: Path, model: Path, clip: Clip) -> None:
    from bridge.sender.video import Video

    with Video(clip.path) as video:
        frames = [frame.bgr for frame in video.frames()]
    whole = videos.write_timed(tmp_path / "a.mkv", frames, [k / 30 for k in range(40)])
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    done = predict("a.mkv", "--model", model, folder=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "it is damaged or was cut off" in done.stderr
    assert 15 < len(Take.load(tmp_path / "a.npz")) < 40


def test_nothing_is_overwritten_unasked(tmp_path: Path, model: Path, clip: Clip) -> None:
    (tmp_path / "clip.npz").write_text("precious")
    done = predict(clip.path, "--model", model, folder=tmp_path)
    assert done.returncode == 1 and "--force" in done.stderr
    assert (tmp_path / "clip.npz").read_text() == "precious"
    assert predict(clip.path, "--model", model, "--force", "--last", 0.2, folder=tmp_path).returncode == 0
    assert len(Take.load(tmp_path / "clip.npz")) == 7


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--model", "gone.onnx"], "Cannot read the model gone.onnx"),
        (["--bridge", "here"], "no bridge|Cannot reach|No machine"),
        (["--bridge", "127.0.0.1:notaport"], "give the bridge's as host:port"),
        (["--bridge", "127.0.0.1:1", "--certificate", "gone.pem"], "Cannot read the certificate gone.pem"),
    ],
)
def test_what_cannot_work_is_told_in_a_sentence(tmp_path: Path, clip: Clip, arguments: list[str], words: str) -> None:
    done = predict(clip.path, *arguments, folder=tmp_path)
    assert done.returncode == 1
    assert any(word in done.stderr for word in words.split("|")), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [[], ["a.mp4", "--first", "-1"], ["a.mp4", "--first", "3", "--last", "2"],
                                       ["a.mp4", "--faces", "9"], ["a.mp4", "--faces", "none"]])  # fmt: skip
def test_wrong_arguments_have_the_status_of_wrong_arguments(tmp_path: Path, arguments: list[str]) -> None:
    assert predict(*arguments, folder=tmp_path).returncode == 2


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent differently here")
def test_ctrl_c_leaves_no_file_and_no_process(tmp_path: Path, model: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", 200).path
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bridge", "predict", str(path), "--model", str(model)]

    def heeded() -> None:
        """A shell lets what it runs in the background ignore Ctrl-C, these tests too."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heeded,
    )
    assert process.stderr is not None
    assert "of 200 frames" in process.stderr.readline()
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to the bridge as well
    assert process.wait(10) == 130
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["clip.mp4"]
    deadline = time.monotonic() + 5
    with pytest.raises(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(process.pid, 0)
            time.sleep(0.05)


def test_where_takes_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    a, b = Path("in/a.b.mp4"), Path("in/c.mov")
    (only,) = plan([a], None, "", False)
    assert (only.take, only.csv) == (Path("a.b.npz"), Path("a.b.csv"))
    (only,) = plan([a], "x.npz", "y.csv", False)
    assert (only.take, only.csv) == (Path("x.npz"), Path("y.csv"))
    assert [job.take for job in plan([a, b], "new/folder", None, False)] == [
        Path("new/folder/a.b.npz"), Path("new/folder/c.npz"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "output", "csv", "words"),
    [
        (["x/a.mp4", "y/a.mp4"], None, None, "Two of the files"),
        (["a.mp4"], "take.npz", "take.npz", "Two of the files"),
        (["a.mp4", "b.mp4"], None, "t.csv", "one video only"),
        (["a.mp4"], "gone/take.npz", None, "no folder"),
        (["a.mp4"], "file/", None, "exists already|Cannot make|no folder"),
    ],
)
def test_plans_that_cannot_work_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], output: str | None, csv: str | None, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    with pytest.raises(UserError, match=words):
        plan([Path(name) for name in names], output, csv, True)
