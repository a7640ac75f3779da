# SPDX-License-Identifier: GPL-3.0-or-later
"""What is true of crops, beside their pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .renders import Block
from .samples import Sample


@dataclass(frozen=True)
class Truth:
    """What is true of n crops, one row each (``Sample``): ``units`` (n, 29), ``rotation`` (n, 4), ``gaze`` (n, 2),
    ``place`` (n, 3), ``covered`` (n,), ``take`` (n,), ``flipped`` (n,), and ``index`` (n,) its render."""

    units: NDArray[np.float32]
    rotation: NDArray[np.float32]
    gaze: NDArray[np.float32]
    place: NDArray[np.float32]
    covered: NDArray[np.float32]
    take: NDArray[np.int64]
    flipped: NDArray[np.bool_]
    index: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.index)


COLUMNS: Final = tuple(field.name for field in fields(Truth))


def chosen(known: Truth, rows: NDArray[np.integer] | NDArray[np.bool_]) -> Truth:
    """Some of the rows."""
    return Truth(**{name: getattr(known, name)[rows] for name in COLUMNS})


def columns_of(samples: Sequence[Sample]) -> dict[str, NDArray]:
    """The columns of ``Truth`` by name; ``index`` still counts in the samples' block."""
    return {name: np.array([getattr(sample, name) for sample in samples]) for name in COLUMNS}


def joined(parts: Sequence[dict[str, NDArray]], blocks: Sequence[Block]) -> dict[str, Any]:
    """Columns of several blocks, one after the other; ``index`` then counts through all renders."""
    moved = [part | {"index": part["index"] + np.int32(block.start)} for part, block in zip(parts, blocks, strict=True)]
    whole: dict[str, Any] = {name: np.concatenate([part[name] for part in moved]) for name in COLUMNS}
    whole["covered"] = whole["covered"].astype(np.float32)
    return whole
