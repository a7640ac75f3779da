# SPDX-License-Identifier: GPL-3.0-or-later
"""What a model gave, checked and brought into the shape that the server knows, whichever engine ran it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .. import rotation
from ..protocol import ModelCard
from .engine import EngineError, Outputs

_SHAPES: Final[dict[str, tuple[int, ...]]] = {
    "rotation": (4,),
    "translation": (3,),
    "confidence": (),
    "gaze": (2,),
    "shape": (198,),
    "pose": (6,),
}

_MIRROR: Final = (1.0, -1.0, -1.0)
"""The published pose is that of the mirror image (``utils.py`` of the release turns it back like this)."""


def outputs(card: ModelCard, count: int, values: Mapping[str, Any]) -> Outputs:
    """The results of ``count`` crops from the raw ``values`` by name. Raises ``EngineError`` for others than the card
    promises."""
    shapes = {name: (count, *_SHAPES[name]) for name in values if name != "expression"}
    shapes["expression"] = (count, len(card.names))
    found = {name: _checked(card, name, value, shapes[name]) for name, value in values.items()}
    if "rotation" not in found and "pose" in found:
        # The rest of the pose says where the head is seen from the crop's own camera, which moves with the box.
        found["rotation"] = rotation.from_vector(found["pose"][:, :3] * _MIRROR).astype(np.float32)
    if "rotation" in found:
        found["rotation"] = rotation.normalise(found["rotation"]).astype(np.float32)
    if "confidence" in found:
        found["confidence"] = np.clip(found["confidence"], 0.0, 1.0)
    return Outputs(**found)


def _checked(card: ModelCard, name: str, value: Any, shape: tuple[int, ...]) -> NDArray[np.float32]:
    array = np.asarray(value, np.float32)
    if array.shape != shape or not np.isfinite(array).all():
        raise EngineError(
            f"The model {card.id} gives {name} of shape {array.shape} or not finite, where {shape} was due: choose "
            f"another model."
        )
    return array
