# SPDX-License-Identifier: GPL-3.0-or-later
"""A job in a child process: its steps, its end, its sentence."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from bridge.launch import LaunchError
from bridge.task import Step, Task
from tests.support.morphables import bulge


def face(path: Path) -> Path:
    places, faces = bulge()
    meta = json.dumps({"format": 1, "name": "Face", "basis": "", "unit": 1e-3, "up": "Y"})
    np.savez(path, mean=places.astype("f4"), faces=faces.astype("i4"), meta=meta)
    return path


def script(path: Path, text: str) -> str:
    """A program in place of Python."""
    path.write_text(f"#!{sys.executable}\n{text}\n")
    path.chmod(0o755)
    return str(path)


def wait(task: Task) -> list[Step]:
    steps: list[Step] = []
    deadline = time.monotonic() + 60
    while (step := task.poll()) is not None:
        assert time.monotonic() < deadline
        if not steps or steps[-1] != step:
            steps.append(step)
        time.sleep(0.01)
    return steps


def test_a_job_is_done_and_leaves_its_file(tmp_path: Path):
    with Task(["morphable", str(face(tmp_path / "face.npz")), "-o", str(tmp_path / "out.npz")]) as task:
        assert task.poll() == Step("Starting", 0.0)
        wait(task)
    assert (tmp_path / "out.npz").is_file() and not task.log.exists()


def test_a_failure_is_the_childs_sentence(tmp_path: Path):
    with Task(["morphable", str(tmp_path / "gone.mat"), "-o", str(tmp_path / "out.npz")]) as task:
        with pytest.raises(LaunchError, match=r"^Cannot read .*gone.mat: No such file"):
            wait(task)


def test_steps_are_seen(tmp_path: Path):
    talk = 'print(\'{"progress": 0.5, "text": "Half"}\', flush=True); import sys; sys.stdin.read()'
    with Task(["morphable"], script(tmp_path / "python", talk)) as task:
        deadline = time.monotonic() + 30
        while task.poll() != Step("Half", 0.5):
            assert time.monotonic() < deadline
            time.sleep(0.01)


def test_a_crash_is_told(tmp_path: Path):
    with Task(["morphable"], script(tmp_path / "python", "import os; print('Fatal'); os.abort()")) as task:
        with pytest.raises(LaunchError, match="ended early .*may be damaged"):
            wait(task)


def test_stopping_ends_a_job_that_does_not_listen(tmp_path: Path):
    with Task(["morphable"], script(tmp_path / "python", "import time; time.sleep(600)")) as task:
        begin = time.monotonic()
        task.stop()
        assert not task.running and time.monotonic() - begin < 1.5
