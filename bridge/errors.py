# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of all errors that a user can cause."""

from __future__ import annotations

import sys
from typing import Final

_REMEDIES: Final = {
    "win32": "install Microsoft's current Visual C++ Redistributable and start Blender again",
    "darwin": "update macOS to 14 or later",
}
"""Why a library that is there does not load: ONNX Runtime and OpenCV lack what Windows does not come with, or the
system is too old for them."""
_AGAIN: Final = "install ExpNet again"


class UserError(Exception):
    """Something the user can put right. The text is one sentence that says what happened and what to do; programs show
    it as it is, without a traceback."""


def remedy() -> str:
    """What to do where a library that is there does not load, or crashes while it loads."""
    return _REMEDIES.get(sys.platform, _AGAIN)


def first_line(error: Exception, silent: str = "") -> str:
    """What another's error says, as far as it goes into a sentence; where it says nothing, ``silent`` or its class."""
    return (str(error).strip().splitlines() or [silent or type(error).__name__])[0][:300]


class LibraryError(UserError):
    """A library that ExpNet brings or asks for cannot be loaded on this computer."""

    def __init__(self, error: ImportError) -> None:
        what = _AGAIN if isinstance(error, ModuleNotFoundError) else remedy()
        reason = first_line(error, "no reason given").rstrip(".")
        super().__init__(f"A library cannot be loaded ({reason}): {what}.")
