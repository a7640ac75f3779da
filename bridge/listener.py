# SPDX-License-Identifier: GPL-3.0-or-later
"""A listening socket that hands out server-side channels. Both servers, bridge and sender, listen through it."""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import ssl
from typing import Final

from .channel import Channel
from .errors import UserError
from .protocol import ServerConnection
from .protocol.messages import Role

LOOPBACK: Final = "127.0.0.1"


class ListenError(UserError):
    """The address cannot be listened on; the text is one sentence for the user."""


class Listener:
    """Listens on ``host`` (numeric or a name of this machine) and ``port`` (0: any free one, see ``port``)."""

    def __init__(self, host: str, port: int, token: str, role: Role, tls: ssl.SSLContext | None = None) -> None:
        self._token = token
        self._role: Role = role
        self._tls = tls
        try:
            family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
            self.sock = socket.socket(family, socket.SOCK_STREAM)
            if os.name == "posix":  # on Windows the option would let another program steal the port
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.sock.bind(where)
            self.sock.listen(16)
        except (OSError, UnicodeError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ListenError(
                f"Cannot listen on {host} port {port}: {reason}; choose another address or port 0."
            ) from None
        self.sock.setblocking(False)
        self.port: int = self.sock.getsockname()[1]

    def fileno(self) -> int:
        return self.sock.fileno()

    def accept(self) -> Channel | None:
        """The next client, or None. Its first message out of ``poll`` is a checked Hello; answer with a Welcome."""
        try:
            sock, _ = self.sock.accept()
        except OSError:  # nobody there, or gone again, or out of descriptors
            return None
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._tls is not None:
            sock = self._tls.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return Channel(sock, ServerConnection(self._token, self._role))

    def announce(self) -> None:
        """The one machine-readable line on standard output by which a parent learns the port."""
        print(json.dumps({"expnet": "ready", "port": self.port, "pid": os.getpid()}), flush=True)

    def close(self) -> None:
        self.sock.close()

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``. A name other than localhost counts as reachable."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
