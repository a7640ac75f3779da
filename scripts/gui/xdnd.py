# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside the root: drops a file on Blender's window as a file manager does, by X drag and drop, version 5.

Usage: xdnd.py X Y FILE. The protocol: freedesktop.org, "Drag-and-Drop Protocol for the X Window System".
"""

from __future__ import annotations

import sys
import time
import urllib.parse

from Xlib import X, Xatom, display
from Xlib.protocol import event


class Source:
    """A window that offers ``path``, and the window of Blender that it is dragged over."""

    def __init__(self, path: str) -> None:
        self._display = display.Display()
        self._root = self._display.screen().root
        self._atom = self._display.intern_atom
        self._target = self._aware(self._root)
        if self._target is None:
            raise SystemExit("no window takes drops")
        self._data = f"file://{urllib.parse.quote(path)}\r\n".encode()
        self._types = [self._atom("text/uri-list"), self._atom("text/plain")]
        self._window = self._root.create_window(-10, -10, 1, 1, 0, X.CopyFromParent)
        self._window.change_property(self._atom("XdndTypeList"), Xatom.ATOM, 32, self._types)
        self._window.set_selection_owner(self._atom("XdndSelection"), X.CurrentTime)
        self._display.sync()

    def drop(self, x: int, y: int) -> bool:
        """Drag to screen coordinates and let go; whether the target took it."""
        self._root.warp_pointer(x, y)
        self._send("XdndEnter", 5 << 24, *self._types)
        for step in range(4):
            self._send("XdndPosition", 0, (x + step) << 16 | y, X.CurrentTime, self._atom("XdndActionCopy"))
            self._serve("XdndStatus", 0.5)
        self._serve("", 0.3)
        self._send("XdndDrop", 0, X.CurrentTime)
        return self._serve("XdndFinished", 10.0)

    def _aware(self, window):
        if window.get_full_property(self._atom("XdndAware"), X.AnyPropertyType):
            return window
        found = (self._aware(child) for child in reversed(window.query_tree().children))
        return next((child for child in found if child is not None), None)

    def _send(self, kind: str, *values: int) -> None:
        data = (32, [self._window.id, *values, *[0] * (4 - len(values))])
        message = event.ClientMessage(window=self._target, client_type=self._atom(kind), data=data)
        self._target.send_event(message, event_mask=0)
        self._display.flush()

    def _serve(self, until: str, seconds: float) -> bool:
        """Hand out the data when asked; whether the message ``until`` came."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            while self._display.pending_events():
                incoming = self._display.next_event()
                if incoming.type == X.SelectionRequest:
                    self._hand_over(incoming)
                elif incoming.type == X.ClientMessage and self._display.get_atom_name(incoming.client_type) == until:
                    return True
            time.sleep(0.01)
        return False

    def _hand_over(self, request) -> None:
        if request.target in self._types:
            request.requestor.change_property(request.property, request.target, 8, self._data)
        else:
            request.requestor.change_property(request.property, Xatom.ATOM, 32, self._types)
        notice = event.SelectionNotify(
            time=request.time, requestor=request.requestor, selection=request.selection, target=request.target,
            property=request.property,
        )  # fmt: skip
        request.requestor.send_event(notice)
        self._display.flush()


if __name__ == "__main__":
    if not Source(sys.argv[3]).drop(int(sys.argv[1]), int(sys.argv[2])):
        raise SystemExit("the drop was not taken")
