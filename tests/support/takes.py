# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes made of arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from bridge.basis import DEFAULT
from bridge.take import Take


def take(coefficients: ArrayLike, time: ArrayLike, found: ArrayLike | None = None, **changes: Any) -> Take:
    """A take of the default basis with ``coefficients`` (T, 29) or (T,), the latter for all axes; NaN where not
    found."""
    values = np.asarray(coefficients, np.float32)
    if values.ndim == 1:
        values = np.repeat(values[:, None], len(DEFAULT), 1)
    seen = np.ones(len(values), bool) if found is None else np.asarray(found, bool)

    def where_seen(array: ArrayLike) -> np.ndarray:
        array = np.array(np.broadcast_to(array, (len(seen), np.shape(array)[-1])), np.float32)
        array[~seen] = np.nan
        return array

    fields = {
        "names": DEFAULT.names,
        "coefficients": where_seen(values),
        "frame": np.arange(len(seen)),
        "time": np.asarray(time, float),
        "found": seen,
        "confidence": where_seen(np.ones((len(seen), 1)))[:, 0],
        "box": where_seen([10.0, 20.0, 30.0, 50.0]),
        "rotation": where_seen([1.0, 0.0, 0.0, 0.0]),
        "translation": where_seen([0.0, 0.0, 1.0]),
        "meta": {"basis": DEFAULT.id, "video": "a.mp4"},
    }
    return Take(**(fields | changes))
