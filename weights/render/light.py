# SPDX-License-Identifier: GPL-3.0-or-later
"""Light on the rendered faces: a real environment as spherical harmonics, and up to three lamps.

Second-order spherical harmonics carry diffuse light to within 1 % (Ramamoorthi and Hanrahan, "An Efficient
Representation for Irradiance Environment Maps", SIGGRAPH 2001, pages 497-500). Order of the nine: 1, y, z, x, xy, yz,
3zz-1, xz, xx-yy, in the camera's frame (x right, y up, z towards the camera). ``world_light.npz`` is made by
:mod:`weights.render.world`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

ASSET: Final = Path(__file__).parents[1] / "assets" / "world_light.npz"
LAMPS: Final = 3
HELD_OUT: Final = ("courtyard", "interior")
"""Environments that only the test split sees."""


@dataclass(frozen=True)
class Light:
    """Light in the camera's frame; ``environment`` names where it comes from.

    ``harmonics`` (9, 3) irradiance over pi, ``directions`` (3, 3) unit vectors towards the lamps, ``colours`` (3, 3)
    their linear RGB (0 = off), ``shadow``: the first lamp casts one.
    """

    environment: str
    harmonics: NDArray[np.float32]
    directions: NDArray[np.float32]
    colours: NDArray[np.float32]
    shadow: bool


@cache
def environments() -> dict[str, NDArray[np.float32]]:
    """Name -> (9, 3) cosine-convolved coefficients of the environments that ship."""
    with np.load(ASSET) as asset:
        return {str(name): asset["harmonics"][i] for i, name in enumerate(asset["names"])}


@cache
def panoramas() -> dict[str, NDArray[np.uint8]]:
    """Name -> (H, 2H, 3) uint8 sRGB pictures of the environments, exposed for display: backgrounds for the renders."""
    with np.load(ASSET) as asset:
        return {str(name): asset["panoramas"][i] for i, name in enumerate(asset["names"])}


def names(split: str) -> list[str]:
    """Environments of ``"train"`` or ``"test"``."""
    return sorted(name for name in environments() if (name in HELD_OUT) == (split == "test"))


def turned(harmonics: NDArray[np.floating], angle: float) -> NDArray[np.float64]:
    """The same (9, 3) light with the environment turned about the vertical by ``angle`` radians."""
    cos, sin, cos2, sin2 = np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)
    out = np.array(harmonics, np.float64)
    one, y, z, x, xy, yz, zz, xz, xxyy = (np.asarray(row, np.float64) for row in harmonics)
    out[2], out[3] = z * cos - x * sin, z * sin + x * cos
    out[4], out[5] = xy * cos + yz * sin, yz * cos - xy * sin
    # 3zz-1, xz and xx-yy mix: their part that does not turn (3yy-1) first, then the pair (zz-xx, xz) by twice the angle
    still = -zz / 2 - xxyy * np.sqrt(3) / 2
    turning = zz * np.sqrt(3) / 2 - xxyy / 2
    turning, out[7] = turning * cos2 - xz * sin2, turning * sin2 + xz * cos2
    out[6] = -still / 2 + turning * np.sqrt(3) / 2
    out[8] = -still * np.sqrt(3) / 2 - turning / 2
    return out


def _lamps(rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Key and fill from the front half, rim from behind; fill and rim are often off."""
    directions, colours = np.zeros((LAMPS, 3)), np.zeros((LAMPS, 3))
    for i, (strength, off, centre, spread) in enumerate(
        ((1.0, 0.1, 0.0, 0.8), (0.35, 0.4, 0.0, 0.8), (0.5, 0.5, np.pi, 0.7))
    ):
        turn, height = rng.normal(centre, spread), rng.normal(0.45, 0.45)
        directions[i] = np.sin(turn) * np.cos(height), np.sin(height), np.cos(turn) * np.cos(height)
        colour = np.exp(rng.normal(0, 0.12, 3) * (1, 0.3, 1))
        if rng.random() < 0.05:
            colour = rng.random(3) * 1.5
        colours[i] = colour * rng.gamma(1.5, 0.35) * strength * (rng.random() >= off)
    return directions, colours


def sample(rng: np.random.Generator, split: str) -> Light:
    """Random light of the given split."""
    choice = names(split)
    environment = choice[rng.integers(len(choice))]
    harmonics = turned(environments()[environment], rng.uniform(0, 2 * np.pi))
    harmonics /= harmonics[0].mean() * 0.282095 + 1e-6
    grey = harmonics.mean(1, keepdims=True)
    harmonics = grey + (harmonics - grey) * rng.uniform(0, 1)
    harmonics[1:] *= rng.uniform(0.3, 1.1)
    harmonics *= rng.uniform(0.25, 1.0)
    directions, colours = _lamps(rng)
    return Light(
        environment,
        harmonics.astype(np.float32),
        directions.astype(np.float32),
        colours.astype(np.float32),
        bool(rng.random() < 0.75),
    )
