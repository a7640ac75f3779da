# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a solve as they arrive at a client of the sender, and the take they become."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .protocol import Opened, Row, floats
from .stepwise import drained
from .take import Take, TakeError

PIECE: Final = 1000
"""Rows that are laid out between two pauses: a few milliseconds."""


class Rows:
    """Collects rows of one face. ``opened`` is set before the first row comes; ``found`` counts rows with a face."""

    def __init__(self) -> None:
        self.opened: Opened | None = None
        self.found = 0
        self._rows: list[Row] = []
        self._identities: list[NDArray[np.float32]] = []

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def last(self) -> Row | None:
        """The row that came last."""
        return self._rows[-1] if self._rows else None

    def add(self, row: Row) -> None:
        self._rows.append(row)
        self.found += row.found
        if row.identity is not None:
            self._identities.append(floats.unpack(row.identity))

    def take(self, program: str) -> Take:
        """All rows so far; ``program`` is noted as their maker. Raises ``TakeError`` if they do not fit together."""
        return drained(self.take_steps(program))

    def take_steps(self, program: str) -> Generator[None, None, Take]:
        """``take`` in short pieces, during which no row may come."""
        if self.opened is None:
            raise ValueError("no row can come before Opened")
        rows, card = self._rows, self.opened.card
        count = len(rows)

        widths = (len(card.names), 4, 4, 3, 2)
        coefficients, box, rotation, translation, gaze = (np.full((count, n), np.nan, np.float32) for n in widths)
        confidence = np.full(count, np.nan, np.float32)
        for index, row in enumerate(rows):
            if index % PIECE == 0:
                yield
            if row.coefficients is None:
                continue
            vector = floats.unpack(row.coefficients)
            if len(vector) != len(card.names):
                raise TakeError(f"Frame {row.frame} has {len(vector)} coefficients, the model names {len(card.names)}.")
            coefficients[index] = vector
            confidence[index] = 1.0 if row.confidence is None else row.confidence
            optional = (box, row.box), (rotation, row.rotation), (translation, row.translation), (gaze, row.gaze)
            for array, values in optional:
                if values is not None:
                    array[index] = values
        return Take(
            names=card.names,
            coefficients=coefficients,
            frame=np.array([row.frame for row in rows], np.int64),
            time=np.array([row.time for row in rows], np.float64),
            found=np.array([row.found for row in rows], np.bool_),
            confidence=confidence,
            box=box,
            rotation=rotation,
            translation=translation,
            gaze=gaze if np.isfinite(gaze).any() else None,
            meta=_meta(self.opened, program) | self._identity(),
        )

    def _identity(self) -> dict[str, object]:
        """The person as the model sees them, averaged over all frames with a face: nobody changes within a video."""
        if not self._identities or len({len(each) for each in self._identities}) > 1:
            return {}
        return {"identity": np.mean(self._identities, axis=0, dtype=np.float64).round(5).tolist()}


def _meta(opened: Opened, program: str) -> dict[str, object]:
    return {
        "video": opened.name, "sha256": opened.sha256, "width": opened.width, "height": opened.height,
        "rate": opened.rate, "model": opened.card.id, "model_sha256": opened.card.sha256, "basis": opened.card.basis,
        "reliability": dict(opened.card.reliability), "steady": bool(opened.card.noise), "program": program,
    }  # fmt: skip
