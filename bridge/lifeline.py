# SPDX-License-Identifier: GPL-3.0-or-later
"""How a child process ends with its parent, and on request: end of standard input, SIGTERM, Ctrl-C.

The parent holds the other end of the child's standard input and never writes to it. However the parent dies, the
operating system closes that pipe."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from typing import Final

GRACE: Final = 5.0
"""Seconds a child has to end by itself before it is cut off."""

_LOOKS: Final = 0.1
"""Seconds between looks at standard input on Windows."""


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
            _await_end()
        except OSError:  # a closed pipe is an end as well
            pass
        self.end()
        threading.Event().wait(GRACE)
        os._exit(1)


def _await_end() -> None:
    """Blocks until standard input has ended; that may be an ``OSError``."""
    if sys.platform == "win32":
        import _winapi
        import msvcrt

        # A read that waits here would hold the pipe, and every library that is loaded meanwhile and asks what kind of
        # file standard input is, such as the Fortran runtime in NumPy's OpenBLAS, would wait for its end (numpy issue
        # 24290). A look at the pipe holds nothing; it fails once nobody holds the other end.
        while True:
            _winapi.PeekNamedPipe(msvcrt.get_osfhandle(0))
            time.sleep(_LOOKS)
    while os.read(0, 4096):
        pass
