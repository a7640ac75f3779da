# SPDX-License-Identifier: GPL-3.0-or-later
"""pytest processes, one or several at once: run under a time limit, counted from their reports, and searched for
processes they left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import uuid
import xml.etree.ElementTree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .paths import BUILD, ROOT

MARK: Final = "EXPNET_TEST_JOB"
"""Environment variable by which the descendants of a job are known."""

PATIENCE: Final = 10.0
"""Seconds that child processes have to notice that their parent has ended."""

_LOOK: Final = 0.1
"""Seconds between two looks at what runs."""


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


class Running:
    """A job under way, with pytest's ``options``. Its output goes to this process's: at once, or, where ``quiet``, when
    it is through, under its label."""

    def __init__(self, job: Job, options: Sequence[str] = (), quiet: bool = False) -> None:
        self.job = job
        self._work = BUILD / "test" / uuid.uuid4().hex[:12]
        (self._work / "tmp").mkdir(parents=True)
        self._output = (self._work / "output.txt").open("w+b") if quiet else None
        command = [
            str(job.python), "-m", "pytest", "-q", f"--junitxml={self._report}", *options, *map(str, job.paths),
        ]  # fmt: skip
        variables = {**os.environ, **job.variables, MARK: self._work.name, "TMPDIR": str(self._work / "tmp")}
        if not quiet:
            print(self._heading, flush=True)
        self._began = time.monotonic()
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, stdout=self._output,
            stderr=None if self._output is None else subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def poll(self) -> Outcome | None:
        """What became of it, None while it runs."""
        ended = self._process.poll() is not None  # perhaps long ago, while an environment was made
        late = not ended and time.monotonic() - self._began > self.job.limit
        if not ended and not late:
            return None
        self.kill()
        return self._outcome(self._process.returncode, late)

    def kill(self) -> None:
        """End it, if it has not ended by itself."""
        self._process.kill()
        self._process.wait()

    @property
    def _report(self) -> Path:
        return self._work / "report.xml"

    @property
    def _heading(self) -> str:
        return f"\n=== {self.job.label}"

    def _outcome(self, status: int, late: bool) -> Outcome:
        seconds = time.monotonic() - self._began
        troubles = []
        if late:
            troubles.append(f"killed after {self.job.limit:.0f} s")
        elif status < 0:
            troubles.append(f"ended by {signal.Signals(-status).name}")
        elif status == 5:
            troubles.append("holds no test")
        elif status not in (0, 1):
            troubles.append(f"pytest could not run: exit status {status}")
        if left := _left_behind(self._work.name):
            troubles.append(f"left behind: {'; '.join(left)}")
        passed, failed, skipped = _counts(self._report)
        if status and not failed and not troubles:
            troubles.append(f"no test failed, yet the exit status was {status}")
        if self._output is not None:
            self._output.seek(0)
            print(self._heading)
            print(self._output.read().decode(errors="replace"), end="", flush=True)
            self._output.close()
        shutil.rmtree(self._work, ignore_errors=True)
        return Outcome(self.job, seconds, passed, failed + len(troubles), skipped, tuple(troubles))


def run_all(jobs: Iterable[Job], options: Sequence[str] = (), at_once: int = 1) -> list[Outcome]:
    """Run ``jobs``, as they are made, ``at_once`` of them side by side; what became of each, in their order."""
    running: dict[int, Running] = {}
    done: dict[int, Outcome] = {}

    def wait(most: int) -> None:
        """Until ``most`` of them run."""
        while len(running) > most:
            for number, each in list(running.items()):
                if (outcome := each.poll()) is not None:
                    done[number] = outcome
                    del running[number]
            if len(running) > most:
                time.sleep(_LOOK)

    try:
        for number, job in enumerate(jobs):
            wait(at_once - 1)
            running[number] = Running(job, options, quiet=at_once > 1)
        wait(0)
    finally:
        for each in running.values():
            each.kill()
    return [done[number] for number in sorted(done)]


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
        time.sleep(_LOOK)
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
