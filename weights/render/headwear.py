# SPDX-License-Identifier: GPL-3.0-or-later
"""What covers a head: a shell grown from the head's own mesh and cut by the shader (cap, hood, scarf, mask, close
hair), the peak of a cap, and headphones."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .look import cloth
from .solids import AROUND, resampled, tube, tube_triangles

SKULL: Final = np.array([0.0, 0.25, -0.75])  # centre of the head that the shell grows away from
EARS: Final = 0.82  # dm: ears are pressed under a shell to this half width
PEAK_ACROSS, PEAK_ALONG = 14, 4
BAND_RINGS: Final = 18
CUP_RINGS: Final = 6


class Cut(IntEnum):
    """Which part of the shell stays; the same numbers are in ``shaders/shell.frag``."""

    ABOVE = 0  # a line round the head: caps, close-cropped or combed hair
    AROUND = 1  # an opening for the face: hoods, headscarves
    BELOW = 2  # nose, mouth and chin: masks


@dataclass(frozen=True)
class Shell:
    """``cut`` and its ``shape`` (4,): for ABOVE the height before the forehead (dm on the base mesh), the slope to the
    back, raggedness and how far it parts in the middle; for AROUND half width and height, middle and raggedness of the
    opening; for BELOW upper edge, nose, lower edge, half width.
    ``grown`` dm over the skin; ``fibre`` 1 hair, 0 cloth with ribs of ``rib`` per dm (0: none)."""

    cut: Cut
    shape: tuple[float, float, float, float]
    grown: float
    loose: float
    fibre: float
    rib: float
    colour: tuple[float, float, float]


@dataclass(frozen=True)
class Headwear:
    """``peak``: length of a cap's peak in dm, 0 for none; ``headphones``: thickness of the ear pieces, 0 for none."""

    shell: Shell | None
    peak: float
    headphones: float
    colour: tuple[float, float, float]

    @property
    def hides_hair(self) -> bool:
        """Whether hair would show through."""
        return self.shell is not None and self.shell.cut != Cut.BELOW


def hair_shell(rng: np.random.Generator, colour: tuple[float, float, float]) -> Shell:
    """Hair that lies close: cropped, combed back or brushed into the forehead."""
    height = rng.uniform(7.98, 8.12) if rng.random() < 0.55 else rng.uniform(7.6, 7.98)
    return Shell(
        Cut.ABOVE,
        (height, rng.uniform(0.35, 0.6), rng.uniform(0.05, 0.3), rng.normal(0, 0.12)),
        rng.uniform(0.02, 0.16),
        rng.uniform(0.0, 0.25),
        1.0,
        0.0,
        colour,
    )


def sample(rng: np.random.Generator) -> Headwear:
    colour = cloth(rng)
    draw = rng.random()
    rib = float(rng.choice((0.0, rng.uniform(8, 22))))
    cut, shape, grown, loose, peak, phones = Cut.ABOVE, (0.0, 0.0, 0.0, 0.0), 0.1, 0.0, 0.0, 0.0
    if draw < 0.42:  # cap or woollen hat
        shape = (rng.uniform(7.62, 8.0), rng.uniform(0.15, 0.4), 0.0, 0.0)
        grown, loose = rng.uniform(0.05, 0.14), rng.uniform(0, 0.5)
        peak = rng.uniform(0.5, 0.8) if rng.random() < 0.55 else 0.0
    elif draw < 0.72:  # hood or scarf
        cut = Cut.AROUND
        shape = (rng.uniform(0.6, 0.8), rng.uniform(0.86, 1.08), rng.uniform(7.02, 7.15), rng.uniform(0, 0.05))
        grown, loose = rng.uniform(0.05, 0.25), rng.uniform(0, 0.6)
    elif draw < 0.8:
        cut, rib = Cut.BELOW, 0.0
        shape = (rng.uniform(6.85, 6.98), rng.uniform(0.0, 0.16), rng.uniform(6.12, 6.25), rng.uniform(0.55, 0.68))
        grown = rng.uniform(0.04, 0.1)
    else:
        phones = rng.uniform(0.12, 0.3)
    shell = None if phones else Shell(cut, shape, grown, loose, 0.0, rib, colour)
    return Headwear(shell, peak, phones, cloth(rng) if rng.random() < 0.4 else colour)


def grow(shell: Shell, skin: NDArray[np.floating], canonical: NDArray[np.floating]) -> NDArray[np.float64]:
    """(n, 3) head vertices moved outwards; ``canonical`` (n, 3) where they lie on the base mesh."""
    moved = np.array(skin, float)
    if shell.cut != Cut.BELOW:
        moved[:, 0] = np.clip(moved[:, 0], -EARS, EARS)
    away = moved - SKULL
    away /= np.linalg.norm(away, axis=1, keepdims=True) + 1e-9
    bulge = np.clip((canonical[:, 1] - 7.4) / 0.9, 0, 1) * np.clip(1.2 - canonical[:, 2], 0, 1.5)
    return moved + away * (shell.grown * (1 + shell.loose * bulge * 2.0))[:, None]


def peak_triangles() -> NDArray[np.int32]:
    row, column = np.mgrid[: PEAK_ALONG - 1, : PEAK_ACROSS - 1]
    here = row * PEAK_ACROSS + column
    a, b, c, d = here, here + 1, here + PEAK_ACROSS, here + PEAK_ACROSS + 1
    return np.concatenate([np.stack([a, c, b], -1), np.stack([b, c, d], -1)]).reshape(-1, 3).astype(np.int32)


def peak(worn: Headwear, half: float, height: float, front: float) -> NDArray[np.float64]:
    """(PEAK_ALONG * PEAK_ACROSS, 3) a curved sheet from ``height`` above the eyes, where the head is ``half`` wide
    to each side and reaches ``front``."""
    turn = np.linspace(-1.25, 1.25, PEAK_ACROSS)
    rows = []
    for t in np.linspace(0, 1, PEAK_ALONG):
        z = -0.5 + (front + 0.62) * np.cos(turn) + t * worn.peak * np.cos(turn) ** 0.7
        x = (half + 0.1 + 0.1 * t) * np.sin(turn)
        y = height - 0.12 * t * worn.peak - 0.3 * (x / half) ** 2 * (0.2 + 0.45 * t)
        rows.append(np.stack([x, y, z], 1))
    return np.concatenate(rows)


def phones_triangles() -> NDArray[np.int32]:
    band = tube_triangles(1, BAND_RINGS)
    return np.concatenate([band, tube_triangles(2, CUP_RINGS) + BAND_RINGS * AROUND])


def phones(worn: Headwear, half: float, top: float) -> NDArray[np.float64]:
    """Headphones on a head of ``half`` width at the ears and ``top`` height over the eyes."""
    turn = np.linspace(-np.pi / 2, np.pi / 2, BAND_RINGS)
    wide = half + worn.headphones * 0.6
    arc = np.stack([wide * np.sin(turn), -0.2 + (top + 0.32) * np.cos(turn), np.full(BAND_RINGS, -0.72)], 1)
    parts = [tube(arc, 0.12, 0.04, (0, 0.3, 0.0) + arc * (1, 1, 0))]
    for side in (1.0, -1.0):
        x = side * (half + np.array([0, 0.001, 0.3, 0.7, 0.999, 1.0]) * worn.headphones)
        line, _ = resampled(np.stack([x, np.full(6, -0.2), np.full(6, -0.68)], 1), np.ones(6), CUP_RINGS)
        radius = np.array([0.05, 0.36, 0.38, 0.37, 0.28, 0.02])
        parts.append(tube(line, radius * 0.85, radius, (0, 1, 0)))
    return np.concatenate(parts)
