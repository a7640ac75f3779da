# SPDX-License-Identifier: GPL-3.0-or-later
"""The bridge's server: one thread for all sockets (``selectors``), one for the engine (``batching.py``).

Whatever one client does wrong ends that client's connection with a coded Error and touches no other.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import time
from dataclasses import dataclass
from typing import Final

import numpy as np

from . import __version__
from .batching import Batch, Batcher
from .channel import Channel
from .engines.engine import Engine, Outputs
from .lifeline import Lifeline
from .listener import Listener
from .protocol import VERSION, Credit, Crop, Hello, Message, ProtocolError, Result, Welcome
from .protocol.floats import pack

PROGRAM: Final = f"ExpNet bridge {__version__}"


@dataclass(frozen=True)
class Limits:
    """``connections`` at a time; ``credit``: crops in flight per connection; ``handshake`` and ``idle``: seconds that a
    client may take for its Hello, and between messages."""

    connections: int = 8
    credit: int = 32
    handshake: float = 10.0
    idle: float = 600.0


class _Peer:
    """One client."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.welcome = False
        self.heard = time.monotonic()


class BridgeServer:
    """Serves ``engine`` on ``listener`` until ``lifeline`` ends."""

    def __init__(self, engine: Engine, listener: Listener, lifeline: Lifeline, limits: Limits | None = None) -> None:
        self._engine = engine
        self._listener = listener
        self._lifeline = lifeline
        self._limits = limits or Limits()
        self._peers: set[_Peer] = set()
        self._selector = selectors.DefaultSelector()
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._wake_reader.setblocking(False)
        self._wake_writer.setblocking(False)

    def run(self) -> None:
        """Blocks until the lifeline ends; then all connections are closed."""
        batcher = Batcher(self._engine, self._wake)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._lifeline, selectors.EVENT_READ)
        self._selector.register(self._wake_reader, selectors.EVENT_READ)
        try:
            while not self._lifeline.ended:
                self._turn(batcher)
        finally:
            for peer in list(self._peers):
                self._drop(peer)
            self._selector.close()
            self._listener.close()
            batcher.stop()

    def _turn(self, batcher: Batcher) -> None:
        busy = any(peer.channel.over for peer in self._peers)
        for key, _ in self._selector.select(0.0 if busy else 1.0):
            if key.fileobj is self._listener:
                self._accept()
            elif key.fileobj is self._wake_reader:
                with contextlib.suppress(BlockingIOError):
                    self._wake_reader.recv(4096)
            elif isinstance(key.data, _Peer):
                self._serve(key.data, batcher)
        for batch in batcher.finished():
            self._answer(batch)
        now = time.monotonic()
        for peer in list(self._peers):
            if peer.channel.over:
                self._serve(peer, batcher)
            elif now - peer.heard > (self._limits.idle if peer.welcome else self._limits.handshake):
                self._drop(peer, ProtocolError("timeout", "The bridge heard nothing for too long: connect again."))

    def _wake(self) -> None:
        with contextlib.suppress(OSError):  # full: the reader is awake anyway
            self._wake_writer.send(b"x")

    def _accept(self) -> None:
        channel = self._listener.accept()
        if channel is None:
            return
        if len(self._peers) >= self._limits.connections:
            channel.refuse(
                ProtocolError(
                    "busy", f"The bridge serves {len(self._peers)} clients already: try again when one is done."
                )
            )
            return
        peer = _Peer(channel)
        self._peers.add(peer)
        self._selector.register(channel.sock, selectors.EVENT_READ, peer)

    def _serve(self, peer: _Peer, batcher: Batcher) -> None:
        try:
            for message in peer.channel.poll():
                peer.heard = time.monotonic()
                self._handle(peer, message, batcher)
        except ProtocolError as error:
            self._drop(peer, error)
            return
        self._watch(peer)

    def _handle(self, peer: _Peer, message: Message, batcher: Batcher) -> None:
        if isinstance(message, Hello):
            peer.channel.send(Welcome(VERSION, PROGRAM, "bridge", self._engine.card, self._limits.credit))
            peer.welcome = True
        elif isinstance(message, Crop):
            size = self._engine.card.size
            if message.size != size or len(message.pixels) != size * size * 3:
                raise ProtocolError("input", f"The model takes crops of {size} x {size} pixels in three colours.")
            batcher.submit((peer, message.id), np.frombuffer(message.pixels, np.uint8).reshape(size, size, 3))

    def _answer(self, batch: Batch) -> None:
        counts: dict[_Peer, int] = {}
        for row, (peer, number) in enumerate(batch.tickets):  # type: ignore[misc]
            if peer not in self._peers:
                continue
            try:
                if batch.outputs is None:
                    raise ProtocolError("internal", batch.failure)
                peer.channel.send(_result(number, batch.outputs, row))
                counts[peer] = counts.get(peer, 0) + 1
            except ProtocolError as error:
                self._drop(peer, error)
        for peer, count in counts.items():
            if peer not in self._peers:
                continue
            try:
                peer.channel.send(Credit(count))
            except ProtocolError as error:
                self._drop(peer, error)
                continue
            self._watch(peer)

    def _watch(self, peer: _Peer) -> None:
        if not peer.channel.closed:
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if peer.channel.wants_write else 0)
            self._selector.modify(peer.channel.sock, events, peer)

    def _drop(self, peer: _Peer, error: ProtocolError | None = None) -> None:
        self._peers.discard(peer)
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(peer.channel.sock)
        if error is None:
            peer.channel.close()
        else:
            peer.channel.refuse(error)


def _result(number: int, outputs: Outputs, row: int) -> Result:
    def floats(values: np.ndarray | None) -> tuple[float, ...] | None:
        return None if values is None else tuple(values[row].tolist())

    return Result(
        id=number,
        coefficients=pack(outputs.expression[row]),
        rotation=floats(outputs.rotation),  # type: ignore[arg-type]
        translation=floats(outputs.translation),  # type: ignore[arg-type]
        confidence=None if outputs.confidence is None else float(outputs.confidence[row]),
        gaze=floats(outputs.gaze),  # type: ignore[arg-type]
        identity=None if outputs.shape is None else pack(outputs.shape[row]),
    )
