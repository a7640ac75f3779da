# SPDX-License-Identifier: GPL-3.0-or-later
"""A job in a child process that reports its progress and ends: polled like ``launch.Child``, without blocking."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from .launch import LaunchError, Process

_PREFIX = "expnet-bridge: "
"""What the command line puts before a user's error."""


@dataclass(frozen=True)
class Step:
    """``text``: what is being done; ``share``: how much of all is done, 0..1."""

    text: str
    share: float


class Task(Process):
    """A running sub-command that prints lines ``{"progress": share, "text": text}``."""

    def __init__(self, command: Sequence[str], python: str | None = None) -> None:
        super().__init__([*command, "--progress"], python, {})
        self._last = Step("Starting", 0.0)

    def poll(self) -> Step | None:
        """The last step reported, None once the job is done. Raises ``LaunchError``, with the sentence that the child
        ended with, if it failed."""
        running = self.running  # before the log is read, so that its end is not missed
        if not running and self.process.returncode == 0:
            return None
        if not running:
            raise LaunchError(self._reason())
        self._last = self._step() or self._last
        return self._last

    def stop(self, grace: float = 0.0) -> None:
        """Ends the job, at once: it has nothing to tidy up, and who cancels a job does not wait for it."""
        super().stop(grace)

    def _reason(self) -> str:
        words = self.last_words()
        if words.startswith(_PREFIX):
            return words.removeprefix(_PREFIX)
        # A library crashed, the system had no memory left, or somebody ended the process.
        return (
            f"The {self.name} process ended early (status {self.process.returncode}): the file may be damaged, or too "
            "large for this computer's memory."
        )

    def _step(self) -> Step | None:
        try:
            lines = self.log.read_bytes().split(b"\n")[:-1]
            found = json.loads(lines[-1])
            return Step(str(found["text"]), float(found["progress"]))
        except (OSError, IndexError, ValueError, KeyError, TypeError):
            return None
