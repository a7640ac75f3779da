# SPDX-License-Identifier: GPL-3.0-or-later
"""The largest resident size that a process has had."""

from __future__ import annotations

from pathlib import Path


def peak(pid: int | str = "self") -> float:
    """Megabytes, from the Linux kernel's own account; NaN on other systems."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return float("nan")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
