# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a result goes."""

from __future__ import annotations

from pathlib import Path

from .errors import SourceError


def check_target(path: Path, force: bool) -> None:
    """Raises ``SourceError`` for a file that cannot be written, before any work is done."""
    if not path.parent.is_dir():
        raise SourceError(f"There is no folder {path.parent}: make it or choose another output with -o.")
    if path.is_dir() or path.exists() and not force:
        raise SourceError(f"{path} exists already: give --force to overwrite it, or another output with -o.")
