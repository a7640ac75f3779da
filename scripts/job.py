# SPDX-License-Identifier: GPL-3.0-or-later
"""One pytest process: run under a time limit, counted from its report, and searched for processes it left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import uuid
import xml.etree.ElementTree
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .paths import BUILD, ROOT

MARK: Final = "EXPNET_TEST_JOB"
"""Environment variable by which the descendants of a job are known."""

PATIENCE: Final = 10.0
"""Seconds that child processes have to notice that their parent has ended."""


@dataclass(frozen=True)
class Job:
    """Test files for one interpreter; ``limit`` is in seconds of wall time."""

    label: str
    python: Path
    paths: tuple[Path, ...]
    limit: float = 600.0
    variables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of a job. A crash, a time-out and a process left behind are failures with a line in ``troubles``."""

    job: Job
    seconds: float
    passed: int
    failed: int
    skipped: int
    troubles: tuple[str, ...]

    @property
    def counts(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run(job: Job, options: Sequence[str] = ()) -> Outcome:
    """Run the job with pytest's ``options``, its output going to this process's."""
    work = BUILD / "test" / uuid.uuid4().hex[:12]
    (work / "tmp").mkdir(parents=True)
    report = work / "report.xml"
    command = [str(job.python), "-m", "pytest", "-q", f"--junitxml={report}", *options, *map(str, job.paths)]
    variables = {**os.environ, **job.variables, MARK: work.name, "TMPDIR": str(work / "tmp")}
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, start_new_session=True)
    troubles = []
    try:
        status = process.wait(job.limit)
        if status < 0:
            troubles.append(f"ended by {signal.Signals(-status).name}")
        elif status == 5:
            troubles.append("holds no test")
        elif status not in (0, 1):
            troubles.append(f"pytest could not run: exit status {status}")
    except subprocess.TimeoutExpired:
        troubles.append(f"killed after {job.limit:.0f} s")
    finally:
        process.kill()
        process.wait()
    seconds = time.monotonic() - began
    if left := _left_behind(work.name):
        troubles.append(f"left behind: {'; '.join(left)}")
    passed, failed, skipped = _counts(report)
    if process.returncode and not failed and not troubles:
        troubles.append(f"no test failed, yet the exit status was {process.returncode}")
    shutil.rmtree(work, ignore_errors=True)
    return Outcome(job, seconds, passed, failed + len(troubles), skipped, tuple(troubles))


def _counts(report: Path) -> tuple[int, int, int]:
    """(passed, failed, skipped) of a JUnit report; nothing if the process ended before it was written."""
    if not report.exists():
        return 0, 0, 0
    suites = list(xml.etree.ElementTree.parse(report).getroot().iter("testsuite"))
    tests, failures, errors, skipped = (
        sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    )
    return tests - failures - errors - skipped, failures + errors, skipped


def _left_behind(mark: str) -> list[str]:
    """End the descendants of a job that outlive it; returns their command lines. Known only where there is /proc."""
    deadline = time.monotonic() + PATIENCE
    while (alive := _descendants(mark)) and time.monotonic() < deadline:
        time.sleep(0.1)
    for pid in alive:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    return list(alive.values())


def _descendants(mark: str) -> dict[int, str]:
    wanted = f"{MARK}={mark}".encode()
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
                found[int(entry.name)] = " ".join(words).strip()
        except OSError:
            # Ended meanwhile, or not ours to read.
            continue
    return found
