# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a model's files in a child process with Blender's own Python, as a generator that never blocks.

The formats need libraries that Blender's process must not load, take seconds to read, and may be damaged enough to
crash their library; what comes over is the open form, which needs NumPy alone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path

from ..bridge.morphable import archive
from ..bridge.morphable.model import Morphable
from ..bridge.task import Step, Task
from ..errors import Refusal


class Reading:
    """A reading of ``paths`` with so many ``identities``; ``jaw``: "keys" or "bones". ``model`` once it is done."""

    def __init__(self, paths: Sequence[Path], identities: int, jaw: str) -> None:
        self._command = ["morphable", *map(str, paths), "--identities", str(identities), "--jaw", jaw]
        self.step = Step("Starting", 0.0)
        self.model: Morphable | None = None

    def steps(self) -> Generator[Step]:
        """Yields whenever there is nothing to do at once. Raises ``UserError``. Closing it ends the child."""
        try:
            folder = Path(tempfile.mkdtemp(prefix="expnet-face-"))
        except OSError as error:
            raise Refusal(f"Cannot write temporary files ({error.strerror or error}): free some space.") from None
        try:
            target = folder / "face.npz"
            with Task([*self._command, "--output", str(target)]) as task:
                while (step := task.poll()) is not None:
                    self.step = step
                    yield step
            self.model = archive.read(target)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
