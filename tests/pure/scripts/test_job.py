# SPDX-License-Identifier: GPL-3.0-or-later
"""The runner of tests: what it counts, what it says of a process that ends badly, and jobs side by side."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.job import Job, run_all

PASSES = "def test_a(): pass\ndef test_b(): print('said')\n"


def job(folder: Path, name: str, text: str, limit: float = 60.0) -> Job:
    path = folder / f"test_{name}.py"
    path.write_text(text, "utf-8")
    return Job(name, Path(sys.executable), (path,), limit)


@pytest.mark.parametrize("at_once", [1, 3])
def test_results_come_in_the_order_of_the_jobs(tmp_path: Path, at_once: int):
    slow = job(tmp_path, "slow", "import time\ndef test_slow(): time.sleep(1)\n")
    mixed = job(tmp_path, "mixed", "import pytest\ndef test_no(): assert 0\n@pytest.mark.skip\ndef test_not(): pass\n")
    crashed = job(tmp_path, "crashed", "import os\ndef test_gone(): os.kill(os.getpid(), 9)\n")
    outcomes = run_all([slow, job(tmp_path, "passes", PASSES), mixed, crashed], at_once=at_once)
    assert [outcome.job.label for outcome in outcomes] == ["slow", "passes", "mixed", "crashed"]
    assert [(outcome.passed, outcome.failed, outcome.skipped) for outcome in outcomes] == [
        (1, 0, 0), (2, 0, 0), (0, 1, 1), (0, 1, 0),
    ]  # fmt: skip
    assert outcomes[3].troubles == ("ended by SIGKILL",)


def test_side_by_side_each_output_stands_by_itself(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    jobs = [job(tmp_path, name, f"def test_it(): print('{name} said')\n") for name in ("one", "two")]
    run_all(jobs, ["-s"], at_once=2)
    for part in capfd.readouterr().out.split("=== ")[1:]:
        name = part.split("\n")[0]
        assert [other for other in ("one", "two") if f"{other} said" in part] == [name]


def test_one_that_takes_too_long_is_killed(tmp_path: Path):
    endless = job(tmp_path, "endless", "import time\ndef test_it(): time.sleep(60)\n", limit=3)
    (outcome,) = run_all([endless])
    assert (outcome.passed, outcome.failed) == (0, 1)
    assert outcome.troubles == ("killed after 3 s",)


def test_an_interruption_ends_what_runs(tmp_path: Path):
    pid = tmp_path / "pid"

    def jobs() -> Iterator[Job]:
        yield job(tmp_path, "endless", f"import os, time\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\n"
                  "def test_it(): time.sleep(60)\n")  # fmt: skip
        while not pid.exists() or not pid.read_text("utf-8"):
            pass
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_all(jobs(), at_once=2)
    assert not Path("/proc", pid.read_text("utf-8")).exists()
