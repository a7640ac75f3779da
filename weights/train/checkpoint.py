# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""A training under way, on disk: it can stop anywhere and goes on from the last of these."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import torch
from torch import nn

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


class Course(Protocol):
    """A training: ``step`` is the number of those that were made, ``parts`` whose state makes a checkpoint."""

    step: int

    def parts(self) -> Mapping[str, Any]: ...


def complete(
    course: Course, advance: Callable[[], float], steps: int, path: Path, report: Callable[[int, float], None]
) -> None:
    """``advance`` the course until it has so many steps, with a checkpoint and a report now and then: the step's number
    and the mean loss since the report before."""
    losses: list[float] = []
    while course.step < steps:
        losses.append(advance())
        if course.step % EVERY == 0 or course.step == steps:
            save(path, course.step, **course.parts())
            report(course.step, float(np.mean(losses)))
            losses.clear()


def checksum(module: nn.Module, start: int = 0) -> int:
    """CRC-32 of all weights of a module."""
    for weights in module.state_dict().values():
        start = zlib.crc32(weights.cpu().numpy().tobytes(), start)
    return start
