# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a connection ends: a code for programs and a sentence for people."""

from __future__ import annotations

from typing import Final

from ..errors import UserError

CODES: Final = frozenset({
    "version",    # the two programs speak different protocol versions
    "token",      # the token of the Hello is not the server's
    "malformed",  # bytes that are no message, or a message with wrong fields
    "oversize",   # a frame longer than the limit in force
    "unexpected", # a known message that has no place in this state or direction
    "credit",     # more crops in flight than were granted
    "order",      # a result for a crop that is not the oldest one in flight
    "timeout",    # handshake or idle time ran out
    "busy",       # as many connections as the server takes
    "closed",     # the connection ended without a word
    "input",      # the request itself cannot be served: no such video, no face model, wrong crop size
    "bridge",     # the sender lost or never reached its bridge
    "internal",   # a fault in the program that reports it
})  # fmt: skip
"""Every code an Error message may carry."""


class ProtocolError(UserError):
    """The connection cannot go on.

    ``code`` is one of ``CODES``; ``sentence`` says in one sentence what happened and, where the user can act, what to
    do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
