# SPDX-License-Identifier: GPL-3.0-or-later
"""The virtual environments: which bpy wheel under which Python, with what beside it, and how each is made."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from . import pythons
from .paths import ROOT


@dataclass(frozen=True)
class Environment:
    """A virtual environment, around one bpy wheel or around none.

    ``numpy`` is the range that this Blender itself ships: the wheel of 4.2 names none and fails with NumPy 2.
    ``extras`` are the optional dependencies of pyproject.toml to install. ``project`` adds the project itself,
    editable, and what it needs; without it the environment is as empty as a fresh Blender.
    """

    folder: str
    python: str
    bpy: str | None
    numpy: str
    extras: tuple[str, ...]
    project: bool = False

    @property
    def path(self) -> Path:
        return ROOT / self.folder

    @property
    def executable(self) -> Path:
        windows = self.path / "Scripts" / "python.exe"
        return windows if windows.exists() else self.path / "bin" / "python"

    @property
    def site_packages(self) -> Path:
        windows = self.path / "Lib" / "site-packages"
        return windows if windows.exists() else self.path / "lib" / f"python{self.python}" / "site-packages"

    def requirements(self) -> list[str]:
        """What pip is asked for, in one call, so that nothing in it can pull NumPy away from bpy."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        optional = [line for extra in self.extras for line in project["optional-dependencies"][extra]]
        needed = project["dependencies"] if self.project else []
        blender = [f"bpy=={self.bpy}"] if self.bpy else []
        return [*blender, self.numpy, *needed, *optional]


DEVELOPMENT: Final = (
    Environment(".venv", "3.11", "4.5.15", "numpy>=1.26,<2", ("test", "formats", "lint", "demo"), project=True),
    Environment(".venv", "3.13", "5.2.3", "numpy>=2.2,<3", ("test", "formats", "lint", "demo"), project=True),
)
"""``.venv``: the first whose Python is here."""

BLENDERS: Final = (
    Environment(".venv-bpy-4.2.23", "3.11", "4.2.23", "numpy==1.26.4", ("test",)),
    Environment(".venv-bpy-4.5.15", "3.11", "4.5.15", "numpy>=1.26,<2", ("test",)),
    Environment(".venv-bpy-5.2.3", "3.13", "5.2.3", "numpy>=2.2,<3", ("test",)),
)
"""The long-term releases that the add-on is tested on."""

NEWER: Final = Environment(
    ".venv-py3.13", "3.13", None, "numpy>=2.2,<3", ("test", "formats", "demo"), project=True
)
"""For the pure tests on the Python and NumPy of Blender 5.1 and later, where ``.venv`` has the older ones."""

TRAINING: Final = Environment(".venv-weights", "3.11", None, "numpy>=1.26", ("weights", "test"), project=True)
"""Where the default weights are made: PyTorch, and no Blender."""


TENSORFLOW: Final = Environment(".venv-tensorflow", "3.11", None, "numpy>=1.26", ("tensorflow",))
"""Runs the authors' graph for the tests of the conversion; nothing else needs it."""


def development() -> Environment:
    """The environment that ``make setup`` makes here; ends the program with a sentence if there is no Python for it."""
    for environment in DEVELOPMENT:
        if pythons.find(environment.python):
            return environment
    raise SystemExit("No Python 3.11 or 3.13 found, the versions that Blender has: install one with its venv module.")


def make(environment: Environment) -> None:
    """Make the environment, bring it up to date if the requirements have changed, or leave it alone."""
    python = pythons.find(environment.python)
    if python is None:
        raise SystemExit(f"No Python {environment.python} found, which {environment.folder} needs: install it.")
    wanted = environment.requirements()
    stamp = environment.path / "made-from"
    before = json.loads(stamp.read_text("utf-8")) if stamp.exists() else {}
    now = {"python": python, "requirements": wanted}
    if before == now:
        return
    print(f"Making {environment.folder} with Python {environment.python}", flush=True)
    if before.get("python") != python:
        _create(environment, python)
    project = ["--editable", str(ROOT)] if environment.project else []
    pip = [str(environment.executable), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, *wanted, *project], check=False).returncode:
        raise SystemExit(f"pip could not fill {environment.folder}; its last lines above say why.")
    stamp.write_text(json.dumps(now, indent=2), "utf-8")


def _create(environment: Environment, python: str) -> None:
    shutil.rmtree(environment.path, ignore_errors=True)
    if subprocess.run([python, "-m", "venv", str(environment.path)], check=False).returncode:
        shutil.rmtree(environment.path, ignore_errors=True)
        raise SystemExit(f"{python} cannot make virtual environments: install python{environment.python}-venv.")
