# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""A training under way, on disk: it can stop anywhere and goes on from the last of these."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import torch

EVERY: Final = 50
"""Steps from one to the next."""


def save(path: Path, step: int, **parts: Any) -> None:
    """The step's number and the state of each of the parts, modules or optimisers; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    torch.save({"step": step} | {name: part.state_dict() for name, part in parts.items()}, partial)
    partial.replace(path)


def resume(path: Path, device: torch.device, **parts: Any) -> int:
    """Put the parts where they were; returns the step's number, 0 where nothing was kept."""
    if not path.is_file():
        return 0
    state = torch.load(path, map_location=device, weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(state[name])
    return int(state["step"])
