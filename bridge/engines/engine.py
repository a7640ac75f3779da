# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface between the server and whatever runs a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..errors import UserError
from ..protocol import ModelCard


class EngineError(UserError):
    """The engine cannot run this model here; the text is one sentence for the user."""


@dataclass(frozen=True, eq=False)
class Outputs:
    """Results of n crops. ``expression`` (n, A) in the card's basis; ``rotation`` (n, 4) unit w x y z of the head
    relative to the crop; ``translation`` (n, 3); ``confidence`` (n,) in 0..1; ``gaze`` (n, 2) radians; ``shape`` (n,
    198) the person, 99 of shape and 99 of texture in sigma; ``pose`` (n, 6) as the published net says it, of which
    ``rotation`` is made. None where the model gives none. All float32 and finite."""

    expression: NDArray[np.float32]
    rotation: NDArray[np.float32] | None = None
    translation: NDArray[np.float32] | None = None
    confidence: NDArray[np.float32] | None = None
    gaze: NDArray[np.float32] | None = None
    shape: NDArray[np.float32] | None = None
    pose: NDArray[np.float32] | None = None


class Engine(Protocol):
    """A loaded model."""

    @property
    def card(self) -> ModelCard: ...

    def infer(self, crops: NDArray[np.uint8]) -> Outputs:
        """``crops`` (n, S, S, 3) in the card's size and colour order, n >= 1. May raise ``EngineError``; blocks; called
        by one thread at a time."""
        ...
