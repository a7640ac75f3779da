# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of a take's channels: one on every frame, or few with handles where the take's settings ask for that."""

from __future__ import annotations

from collections.abc import Generator
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..bridge.reduce import Key, reduce
from ..bridge.refine import Curves
from . import keys
from .channels import Channel
from .keys import Keys

SAMPLES: Final = 20_000
"""As many are reduced between two pauses, and one channel in any case: about twenty milliseconds."""


def key_sets(
    written: list[Channel], curves: Curves, tolerance: float | None
) -> Generator[None, None, list[Keys]]:
    """The keys of each channel, in the same order: on every frame, or few within ``tolerance``. In short pieces."""
    sets: list[Keys] = []
    if tolerance is None:
        for channel in written:
            sets.append(keys.baked(curves.frame, channel.values, curves.bridged))
            yield
        return sets
    few = yield from _reduced(written, curves.frame, tolerance)
    for channel, found in zip(written, few, strict=True):
        if found is None:
            sets.append(keys.baked(curves.frame, channel.values, curves.bridged))
        else:
            sets.append(keys.bezier(found, curves.bridged[found.row]))
    return sets


def _reduced(
    written: list[Channel], frame: NDArray[np.float64], tolerance: float
) -> Generator[None, None, list[Key | None]]:
    """Keys of the channels that can be reduced, None for the others. Channels that are as they were are remembered:
    whoever drags the slider of one unit waits for that one."""
    memory = _memory(frame.tobytes())
    wanted: list[tuple[float, bytes] | None] = []
    for channel in written:
        bound = _bound(channel, tolerance)
        wanted.append(None if bound is None else (bound, channel.values.astype(np.float32).tobytes()))
    new = [row for row, key in enumerate(wanted) if key is not None and key not in memory]
    if new:
        kept = {key: memory[key] for key in wanted if key in memory}
        memory.clear()
        memory.update(kept)
    several = max(1, SAMPLES // len(frame))
    for rows in (new[first : first + several] for first in range(0, len(new), several)):
        values = np.stack([written[row].values for row in rows], 1)
        bounds = np.array([wanted[row][0] for row in rows])
        memory.update(zip((wanted[row] for row in rows), reduce(frame, values, bounds), strict=True))
        yield
    return [None if key is None else memory[key] for key in wanted]


@lru_cache(maxsize=2)
def _memory(frame: bytes) -> dict[tuple[float, bytes], Key]:
    """Of the channels of the last two takes, as they were written last, by bound and values."""
    return {}


def _bound(channel: Channel, tolerance: float) -> float | None:
    """The error allowed for a channel: of shape keys in units of the slider, of angles the same in radians. Axis and
    angle turn about another axis between keys that lie far apart: those stay on every frame."""
    if channel.address.path.endswith("rotation_axis_angle"):
        return None
    return tolerance / 2.0 if channel.address.path.endswith("rotation_quaternion") else tolerance
