# SPDX-License-Identifier: GPL-3.0-or-later
"""Solve: one video through sender and bridge into a take, as a generator that never blocks.

A modal operator advances it from a timer, a headless run in a loop that waits between steps; both see the same
states and end with the same take. Nothing in the scene is touched here.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from . import processes, target
from .bridge import __version__
from .bridge.basis import PUBLISHED
from .bridge.client import Client
from .bridge.errors import UserError
from .bridge.protocol import (
    BridgeAddress,
    Cancel,
    Finished,
    Message,
    Opened,
    Options,
    Portrait,
    Preview,
    Progress,
    ProtocolError,
    Row,
)
from .bridge.protocol import Solve as Request
from .bridge.rows import Rows
from .errors import Refusal

PROGRAM: Final = f"ExpNet for Blender {__version__}"

PORTRAIT: Final = 96
"""Side of the picture of each face, pixels: twice what the panel shows at usual size."""


@dataclass(frozen=True)
class Status:
    """What is shown while a solve runs. ``factor`` 0..1 or None while the end is unknown; ``remaining`` seconds or
    None."""

    text: str
    factor: float | None = None
    decoded: int = 0
    total: int | None = None
    found: int = 0
    fps: float = 0.0
    remaining: float | None = None

    def line(self, told: Callable[[str], str] = str) -> str:
        """All of it in one line; ``told`` translates."""
        if not self.decoded:
            return f"{told(self.text)} ..."
        share = "" if self.factor is None else f" {self.factor:.0%}"
        return f"{told(self.text)}{share}: {', '.join(facts(self, told))}"


def _refusal(error: Exception) -> UserError:
    """What ended a solve, with the operator that puts it right."""
    if not isinstance(error, ProtocolError):
        return error
    remedy = {"input": "expnet.choose_video", "bridge": "expnet.show_preferences"}.get(error.code, "")
    return Refusal(str(error), remedy)


def facts(status: Status, told: Callable[[str], str]) -> list[str]:
    """Where a solve is and how fast it goes, in two short phrases."""
    whole = told("Frame {0}, {2} with a face" if status.total is None else "Frame {0} of {1}, {2} with a face")
    speed = told("{0:.0f} frames/s" if status.remaining is None else "{0:.0f} frames/s, {1} left")
    return [
        whole.format(status.decoded, status.total, status.found),
        speed.format(status.fps, clock(status.remaining or 0.0)),
    ]


def clock(seconds: float) -> str:
    """Minutes and seconds."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Solve:
    """A solve of the file ``video`` (absolute path) for a mesh of ``basis`` (its id). ``picture``: side, pixels, of the
    pictures of the face that are wanted meanwhile, 0 for none; ``faces``: how many faces of a frame are solved at
    most."""

    def __init__(self, video: str, basis: str, picture: int = 0, faces: int = 1) -> None:
        self.video = video
        self.basis = basis
        self.picture = picture
        self.faces = faces
        self.number = random.getrandbits(31)
        """Tells its take from those of other solves."""
        self.uid = 0
        """``ID.session_uid`` of the character, 0 while there is none."""
        self.replaces = ""
        """``uid`` of the take that gets the result, "" for a new one."""
        self.adds_head = False
        """Whether the character is a head that came with this solve."""
        self.head: Generator[None, None, None] | None = None
        """Builds that head, while it is not whole."""
        self.written: tuple[tuple[object, ...], object] | None = None
        """The settings with which its keys were written and what was written, until that is an undo step."""
        self.start = 1
        """Scene frame on which its take begins."""
        self.status = Status("Starting")
        self.rows = Rows()
        self.preview: Preview | None = None
        """The last picture that came."""
        self.note = ""
        """Why the take is not whole, "" if it is."""
        self._client: Client | None = None
        self.cancelled = False
        """Whether ``cancel`` was called."""
        self._asked = False

    def cancel(self) -> None:
        """Stop soon; what is solved stays in ``rows``."""
        if not self.cancelled:
            self.cancelled = True
            self.status = replace(self.status, text="Stopping")
            if self._asked and self._client is not None:
                with suppress(ProtocolError):  # ``steps`` will meet it and tell
                    self._client.send(Cancel())

    def steps(self) -> Generator[Status]:
        """Yields whenever there is nothing to do at once. Raises ``UserError`` if nothing was solved."""
        try:
            yield from self._connect()
            yield from self._collect()
        except (ProtocolError, UserError) as error:
            if not self.rows.found:
                raise _refusal(error) from None
            self.note = str(error)
        finally:
            if self._client is not None:
                self._client.close()
        if self.cancelled:
            self.note = f"Stopped after {len(self.rows)} frames."
        elif not self.rows.found:
            raise Refusal(
                "No face was found in the video: choose one that shows a face from the front.", "expnet.choose_video"
            )

    def wait(self, seconds: float) -> None:
        """Block until there may be something to do; for runs without an event loop."""
        if self._client is None or not self._client.wait(seconds):
            time.sleep(0.01)

    def _connect(self) -> Generator[Status]:
        processes.start("send")  # both start at the same time
        bridge = yield from self._awaiting(processes.find_bridge())
        sender = yield from self._awaiting(processes.find_sender())
        if bridge is None or sender is None:
            return
        self._client = Client(sender, PROGRAM)
        while self._client.welcome is None and not self.cancelled:
            self._client.poll()
            yield self.status
        if not self.cancelled:
            self.status = Status("Opening the video")
            self._asked = True
            portrait = PORTRAIT if self.faces > 1 else 0
            options = Options(preview=self.picture, faces=self.faces, portrait=portrait)
            self._client.send(Request(self.video, bridge, options=options))

    def _awaiting(self, search: Generator[None, None, BridgeAddress]) -> Generator[Status, None, BridgeAddress | None]:
        """What ``search`` returns, None once cancelled."""
        while not self.cancelled:
            try:
                next(search)
            except StopIteration as found:
                return found.value
            yield self.status
        return None

    def _collect(self) -> Generator[Status]:
        while self._client is not None and self._client.welcome is not None:
            for message in self._client.poll():
                if self._take_in(message):
                    return
            if self.cancelled:  # results in flight are not waited for: a stop is felt at once
                return
            yield self.status

    def _take_in(self, message: Message) -> bool:
        """Whether this was the last message."""
        if isinstance(message, Row):
            self.rows.add(message)
        elif isinstance(message, Opened):
            if message.card.basis != self.basis:
                raise Refusal(
                    f"The bridge's model is of the basis {message.card.basis}, the mesh of {self.basis}: "
                    f"{self._way_out(message.card.basis)}.",
                    target.IMPORT_HEAD if message.card.basis == PUBLISHED.id else "",
                )
            self.rows.opened = message
            processes.device, processes.engine = message.card.device, message.card.engine
            self.status = Status("Solving")
        elif isinstance(message, Progress) and not self.cancelled:
            factor = message.decoded / message.total if message.total else None
            counts = message.decoded, message.total, message.found
            self.status = Status("Solving", factor, *counts, message.fps, message.remaining)
        elif isinstance(message, Preview):
            self.preview = message
        elif isinstance(message, Portrait):
            self.rows.add_portrait(message)
        elif isinstance(message, Finished):
            self.note = "" if message.complete else message.warning
            return True
        return False


    def _way_out(self, basis: str) -> str:
        """What to do where the model is of ``basis`` and the mesh is not."""
        if basis == PUBLISHED.id:
            return (
                "drop the video on an imported Basel face (File > Import > 3D Morphable Face), or choose another model "
                "in the preferences of ExpNet"
            )
        return "choose another model in the preferences of ExpNet or another mesh"


current: Solve | None = None
"""The solve that runs now: one at a time, since one sender and one bridge serve it."""

last: Solve | None = None
"""The one that was kept last: undoing its take and changing a setting brings it back."""
