# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the test suites: pure logic, inside each bpy wheel, the built zip installed into each, and
with a window.

Tests of Blender run one file to a process, with a time limit: Blender may crash or hang at exit, and must take neither
the results nor the rest of the run with it. Where there are cores for it, processes run side by side, but not those
with a window.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import Final

from .environments import BLENDERS, development, make
from .gui.roots import ROOTS
from .job import Outcome, run_all
from .suites import SUITES, Suite
from .system import ensure_libraries

MOST: Final = 4
"""Processes side by side: each takes up to 2 GB and has threads of its own."""


def main() -> int:
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    own, options = words[:cut], words[cut + 1 :]
    parser = argparse.ArgumentParser(
        prog="python -m scripts.test", description=__doc__, epilog="What follows after -- goes to pytest."
    )
    versions = [*(environment.bpy for environment in BLENDERS), *(root.blender for root in ROOTS)]
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES)} (default: all but gui)")
    parser.add_argument("--blender", action="append", default=[], choices=versions, help="only it")
    parser.add_argument("--file", default="", help="only test files whose path contains this")
    cores = min(MOST, os.cpu_count() or 1)
    parser.add_argument("--at-once", type=int, default=cores, help=f"processes side by side (default here: {cores})")
    arguments = parser.parse_args(own)
    if unknown := set(arguments.suites) - set(SUITES):
        parser.error(f"no suite is called {' or '.join(sorted(unknown))}")
    ensure_libraries()
    make(development())
    suites = [Suite(name, arguments.blender, arguments.file) for name in arguments.suites or SUITES[:-1]]
    at_once = 1 if any(suite.has_windows for suite in suites) else arguments.at_once
    outcomes = run_all((job for suite in suites for job in suite.jobs()), options, at_once)
    return report(outcomes, [what for suite in suites for what in suite.untested])


def report(outcomes: list[Outcome], untested: list[str]) -> int:
    """Print every process's count, what was left out, and the sum of all; returns the exit status."""
    print("\n=== all")
    for outcome in outcomes:
        print(f"{outcome.seconds:7.1f} s  {outcome.counts:40}  {outcome.job.label}")
        for trouble in outcome.troubles:
            print(f"           {trouble}")
    for what in untested:
        print(f"NOT TESTED: {what}")
    passed, failed, skipped = (sum(getattr(o, name) for o in outcomes) for name in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
