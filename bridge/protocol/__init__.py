# SPDX-License-Identifier: GPL-3.0-or-later
"""The wire protocol, without I/O: messages, their bytes, and the state of a connection.

Both hops speak it: the add-on to the sender, the sender to the bridge. Shells around it: ``bridge/client.py`` and
``bridge/server.py``.
"""

from .card import ModelCard
from .connection import ClientConnection, Connection, ServerConnection, State
from .errors import ProtocolError
from .messages import (
    VERSION,
    BridgeAddress,
    Cancel,
    Credit,
    Crop,
    Error,
    Finished,
    Hello,
    Message,
    Opened,
    Options,
    Portrait,
    Preview,
    Progress,
    Result,
    Row,
    Solve,
    Welcome,
)

__all__ = [
    "VERSION", "BridgeAddress", "Cancel", "ClientConnection", "Connection", "Credit", "Crop", "Error",
    "Finished", "Hello", "Message", "ModelCard", "Opened", "Options", "Portrait", "Preview", "Progress",
    "ProtocolError", "Result", "Row", "ServerConnection", "Solve", "State", "Welcome",
]  # fmt: skip
