# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m bridge send``: solves videos for the add-on that started it, one connection and one video at a time."""

from __future__ import annotations

import argparse
import os
import select
import sys
import time
import traceback
from collections.abc import Callable, Generator
from typing import Any, Final

from .. import __version__
from ..channel import Channel
from ..errors import LibraryError, UserError
from ..lifeline import Lifeline
from ..listener import LOOPBACK, Listener
from ..protocol import VERSION, Cancel, Finished, Hello, Message, ProtocolError, Solve, Welcome

_HANDSHAKE: Final = 10.0
"""Seconds until a client's Hello must be there."""

_BACKLOG: Final = 1 << 20
"""Bytes of rows the client has not taken at which solving pauses."""

_IDLE: Final = 1.0
"""Seconds between looks at the clock while nothing comes."""

Work = Generator[Message | None, None, None]
"""A solve under way; see ``pipeline.solve``."""


def main(arguments: list[str]) -> int:
    """Serves on loopback until told to end. Raises ``UserError``."""
    parser = argparse.ArgumentParser(prog="expnet-bridge send", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one (default)")
    parser.add_argument("--die-with-parent", action="store_true", help="end when standard input ends")
    options = parser.parse_args(arguments)
    if not 0 <= options.port <= 65535:
        raise UserError(f"Port {options.port} does not exist: choose 0 to 65535.")
    lifeline = Lifeline(options.die_with_parent)
    listener = Listener(LOOPBACK, options.port, os.environ.get("EXPNET_TOKEN", ""), "sender")
    listener.announce()
    SenderServer(listener, lifeline, _loaded()).run()  # takes a second, in which the client learns the port
    return 0


def _loaded() -> Callable[..., Work]:
    """What solves, or what tells the client of the library that cannot be loaded."""
    try:
        from .pipeline import solve
    except ImportError as error:
        sentence = str(LibraryError(error))

        def refuse(*_: object) -> Work:
            raise ProtocolError("internal", sentence)

        return refuse
    return solve


class SenderServer:
    """Serves ``listener`` until ``lifeline`` ends, solving with ``solve`` (``pipeline.py``)."""

    def __init__(self, listener: Listener, lifeline: Lifeline, solve: Callable[..., Work]) -> None:
        self._listener = listener
        self._lifeline = lifeline
        self._solve = solve
        self._client: Channel | None = None
        self._since = 0.0
        self._work: Work | None = None
        self._stopped = False

    def run(self) -> None:
        """Blocks until the lifeline ends; then the solve and the connection end."""
        try:
            while not self._lifeline.ended:
                self._turn()
        finally:
            self._drop()
            self._listener.close()

    def _turn(self) -> None:
        client = self._client
        full = client is not None and client.pending > _BACKLOG
        working = self._work is not None and not full
        readers: list[Any] = [self._listener, self._lifeline, *([client] if client else [])]
        writers: list[Any] = [client] if client is not None and client.wants_write and not working else []
        readable, _, _ = select.select(readers, writers, [], 0.0 if working else _IDLE)
        if client is not None:
            try:
                self._listen(client)
                if working:
                    self._step(client)
            except ProtocolError as error:
                self._drop(error)
        if self._listener in readable:  # last, so that a client that left has made room
            self._accept()

    def _accept(self) -> None:
        channel = self._listener.accept()
        if channel is None:
            return
        if self._client is not None:
            channel.refuse(ProtocolError("busy", "The sender is at work for another connection."))
            return
        self._client, self._since = channel, time.monotonic()

    def _listen(self, client: Channel) -> None:
        for message in client.poll():
            if isinstance(message, Hello):
                client.send(Welcome(VERSION, f"expnet-sender {__version__}", "sender", None, 0))
                self._since = float("inf")
            elif isinstance(message, Solve):
                if self._work is not None:
                    raise ProtocolError("unexpected", "A video is being solved already: cancel it first.")
                self._begin(message)
            elif isinstance(message, Cancel):
                self._stopped = True
        if time.monotonic() - self._since > _HANDSHAKE:
            raise ProtocolError("timeout", "No Hello came.")

    def _begin(self, request: Solve) -> None:
        self._stopped = False
        self._work = self._solve(
            request.video, request.bridge, request.first, request.last, request.options, lambda: self._stopped
        )

    def _step(self, client: Channel) -> None:
        """Solves for a moment. What goes wrong ends the connection with a sentence; a fault of ours is logged too."""
        assert self._work is not None
        try:
            message = next(self._work, None)
        except ProtocolError:
            raise
        except UserError as error:
            raise ProtocolError("input", str(error)) from None
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            raise ProtocolError("internal", f"The sender failed: {type(error).__name__}: {error}"[:2000]) from None
        if message is not None:
            client.send(message)
        if isinstance(message, Finished):
            self._work.close()
            self._work = None

    def _drop(self, error: ProtocolError | None = None) -> None:
        """Ends the connection and its solve."""
        if self._work is not None:
            self._work.close()
            self._work = None
        if self._client is not None:
            if error is not None:
                self._client.refuse(error)
            self._client.close()
            self._client = None
