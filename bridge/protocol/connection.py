# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection's state, without any I/O: bytes in, messages out; messages in, bytes out.

A client is built, sends ``hello()`` and feeds what it receives. A server is built, feeds what it receives until a Hello
comes out (its version and token are already checked), and sends its Welcome. From there on both may send what the
server's role allows. A violation raises ``ProtocolError``; the owner sends ``farewell(error)`` and closes. After that,
and after an Error message went either way, the connection is closed and takes nothing more."""

from __future__ import annotations

import enum
import hmac
from collections import deque

from .codec import MAX_FIRST_FRAME, MAX_FRAME, PREFIX, decode, encode
from .errors import ProtocolError
from .messages import FROM_CLIENT, FROM_SERVER, VERSION, Credit, Crop, Error, Hello, Message, Result, Role, Welcome


class State(enum.Enum):
    """Where a connection stands."""

    HANDSHAKE = "the Hello or the Welcome is still to come"
    GREETED = "a server took the Hello and has not sent its Welcome"
    OPEN = "both sides know each other"
    CLOSED = "nothing more is taken"


class Connection:
    """State shared by both sides: framing, direction, and the credit for crops in flight.

    ``credit`` is how many more crops the client may send. ``in_flight`` counts crops without a result.
    """

    def __init__(self, role: Role | None) -> None:
        self.state = State.HANDSHAKE
        self.role = role
        self.credit = 0
        self._ids: deque[int] = deque()
        self._buffer = bytearray()

    @property
    def in_flight(self) -> int:
        return len(self._ids)

    def receive(self, data: bytes | bytearray | memoryview) -> list[Message]:
        """All messages that ``data`` completes. Raises ``ProtocolError``; messages before the bad one are then lost
        with the connection."""
        if self.state is State.CLOSED:
            return []
        self._buffer += data
        messages: list[Message] = []
        start = 0
        try:
            while self.state is not State.CLOSED and len(self._buffer) - start >= PREFIX:
                size = int.from_bytes(self._buffer[start : start + PREFIX], "big")
                if size > self._max_frame():
                    raise ProtocolError("oversize", f"The other side sent {size} bytes, more than {self._max_frame()}.")
                end = start + PREFIX + size
                if len(self._buffer) < end:
                    break
                message = decode(bytes(self._buffer[start + PREFIX : end]))
                self._accept(message)
                messages.append(message)
                start = end
        except ProtocolError:
            self.close()
            raise
        del self._buffer[:start]
        return messages

    def send(self, message: Message) -> bytes:
        """The bytes of a message. Raises ``ProtocolError`` for one that has no place now."""
        if self.state is State.CLOSED:
            raise ProtocolError("closed", "The connection is closed.")
        if not isinstance(message, Error):
            self._permit(message)
        data = encode(message)
        if isinstance(message, Error):
            self.close()
        return data

    def farewell(self, error: ProtocolError) -> bytes:
        """The last bytes to the other side: the error as a message, if it may still be told."""
        self.close()
        return encode(Error(error.code, error.sentence[:2000]))

    def close(self) -> None:
        """Takes nothing more and frees what was buffered."""
        self.state = State.CLOSED
        self._buffer.clear()

    def _max_frame(self) -> int:
        return MAX_FRAME

    def _is_of(self, allowed: dict[str, tuple[type, ...]], message: Message) -> bool:
        return self.role is not None and isinstance(message, allowed[self.role])

    def _accept(self, message: Message) -> None:
        raise NotImplementedError

    def _permit(self, message: Message) -> None:
        raise NotImplementedError

    def _spend(self, crop: Crop) -> None:
        if self.credit <= 0:
            raise ProtocolError("credit", "More crops were sent than were granted.")
        self.credit -= 1
        self._ids.append(crop.id)

    def _settle(self, result: Result) -> None:
        if not self._ids or self._ids[0] != result.id:
            raise ProtocolError("order", f"Result {result.id} is not for the oldest crop in flight.")
        self._ids.popleft()

    def _grant(self, message: Credit) -> None:
        if self.credit + message.count > 1024:
            raise ProtocolError("credit", "More credit was granted than any client may hold.")
        self.credit += message.count


def _unexpected(message: Message) -> ProtocolError:
    return ProtocolError("unexpected", f"{type(message).__name__} has no place here.")


class ClientConnection(Connection):
    """The client's side. ``welcome`` is the server's answer once it came."""

    def __init__(self, token: str, program: str) -> None:
        super().__init__(None)
        self._hello = Hello(VERSION, token, program)
        self.welcome: Welcome | None = None

    def hello(self) -> bytes:
        """The first bytes to send."""
        return encode(self._hello)

    def _accept(self, message: Message) -> None:
        if isinstance(message, Error):
            self.close()
        elif self.state is State.HANDSHAKE:
            if not isinstance(message, Welcome):
                raise _unexpected(message)
            self.welcome, self.role, self.credit = message, message.role, message.credit
            self.state = State.OPEN
        elif not self._is_of(FROM_SERVER, message):
            raise _unexpected(message)
        elif isinstance(message, Result):
            self._settle(message)
        elif isinstance(message, Credit):
            self._grant(message)

    def _permit(self, message: Message) -> None:
        if self.state is not State.OPEN or not self._is_of(FROM_CLIENT, message):
            raise _unexpected(message)
        if isinstance(message, Crop):
            self._spend(message)


class ServerConnection(Connection):
    """The server's side of one client. A client is refused unless its Hello carries ``token``."""

    def __init__(self, token: str, role: Role) -> None:
        super().__init__(role)
        self._token = token.encode()

    def _max_frame(self) -> int:
        return MAX_FRAME if self.state is State.OPEN else MAX_FIRST_FRAME

    def _accept(self, message: Message) -> None:
        if isinstance(message, Error):
            self.close()
        elif self.state is State.HANDSHAKE:
            if not isinstance(message, Hello):
                raise _unexpected(message)
            if not hmac.compare_digest(message.token.encode(), self._token):
                raise ProtocolError("token", "The token is not this server's: copy it from the machine that runs it.")
            self.state = State.GREETED
        elif self.state is State.GREETED or not self._is_of(FROM_CLIENT, message):
            raise _unexpected(message)
        elif isinstance(message, Crop):
            self._spend(message)

    def _permit(self, message: Message) -> None:
        if isinstance(message, Welcome):
            if self.state is not State.GREETED or message.role != self.role:
                raise _unexpected(message)
            self.credit = message.credit
            self.state = State.OPEN
        elif self.state is not State.OPEN or not self._is_of(FROM_SERVER, message):
            raise _unexpected(message)
        elif isinstance(message, Result):
            self._settle(message)
        elif isinstance(message, Credit):
            self._grant(message)
