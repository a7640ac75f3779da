# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""People at rest and in the seven emotions of the sets that they are told in: for measuring, never for training."""

from __future__ import annotations

from typing import Final

import numpy as np

from weights.face import TargetSet

from . import expression
from .camera import Pose
from .person import Frame, Person, sample_person, take_seed
from .prototypes import BY_NAME

_SEED: Final = 77
_TIMES: Final = 2
"""How often a person shows an emotion. A face at rest is shown once."""
_TURN: Final = (0.1, 0.1, 0.05)
"""Deviations of yaw, pitch and roll, radians: who is asked for an expression looks at the camera."""
NEUTRAL: Final = "neutral"


def sample(number: int, targets: TargetSet) -> tuple[Person, list[tuple[str, Frame]]]:
    """Person ``number`` of the held-out split, and the emotions that it shows, by name."""
    rng = take_seed(_SEED, "test", number)
    person = sample_person(rng, targets, "test")
    wanted = [NEUTRAL, *(name for name in BY_NAME for _ in range(_TIMES))]
    return person, [(name, _frame(rng, name)) for name in wanted]


def _frame(rng: np.random.Generator, name: str) -> Frame:
    shown = expression.acted(rng, BY_NAME[name]) if name in BY_NAME else expression.blank()
    return Frame(shown, Pose(*(float(angle) for angle in rng.normal(0, _TURN))))
