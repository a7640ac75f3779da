# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts ``python -m bridge serve`` or ``send`` as a child on loopback and learns its port, without blocking or
threads.

The child gets a random token by environment, ends with its parent (``lifeline.py``) and writes to a log file, which the
parent polls for the ready line: pipes that nobody reads would stall it, and reading pipes without blocking is not
portable."""

from __future__ import annotations

import importlib.util
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from .errors import UserError, remedy
from .protocol import BridgeAddress

TIMEOUT: Final = 60.0
"""Seconds until the child must be ready: a virus scanner may look at every library first."""

ROOT: Final = Path(__file__).resolve().parent
"""The folder of this package; ``python -m bridge`` runs from its parent."""

_MODULES: Final = ("numpy", "msgpack", "cv2", "onnxruntime", "h5py")


class LaunchError(UserError):
    """The child did not start or ended early; the text is one sentence for the user."""


class Process:
    """A running ``python -m bridge COMMAND``, a sub-command and its arguments, which ends with this process.

    ``python``: the interpreter, by default this one's (Blender's own inside Blender). ``secrets``: environment
    variables for the child alone. A context manager that stops the process. Raises ``LaunchError`` where it cannot
    start."""

    def __init__(self, command: Sequence[str], python: str | None, secrets: Mapping[str, str]) -> None:
        self.name = command[0]
        try:
            descriptor, path = tempfile.mkstemp(prefix=f"expnet-{self.name}-", suffix=".log")
        except OSError as error:
            raise LaunchError(f"Cannot write temporary files ({error.strerror or error}): free some space.") from None
        self.log = Path(path)
        arguments = [python or sys.executable, "-P", "-m", ROOT.name, *command, "--die-with-parent"]
        try:
            with os.fdopen(descriptor, "wb") as log:
                self.process = subprocess.Popen(
                    arguments,
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env=_environment(secrets),
                    creationflags=_flags(),
                )
        except OSError as error:
            self.log.unlink(missing_ok=True)
            raise LaunchError(f"Cannot start {arguments[0]}: {error.strerror or error}.") from None

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def last_words(self) -> str:
        """The last line of the child's log, "" while there is none."""
        try:
            data = self.log.read_bytes()[-4000:]
        except OSError:
            data = b""
        lines = [line for line in data.decode("utf-8", "replace").splitlines() if line.strip()]
        return lines[-1].strip() if lines else ""

    def stop(self, grace: float = 2.0) -> None:
        """Ends the child: asks first, after ``grace`` seconds kills. Safe to call twice."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.close()
        except OSError:
            pass
        try:
            self.process.wait(grace)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with suppress(OSError):  # on Windows a virus scanner may still be reading it
            self.log.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Child(Process):
    """A running ``serve`` or ``send``. ``poll`` until it returns True, then connect to ``address``."""

    def __init__(self, command: Sequence[str], python: str | None = None, timeout: float = TIMEOUT) -> None:
        self.token = secrets.token_urlsafe(32)
        self.port: int | None = None
        self._timeout = timeout
        self._deadline = time.monotonic() + timeout
        super().__init__([*command, "--port", "0"], python, {"EXPNET_TOKEN": self.token})

    @property
    def address(self) -> BridgeAddress:
        """Where the child listens. Raises ``LaunchError`` before it is ready."""
        if self.port is None:
            raise LaunchError(f"The {self.name} process is not ready.")
        return BridgeAddress("127.0.0.1", self.port, self.token)

    def poll(self) -> bool:
        """Whether the child is ready. Never blocks. Raises ``LaunchError`` if it ended or is not ready in time."""
        if not self.running:
            words = self.last_words()
            if not words:  # a library crashed: Python itself would have told of an exception
                status = self.process.returncode
                raise LaunchError(f"The {self.name} process ended without a word (status {status}): {remedy()}.")
            raise LaunchError(f"The {self.name} process ended: {words}")
        if self.port is None:
            self.port = self._ready_port()
        if self.port is None and time.monotonic() > self._deadline:
            words = self.last_words() or "it said nothing."
            self.stop()
            raise LaunchError(f"The {self.name} process was not ready within {self._timeout:g} s: {words}")
        return self.port is not None

    def wait_ready(self) -> BridgeAddress:
        """Blocks until ``address`` is known. Raises ``LaunchError``."""
        while not self.poll():
            time.sleep(0.02)
        return self.address

    def _ready_port(self) -> int | None:
        try:
            lines = self.log.read_bytes()[:65536].split(b"\n")[:-1]
        except OSError:
            return None
        for line in lines:
            if line.startswith(b'{"expnet"'):
                try:
                    return int(json.loads(line)["port"])
                except (ValueError, KeyError, TypeError):
                    continue
        return None


def _environment(secrets: Mapping[str, str]) -> dict[str, str]:
    """This process's environment, with this package and the libraries that this interpreter sees, and without the
    user's own Python set-up, which may hold libraries for another version."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {
        **secrets,
        "PYTHONPATH": os.pathsep.join(_paths()),
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return environment


def _paths() -> list[str]:
    paths = [str(ROOT.parent)]
    for name in _MODULES:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            paths.append(str(Path(spec.origin).parent.parent))
    return list(dict.fromkeys(paths))


def _flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0
