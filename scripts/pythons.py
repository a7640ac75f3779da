# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the Python interpreters that Blender's versions need on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path


def _candidates(version: str) -> Iterator[str]:
    yield sys.executable
    for name in (f"python{version}", "python3"):
        if found := shutil.which(name):
            yield found
    # pyenv's shims on PATH answer only for the versions switched on; its folders hold them all.
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for found in sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}"), reverse=True):
        yield str(found)


@cache
def find(version: str) -> str | None:
    """Path of an interpreter of ``version`` ("3.11"), outside any virtual environment, or None."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2], getattr(sys, '_base_executable', None) or sys.executable)"
    for candidate in _candidates(version):
        answer = subprocess.run([candidate, "-c", ask], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            found, path = answer.stdout.strip().split(" ", 1)
            if found == version:
                # One interpreter has several names; the environments are made anew when it changes.
                return os.path.realpath(path)
    return None


def main() -> int:
    """Print the path of the version named on the command line; exit status 1 if it is not here."""
    found = find(sys.argv[1])
    print(found or f"No Python {sys.argv[1]} found.")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
