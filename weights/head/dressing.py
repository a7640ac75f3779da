# SPDX-License-Identifier: GPL-3.0-or-later
"""What rides on the skin: brows, lashes, teeth, tongue, hair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from weights.face import Proxy

from .part import Part


def proxy_part(proxy: Proxy, shape: NDArray[np.floating], units: NDArray[np.floating], material: str) -> Part:
    """A proxy on a face of ``shape`` (N, 3), following its ``units`` (29, N, 3) exactly."""
    return Part(
        vertices=proxy.fit(shape, shape),
        units=np.stack([proxy.follow(unit) for unit in units]),
        faces=proxy.faces,
        corners=proxy.corners,
        uv=proxy.uv,
        materials=np.full(len(proxy.faces), material),
    )


def narrowed(part: Part, width: float, out: float) -> Part:
    """The part at ``width`` of its width and ``out`` dm further out of the face; it moves as before."""
    return replace(part, vertices=part.vertices * [width, 1.0, 1.0] + [0.0, 0.0, out])
