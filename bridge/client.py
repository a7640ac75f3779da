# SPDX-License-Identifier: GPL-3.0-or-later
"""The client's end of a connection: connects without blocking, shakes hands, then is a ``Channel``.

The add-on polls it from a timer; the sender and headless runs also ``wait`` on it. Proxies are never used. Looking up a
host name blocks; numeric addresses and "localhost" do not."""

from __future__ import annotations

import errno
import select
import socket
import ssl
import time
from typing import Final

from .channel import Channel
from .protocol import BridgeAddress, ClientConnection, Message, ProtocolError, Welcome

TIMEOUT: Final = 15.0
"""Seconds until the server's Welcome must be there."""


class Client:
    """A connection to ``address``; ``program`` names us to the server. Nothing raises before the first ``poll``."""

    def __init__(self, address: BridgeAddress, program: str, timeout: float = TIMEOUT) -> None:
        self.address = address
        self._connection = ClientConnection(address.token, program)
        self._deadline = time.monotonic() + timeout
        self._timeout = timeout
        self._candidates: list[tuple[socket.AddressFamily, tuple[object, ...]]] | None = None
        self._sock: socket.socket | None = None
        self._channel: Channel | None = None
        self._closed = False

    @property
    def welcome(self) -> Welcome | None:
        """The server's Welcome, once it came: from then on messages may be sent."""
        return self._connection.welcome

    @property
    def credit(self) -> int:
        """How many crops may be sent now."""
        return self._connection.credit

    @property
    def in_flight(self) -> int:
        """Crops sent that have no result yet."""
        return self._connection.in_flight

    @property
    def pending(self) -> int:
        """Bytes queued and not yet taken by the operating system."""
        return self._channel.pending if self._channel else 0

    def fileno(self) -> int:
        """The socket's descriptor, -1 before connecting and once closed."""
        return self._channel.fileno() if self._channel else -1

    def send(self, message: Message) -> None:
        """Queues a message; see ``Channel.send``."""
        if self._channel is None:
            raise ProtocolError("unexpected", "Not connected yet.")
        self._channel.send(message)

    def poll(self) -> list[Message]:
        """Never blocks. Messages that came, the Welcome included. Raises ``ProtocolError`` once the connection is
        over."""
        if self._closed:
            raise ProtocolError("closed", "The connection is closed.")
        if self._channel is None and not self._connect():
            self._check_deadline()
            return []
        assert self._channel is not None
        messages = self._channel.poll()
        if self.welcome is None:
            self._check_deadline()
        return messages

    def wait(self, seconds: float) -> bool:
        """Blocks until ``poll`` has something to do or ``seconds`` passed; whether it has."""
        if self._channel is not None:
            return self._channel.wait(seconds)
        if self._sock is None:
            return True
        return any(select.select([], [self._sock], [self._sock], seconds))

    def wait_welcome(self) -> Welcome:
        """Blocks until the handshake is done. Raises ``ProtocolError``."""
        while self.welcome is None:
            self.poll()
            if self.welcome is None:
                self.wait(0.2)
        return self.welcome

    def close(self) -> None:
        """Ends the connection; safe to call twice."""
        self._closed = True
        if self._channel is not None:
            self._channel.close()
        elif self._sock is not None:
            self._sock.close()

    def _check_deadline(self) -> None:
        if time.monotonic() > self._deadline:
            self.close()
            raise ProtocolError("timeout", f"{self._where()} did not answer within {self._timeout:g} s.")

    def _where(self) -> str:
        return f"{self.address.host} port {self.address.port}"

    def _connect(self) -> bool:
        """Goes on connecting; whether the channel is there."""
        if self._candidates is None:
            self._candidates = self._resolve()
        if self._sock is None:
            family, where = self._candidates.pop(0)
            self._sock = socket.socket(family, socket.SOCK_STREAM)
            self._sock.setblocking(False)
            code = self._sock.connect_ex(where)  # type: ignore[arg-type]
            if code not in (0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", 0)):
                return self._next(code)
        _, writable, failed = select.select([], [self._sock], [self._sock], 0)
        if not writable and not failed:
            return False
        code = self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            return self._next(code)
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._channel = Channel(self._secured(self._sock), self._connection)
        self._channel.queue(self._connection.hello())
        return True

    def _resolve(self) -> list[tuple[socket.AddressFamily, tuple[object, ...]]]:
        try:
            found = socket.getaddrinfo(self.address.host, self.address.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            self.close()
            raise ProtocolError(
                "closed", f"No machine is known as {self.address.host}: check the host's name."
            ) from None
        return [(family, where) for family, _, _, _, where in found]

    def _next(self, code: int) -> bool:
        """Turns to the host's next address after a failure."""
        assert self._sock is not None
        self._sock.close()
        self._sock = None
        if not self._candidates:
            self._closed = True
            reason = {errno.ECONNREFUSED: "nothing listens there"}.get(code, errno.errorcode.get(code, f"error {code}"))
            raise ProtocolError(
                "closed", f"Cannot reach {self._where()}: {reason}; check the address and that it runs."
            )
        return False

    def _secured(self, sock: socket.socket) -> socket.socket:
        if self.address.tls == "none":
            return sock
        try:
            if self.address.tls == "pinned":
                context = ssl.create_default_context(cadata=self.address.certificate)
                context.check_hostname = False  # the certificate itself is the identity
            else:
                context = ssl.create_default_context()
        except (ssl.SSLError, ValueError):
            self.close()
            raise ProtocolError(
                "closed", "The certificate is no PEM certificate: copy the server's file whole."
            ) from None
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context.wrap_socket(
            sock, server_hostname=self.address.host, do_handshake_on_connect=False, suppress_ragged_eofs=True
        )
