# SPDX-License-Identifier: GPL-3.0-or-later
"""Float vectors as they travel: bytes of little-endian float32."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def pack(values: ArrayLike) -> bytes:
    """A vector of finite numbers as bytes."""
    return np.asarray(values, "<f4").tobytes()


def unpack(data: bytes) -> NDArray[np.float32]:
    """The vector of a checked message, (n,), a read-only view."""
    return np.frombuffer(data, "<f4")
