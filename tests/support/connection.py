# SPDX-License-Identifier: GPL-3.0-or-later
"""How a test waits for a connection to be closed by the other side."""

from __future__ import annotations

import time

from bridge.client import Client
from bridge.protocol import ProtocolError


def ending(client: Client, seconds: float = 60) -> ProtocolError:
    """The error that ends a connection."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            client.poll()
        except ProtocolError as error:
            return error
        client.wait(0.2)
    raise AssertionError("the connection did not end")
