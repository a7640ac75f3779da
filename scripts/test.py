# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the test suites: pure logic, inside each bpy wheel, and the built zip installed into each.

Tests of Blender run one file to a process, with a time limit: Blender may crash or hang at exit, and must take neither
the results nor the rest of the run with it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator

from . import pythons
from .build import build
from .environments import BLENDERS, Environment, development, make
from .job import Job, Outcome, run
from .paths import ROOT
from .system import ensure_libraries
from .wheels import here, unpacked

SUITES = ("pure", "bpy", "installed")


def jobs(suite: str, environments: list[Environment], chosen: str) -> Iterator[Job]:
    """The processes of one suite; ``chosen`` is part of the path of the files to run."""
    files = [path for path in sorted((ROOT / "tests" / suite).rglob("test_*.py")) if chosen in str(path)]
    if suite == "pure" and files:
        # NumPy 1 and 2, Python 3.11 and 3.13, as far as they are here.
        paths = tuple(files) if chosen else (ROOT / "tests" / suite,)
        for environment in {e.python: e for e in (*reversed(environments), development())}.values():
            label = f"pure logic, Python {environment.python}"
            yield Job(label, environment.executable, paths, limit=900, variables=_packages(environment))
    for environment in environments if suite != "pure" and files else ():
        if suite == "installed":
            variables = {"EXPNET_ZIP": str(build(here(), environment.python))}
        else:
            variables = _packages(environment)
        for path in files:
            label = f"Blender {environment.bpy}, {suite}/{path.name}"
            yield Job(label, environment.executable, (path,), variables=variables)


def _packages(environment: Environment) -> dict[str, str]:
    """What lets an environment without the project's packages import them in the versions that the zip carries."""
    return {} if environment.project else {"PYTHONPATH": str(unpacked(here(), environment.python))}


def usable(wanted: list[str]) -> tuple[list[Environment], str]:
    """The environments of the wanted Blender versions, made where needed, and a warning about those left out."""
    chosen = [environment for environment in BLENDERS if not wanted or environment.bpy in wanted]
    absent = [environment for environment in chosen if pythons.find(environment.python) is None]
    present = [environment for environment in chosen if environment not in absent]
    warning = "; ".join(f"NOT TESTED: Blender {e.bpy}, because there is no Python {e.python} here" for e in absent)
    if absent and os.environ.get("CI"):
        raise SystemExit(warning)
    ensure_libraries()
    make(development())
    for environment in present:
        make(environment)
    return present, warning


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.test", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES)} (default: all)")
    parser.add_argument("--blender", action="append", default=[], choices=[e.bpy for e in BLENDERS], help="only it")
    parser.add_argument("--file", default="", help="only test files whose path contains this")
    arguments, options = parser.parse_known_args()
    suites = arguments.suites or list(SUITES)
    if unknown := set(suites) - set(SUITES):
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    environments, warning = usable(arguments.blender)
    outcomes: list[Outcome] = []
    for suite in suites:
        for job in jobs(suite, environments, arguments.file):
            print(f"\n=== {job.label}", flush=True)
            outcomes.append(run(job, options))
    return report(outcomes, warning)


def report(outcomes: list[Outcome], warning: str) -> int:
    """Print every process's count and the sum of all; returns the exit status."""
    print("\n=== all")
    for outcome in outcomes:
        print(f"{outcome.seconds:7.1f} s  {outcome.counts:40}  {outcome.job.label}")
        for trouble in outcome.troubles:
            print(f"           {trouble}")
    if warning:
        print(warning)
    passed, failed, skipped = (sum(getattr(o, name) for o in outcomes) for name in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
