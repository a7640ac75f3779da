# SPDX-License-Identifier: GPL-3.0-or-later
"""One Blender with a window inside a root, and what a person does to it: click, type, drag files in, look."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from . import framebuffer
from .roots import Root, inside

HERE: Final = Path(__file__).resolve().parent
SEEN: Final = "/mnt/gui"
"""Where the root sees the folder that it shares with this machine."""

WIDTH, HEIGHT = 1280, 800

POPUP: Final = 8000
"""Pixels that change where a menu opens; a pointer changes hundreds."""

FIRST_DRAWING: Final = 300.0
"""Seconds that a busy machine without a GPU may take to draw Blender's window for the first time."""


class Stuck(Exception):
    """Blender ended or does not answer."""


class Window:
    """A session of ``root``'s Blender in the user folder ``work``/home, kept between sessions. A context manager."""

    def __init__(self, root: Root, work: Path, *arguments: str, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        self.root, self.work, self.size = root, work, size
        (work / "home").mkdir(parents=True, exist_ok=True)
        for name in ("ask.py", "answer.json"):
            (work / name).unlink(missing_ok=True)
        for name in ("session.py", "guest.py", "xdnd.py"):
            shutil.copy2(HERE / name, work)
        geometry = f"--window-geometry 0 0 {size[0]} {size[1]}"
        blender = f"blender {geometry} {' '.join(arguments)} --python {SEEN}/guest.py"
        script = f"{ENVIRONMENT} exec python3 {SEEN}/session.py {size[0]}x{size[1]} {blender}"
        self._log = open(work / "blender.log", "wb")
        command = inside(root, script, {work: SEEN}, network=False)
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log)
        self._first: int | None = None

    def __enter__(self) -> Window:
        try:
            self.ask("", FIRST_DRAWING)
            self._await_drawing()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End Blender and all that the session has started."""
        self._process.terminate()
        try:
            self._process.wait(5.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def ask(self, code: str, seconds: float = 120.0) -> Any:
        """Run Python inside Blender, as ``guest.py`` says; returns its ``result``. Raises ``Stuck`` or, with Blender's
        traceback, ``RuntimeError``."""
        answer = self.work / "answer.json"
        part = self.work / "ask.part"
        part.write_text(code, "utf-8")
        part.rename(self.work / "ask.py")
        end = time.monotonic() + seconds
        while not answer.exists():
            if self._process.poll() is not None or time.monotonic() > end:
                raise Stuck(f"Blender {self.root.blender} gave no answer: {self.log()[-2000:]}")
            time.sleep(0.02)
        told = json.loads(answer.read_text("utf-8"))
        answer.unlink()
        if "error" in told:
            raise RuntimeError(told["error"])
        return told["result"]

    def until(self, expression: str, seconds: float = 180.0) -> None:
        """Wait until a Python expression inside Blender is true. Raises ``Stuck``."""
        end = time.monotonic() + seconds
        while not self.ask(f"result = bool({expression})"):
            if time.monotonic() > end:
                raise Stuck(f"not within {seconds:g} s: {expression}")
            time.sleep(0.1)

    def log(self) -> str:
        """What Blender has printed."""
        return (self.work / "blender.log").read_text("utf-8", "replace")

    def shell(self, *command: str) -> None:
        """Run a program of the root beside Blender, on its screen."""
        pid = self._inside()
        joined = ["nsenter", "--target", str(pid), "--mount", "--net", "--pid", "--root", "--wd"]
        settings = ["env", "-i", "PATH=/usr/bin:/bin", "DISPLAY=:99", "LANG=C.UTF-8", "HOME=/tmp"]
        done = subprocess.run([*joined, *settings, *command], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Stuck(f"{command[0]} failed: {done.stderr[-500:]}{done.stdout[-500:]}")

    def look(self, name: str) -> Path:
        """A picture of the screen, ``name``.png in the shared folder."""
        path = self.work / f"{name}.png"
        cv2.imwrite(str(path), self.screen())
        return path

    def screen(self) -> NDArray[np.uint8]:
        """What the screen shows, (height, width, 3) BGR."""
        return framebuffer.read(self.work / "Xvfb_screen0")

    def settle(self, seconds: float = 20.0) -> None:
        """Wait until Blender has drawn what has changed: the screen stays the same."""
        end, last, calm = time.monotonic() + seconds, None, 0
        while calm < 3 and time.monotonic() < end:
            self.ask("")  # Blender has been through its loop
            time.sleep(0.2)
            now = self.screen()
            calm = calm + 1 if last is not None and np.array_equal(now, last) else 0
            last = now

    def move(self, x: int, y: int) -> None:
        """Put the pointer on the screen's ``x`` and ``y``, from the top left."""
        self.shell("xdotool", "mousemove", str(x), str(y))

    def click(self, x: int, y: int, button: int = 1) -> None:
        self.shell("xdotool", "mousemove", str(x), str(y), "sleep", "0.4", "click", str(button))

    def key(self, *keys: str) -> None:
        """Press keys one after the other, as xdotool names them: "Escape", "ctrl+z"."""
        self.shell("xdotool", "key", "--delay", "80", *keys)

    def type(self, text: str) -> None:
        self.shell("xdotool", "type", "--delay", "40", text)

    def drop(self, file: str, x: int, y: int) -> None:
        """Drag the file that the root sees as ``file`` onto the screen's ``x`` and ``y``, and wait for the menu or
        dialog that Blender answers with."""
        before = self.screen()
        self.shell("python3", f"{SEEN}/xdnd.py", str(x), str(y), file)
        self.await_change(before)

    def await_change(self, before: NDArray[np.uint8], seconds: float = 120.0) -> None:
        """Wait until a menu or dialog has come or gone since ``before``. Raises ``Stuck``."""
        end = time.monotonic() + seconds
        while np.count_nonzero((self.screen() != before).any(2)) < POPUP:
            if time.monotonic() > end:
                raise Stuck("nothing happened on the screen")
            time.sleep(0.1)
        self.settle()

    def find(self, kind: str, wanted: str, seconds: float = 180.0) -> tuple[int, int]:
        """Screen coordinates of a button in the sidebar (``guest.find``). Raises ``Stuck`` if it is not there."""
        found = self.ask(f"result = find({kind!r}, {wanted!r})", seconds)
        if found is None:
            raise Stuck(f"the sidebar has no {kind} {wanted}")
        return found[0], self.size[1] - found[1]

    def press(self, operator: str) -> None:
        """Click the sidebar's button for an operator ("expnet.solve")."""
        self.click(*self.find("operator", f"bpy.ops.{operator}"))

    def _inside(self) -> int:
        """Process id of the session's first process, as this machine counts."""
        if self._first is None:
            pid = self._process.pid
            self._first = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
        return self._first

    def _await_drawing(self) -> None:
        """Until then the screen is black."""
        end = time.monotonic() + FIRST_DRAWING
        while self.screen().std() < 5.0:
            if time.monotonic() > end:
                raise Stuck("Blender drew nothing")
            time.sleep(0.3)


ENVIRONMENT: Final = (
    f"export HOME=/tmp BLENDER_USER_RESOURCES={SEEN}/home EXPNET_GUI={SEEN} DISPLAY=:99 XDG_RUNTIME_DIR=/tmp "
    "LIBGL_ALWAYS_SOFTWARE=1;"
)


def background(root: Root, work: Path, arguments: str) -> None:
    """Run Blender without a window, in the same user folder. Raises ``Stuck``."""
    (work / "home").mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        inside(root, f"{ENVIRONMENT} exec blender --background {arguments}", {work: SEEN}, network=False),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Stuck(f"blender {arguments} failed: {done.stdout[-1000:]}{done.stderr[-1000:]}")


