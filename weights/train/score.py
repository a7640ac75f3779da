# SPDX-License-Identifier: GPL-3.0-or-later
"""Agreement between curves: per channel, over clips, and between rotations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge.basis import DEFAULT

MOVING: Final = 0.05
"""Deviation above which a reference channel counts as moving."""
SHORTEST: Final = 25
"""Frames a clip needs to be counted."""
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "brows": tuple(n for n in DEFAULT.names if n.startswith("brow")),
    "eyes": tuple(n for n in DEFAULT.names if n.startswith("eye")),
    "jaw": tuple(n for n in DEFAULT.names if n.startswith("jaw")),
    "mouth": tuple(n for n in DEFAULT.names if n.startswith("mouth")),
    "nose, cheeks": ("noseSneer", "cheekPuff"),
}


def correlation(a: NDArray[np.floating], b: NDArray[np.floating]) -> float:
    """Pearson's r of two (n,) curves; 0 where one of them does not move at all, for then it tells nothing."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    a, b = a - a.mean(), b - b.mean()
    scale = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / scale) if scale > 1e-9 else 0.0


@dataclass(frozen=True)
class Agreement:
    """``channels``: r per name, averaged over the clips where its reference moves; ``clips``: how many these were."""

    channels: dict[str, float]
    clips: dict[str, int]

    @property
    def mean(self) -> float:
        return float(np.mean(list(self.channels.values()))) if self.channels else float("nan")

    def group(self, name: str) -> float:
        """Mean over the channels of one of :data:`GROUPS`; NaN where none of them moved."""
        values = [self.channels[n] for n in GROUPS[name] if n in self.channels]
        return float(np.mean(values)) if values else float("nan")


def agreement(found: Mapping[str, NDArray[np.floating]], reference: Mapping[str, NDArray[np.floating]]) -> Agreement:
    """``found`` and ``reference``: clip -> (T, 29), frame by frame."""
    rows: dict[str, list[float]] = {name: [] for name in DEFAULT.names}
    for clip, wanted in reference.items():
        if len(wanted) < SHORTEST:
            continue
        for k, name in enumerate(DEFAULT.names):
            if wanted[:, k].std() > MOVING:
                rows[name].append(correlation(found[clip][:, k], wanted[:, k]))
    channels = {name: float(np.mean(values)) for name, values in rows.items() if values}
    return Agreement(channels, {name: len(rows[name]) for name in channels})


def less_mean(values: NDArray[np.floating], groups: NDArray) -> NDArray[np.float64]:
    """(n, k) less the mean over all rows of the same of the ``groups`` (n,)."""
    out = np.array(values, np.float64)
    for group in np.unique(groups):
        out[groups == group] -= out[groups == group].mean(0)
    return out


def turn_error(found: NDArray[np.floating], wanted: NDArray[np.floating]) -> NDArray[np.float64]:
    """(n,) degrees between two (n, 4) unit quaternions."""
    overlap = np.abs((np.asarray(found, np.float64) * wanted).sum(-1))
    return np.degrees(2 * np.arccos(np.clip(overlap, 0, 1)))
