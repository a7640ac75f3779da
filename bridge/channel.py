# SPDX-License-Identifier: GPL-3.0-or-later
"""A ``Connection`` on a non-blocking socket, plain or TLS: the one thin shell that clients and servers share. No
threads.

``poll`` does whatever can be done at once (TLS handshake, writing, reading) and never blocks; ``wait`` blocks until
there is something to do."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
from typing import Final

from .protocol import Connection, Error, Message, ProtocolError, State

READ: Final = 1 << 18
"""Bytes asked of the socket at a time."""

READS: Final = 8
"""Reads per ``poll``, so that one fast peer cannot hold up the others."""

MAX_PENDING: Final = 32 << 20
"""Unsent bytes at which the other side counts as dead. Callers that produce without end watch ``pending``."""


class Channel:
    """Owns ``sock`` (non-blocking; a TLS socket need not have shaken hands) and speaks ``connection`` over it."""

    def __init__(self, sock: socket.socket, connection: Connection) -> None:
        self.sock = sock
        self.connection = connection
        self._out = bytearray()
        self._failure: ProtocolError | None = None
        self._shaking = isinstance(sock, ssl.SSLSocket)
        self._tls_writes = False

    def fileno(self) -> int:
        """The socket's descriptor, -1 once closed."""
        return self.sock.fileno()

    @property
    def pending(self) -> int:
        """Bytes not yet taken by the operating system."""
        return len(self._out)

    @property
    def wants_write(self) -> bool:
        """Whether to wait for the socket to become writable as well."""
        return self._tls_writes if self._shaking else bool(self._out)

    @property
    def closed(self) -> bool:
        return self.sock.fileno() < 0

    @property
    def over(self) -> bool:
        """Whether ``poll`` has something to tell that the socket will not announce: an end, or data that TLS holds."""
        return self._failure is not None or isinstance(self.sock, ssl.SSLSocket) and self.sock.pending() > 0

    def send(self, message: Message) -> None:
        """Queues a message and sends what the socket takes. Raises ``ProtocolError`` for a message that has no place
        now, or when the other side stopped reading; a socket that broke is reported by the next ``poll``."""
        self.queue(self.connection.send(message))

    def queue(self, data: bytes) -> None:
        """Queues bytes that the connection has made."""
        self._out += data
        if len(self._out) > MAX_PENDING:
            raise self._fail(ProtocolError("timeout", "The other side does not read what it is sent."))
        if not self._shaking and self._failure is None:
            try:
                self._write()
            except OSError as error:
                self._failure = _lost(error)

    def poll(self) -> list[Message]:
        """Messages that have come. Raises ``ProtocolError`` when the connection is over: the other side's Error, its
        violation (it is told before the socket closes), or "closed" for a silent end. Messages that came before are
        delivered first."""
        if self.closed:
            raise self._failure or ProtocolError("closed", "The connection is closed.")
        messages: list[Message] = []
        if self._failure is None:
            try:
                if self._shake():
                    self._write()
                    self._read(messages)
            except ProtocolError as error:
                self._failure = error
                self._tell(error)
            except OSError as error:
                self._failure = _lost(error)
        if self._failure is not None and not messages:
            raise self._fail(self._failure)
        return messages

    def wait(self, seconds: float) -> bool:
        """Blocks until ``poll`` has something to do or ``seconds`` passed; whether it has."""
        if self.closed or self.over:
            return True
        writers = [self.sock] if self.wants_write else []
        return any(select.select([self.sock], writers, [], seconds))

    def refuse(self, error: ProtocolError) -> None:
        """Tells the other side why, as far as it can be told at once, and closes."""
        if not self.closed:
            self._tell(error)
        self._fail(error)

    def close(self) -> None:
        """Closes without a word."""
        self._fail(ProtocolError("closed", "The connection is closed."))

    def _fail(self, error: ProtocolError) -> ProtocolError:
        self._failure = self._failure or error
        self.connection.close()
        self._out.clear()
        self.sock.close()
        return self._failure

    def _tell(self, error: ProtocolError) -> None:
        self._out += self.connection.farewell(error)
        with contextlib.suppress(OSError):
            if not self._shaking:
                self._write()
                # The peer must get the Error, but data of its own that we never read would turn our close into a reset
                # that destroys the Error on its way: end our side first and throw away what is already here.
                if not isinstance(self.sock, ssl.SSLSocket):
                    self.sock.shutdown(socket.SHUT_WR)
                for _ in range(64):
                    if not self.sock.recv(READ):
                        break

    def _shake(self) -> bool:
        if not self._shaking:
            return True
        assert isinstance(self.sock, ssl.SSLSocket)
        try:
            self.sock.do_handshake()
        except ssl.SSLWantReadError:
            self._tls_writes = False
            return False
        except ssl.SSLWantWriteError:
            self._tls_writes = True
            return False
        self._shaking = False
        return True

    def _write(self) -> None:
        while self._out:
            try:
                with memoryview(self._out) as view:
                    sent = self.sock.send(view[:READ])
            except (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            del self._out[:sent]

    def _read(self, messages: list[Message]) -> None:
        for _ in range(READS):
            try:
                data = self.sock.recv(READ)
            except (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            if not data:
                raise ConnectionAbortedError("the other side closed the connection")
            messages += self.connection.receive(data)
            if self.connection.state is State.CLOSED:
                error = messages.pop()
                assert isinstance(error, Error)
                self._failure = ProtocolError(error.code, error.message)
                return


def _lost(error: OSError) -> ProtocolError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return ProtocolError("closed", f"The server's certificate is not trusted: {error.verify_message}.")
    if isinstance(error, ssl.SSLError):
        return ProtocolError(
            "closed", "The other side does not speak TLS as this one does: set TLS on both sides or on neither."
        )
    return ProtocolError("closed", "The connection was lost.")
