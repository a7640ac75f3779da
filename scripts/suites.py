# SPDX-License-Identifier: GPL-3.0-or-later
"""The test suites: which files run in which environment, and what of that this machine lacks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from . import pythons
from .build import build
from .environments import BLENDERS, NEWER, TENSORFLOW, TRAINING, Environment, development, make
from .gui import roots
from .job import Job
from .paths import BUILD, ROOT
from .wheels import PYTHONS, here, unpacked

SUITES: Final = ("pure", "bpy", "installed", "gui")

WEIGHTS: Final = ROOT / "tests" / "pure" / "weights"
"""Tests that need what only the environment of ``make weights`` has; elsewhere most of them are skipped."""


class Suite:
    """The processes of one suite. ``blenders``: versions to keep to, empty for all; ``file``: part of the files' paths.

    ``untested`` has a sentence for each part left out, which is an error where the environment variable CI is set.
    """

    def __init__(self, name: str, blenders: list[str], file: str) -> None:
        self.name = name
        self._blenders = blenders
        self._files = [path for path in sorted((ROOT / "tests" / name).rglob("test_*.py")) if file in str(path)]
        self._whole = not file
        self.untested: list[str] = []

    @property
    def has_windows(self) -> bool:
        """Whether its processes must have this machine to themselves: they wait for windows as a user does."""
        return self.name == "gui"

    def jobs(self) -> Iterator[Job]:
        """Makes the environments as they are needed."""
        if self._files:
            yield from {"pure": self._pure, "gui": self._in_windows}.get(self.name, self._inside_blender)()

    def _pure(self) -> Iterator[Job]:
        folder = ROOT / "tests" / self.name
        paths = (folder,) if self._whole else tuple(self._files)
        for environment in [development(), *([NEWER] if development().python != NEWER.python else [])]:
            if self._ready(environment, f"pure logic on Python {environment.python}"):
                yield Job(f"Python {environment.python}, {self.name}", environment.executable, paths, limit=1200)
        paths = (WEIGHTS,) if self._whole else tuple(path for path in self._files if path.is_relative_to(WEIGHTS))
        if not paths:
            return
        if not TRAINING.path.exists() and not os.environ.get("CI"):
            self.untested.append("rendering and training, whose environment is made by `make setup ARGS=--weights`")
        elif self._ready(TRAINING, "rendering and training"):
            if not TENSORFLOW.path.exists() and not os.environ.get("CI"):
                self.untested.append("agreement with TensorFlow, whose environment is made by `make setup "
                                     "ARGS=--tensorflow`")  # fmt: skip
            else:
                self._ready(TENSORFLOW, "agreement with TensorFlow")
            yield Job("Rendering and training", TRAINING.executable, paths, limit=1200)

    def _inside_blender(self) -> Iterator[Job]:
        for environment in BLENDERS:
            if self._blenders and environment.bpy not in self._blenders:
                continue
            if not self._ready(environment, f"Blender {environment.bpy}"):
                continue
            variables = self._variables(environment)
            for path in self._files:
                label = f"Blender {environment.bpy}, {self.name}/{path.name}"
                yield Job(label, environment.executable, (path,), variables=variables)

    def _in_windows(self) -> Iterator[Job]:
        """With a window, in Debian's Blenders: one session each, in which every test goes on where the last one was."""
        for root in roots.ROOTS:
            if self._blenders and root.blender not in self._blenders:
                continue
            try:
                roots.make(root)
            except roots.Unavailable as reason:
                self.untested.append(f"Blender {root.blender} with a window: {reason}")
                if os.environ.get("CI") and os.geteuid() == 0:
                    raise SystemExit(f"Not tested: {self.untested[-1]}.") from None
                continue
            zip = build(here(), root.python, BUILD / "gui" / root.suite, (PYTHONS["3.11"][0], None))
            variables = {"EXPNET_ROOT": root.suite, "EXPNET_ZIP": str(zip)}
            label = f"Blender {root.blender} with a window"
            yield Job(label, development().executable, tuple(self._files), limit=2400, variables=variables)

    def _variables(self, environment: Environment) -> dict[str, str]:
        if self.name == "installed":
            return {"EXPNET_ZIP": str(_zip(environment.python))}
        # The packages that the zip brings: the environment has none of them.
        return {"PYTHONPATH": str(unpacked(here(), environment.python))}

    def _ready(self, environment: Environment, what: str) -> bool:
        if pythons.find(environment.python):
            make(environment)
            return True
        self.untested.append(f"{what}, for lack of Python {environment.python}")
        if os.environ.get("CI"):
            raise SystemExit(f"Not tested: {self.untested[-1]}.")
        return False


@cache
def _zip(python: str) -> Path:
    """Built once: the tests of one Blender may be reading it while the next one's are made."""
    return build(here(), python)
