# SPDX-License-Identifier: GPL-3.0-or-later
"""How a child process ends with its parent, and on request: end of standard input, SIGTERM, Ctrl-C.

The parent holds the other end of the child's standard input and never writes to it. However the parent dies, the
operating system closes that pipe."""

from __future__ import annotations

import os
import signal
import socket
import threading
from typing import Final

GRACE: Final = 5.0
"""Seconds a child has to end by itself before it is cut off."""


class Lifeline:
    """A readable socket that becomes readable once the process should end; then ``ended`` is True. Put it in a
    ``select``.

    ``parent`` True: the end of standard input ends the process, at the latest after ``GRACE`` seconds, whatever it is
    doing. Build it on the main thread.
    """

    def __init__(self, parent: bool) -> None:
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self.ended = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.end())
        # A handler runs between two bytecodes only; this wakes a select that waits without a time limit.
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        if parent:
            threading.Thread(target=self._watch, name="lifeline", daemon=True).start()

    def fileno(self) -> int:
        return self._reader.fileno()

    def end(self) -> None:
        """Asks the process to end; from any thread."""
        self.ended = True
        try:
            self._writer.send(b"x")
        except OSError:  # full: the reader is awake anyway
            pass

    def _watch(self) -> None:
        try:
            while os.read(0, 4096):
                pass
        except OSError:  # a closed pipe is an end as well
            pass
        self.end()
        threading.Event().wait(GRACE)
        os._exit(1)
