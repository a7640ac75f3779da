# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person's surface looks like: skin, eyes, teeth, hair, beard, make-up, cloth. Colours are linear RGB."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from weights.colour import to_linear

from .identity import Identity
from .wardrobe import Wardrobe

RGB = tuple[float, float, float]

SKIN: Final = to_linear(np.array([
    (255, 224, 196), (240, 208, 182), (238, 195, 165), (224, 177, 140), (215, 160, 122), (198, 142, 108),
    (180, 122, 92), (158, 104, 78), (132, 84, 62), (105, 66, 50), (78, 50, 40), (56, 38, 32),
]) / 255)  # fmt: skip
"""Skin tones from light to dark."""

HAIR: Final = to_linear(np.array([
    (25, 20, 18), (40, 28, 22), (62, 42, 30), (90, 62, 40), (125, 88, 55), (165, 125, 80), (205, 170, 120),
    (120, 60, 35), (150, 145, 140), (205, 205, 205),
]) / 255)  # fmt: skip
"""Black to blond, red, then grey and white."""
GREY: Final = 8

IRIS: Final = to_linear(np.array([
    (70, 42, 25), (95, 60, 35), (120, 95, 55), (95, 110, 75), (90, 120, 140), (110, 140, 165), (45, 28, 20),
]) / 255)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """Textures by name (``None``: none), and the shaders' parameters of the same names (see ``shaders/``)."""

    skin: str
    hair: str | None
    brows: str | None
    lashes: str
    teeth: str
    skin_colour: RGB
    skin_detail: float
    freckles: float
    bumps: float
    blush: float
    gloss: float
    gloss_exponent: float
    oil: float
    scatter: float
    hair_colour: RGB
    brow_colour: RGB
    brow_density: float
    lash_colour: RGB
    beard_colour: RGB
    beard: tuple[float, float, float, float]
    stubble: float
    lip_colour: RGB
    lip_paint: float
    lip_wet: float
    lid_colour: RGB
    lid_paint: float
    lid_dark: float
    iris_colour: RGB
    iris_size: float
    pupil: float
    eye_shade: float
    sclera_colour: RGB
    teeth_colour: RGB
    cavity: float
    cloth_colour: RGB
    cloth_stripe: RGB
    cloth_mode: float
    neck_line: float
    wrinkle_depth: float
    rest_lines: tuple[float, float, float, float, float]
    occlusion: float
    pattern: float


def _rgb(colour: ArrayLike) -> RGB:
    red, green, blue = np.clip(np.asarray(colour, float), 0, 1.5)
    return float(red), float(green), float(blue)


def _skin_colour(rng: np.random.Generator, identity: Identity) -> RGB:
    """Darkness follows the origin on average, with room to each side."""
    tone = float(np.clip(rng.normal(2 + 7 * identity.african + 1.5 * identity.asian, 1.8), 0, len(SKIN) - 1.001))
    step = int(tone)
    mixed = SKIN[step] * (1 - tone + step) + SKIN[step + 1] * (tone - step)
    return _rgb(mixed * np.exp(rng.normal(0, 0.05, 3)))


def _hair_colour(rng: np.random.Generator, identity: Identity) -> RGB:
    if rng.random() < 0.02:
        return _rgb(rng.random(3))
    if identity.age > 0.35 and rng.random() < 0.6:
        tone = int(rng.integers(GREY, len(HAIR)))
    elif identity.african + identity.asian > 0.5 and rng.random() < 0.75:
        tone = int(rng.integers(0, 3))
    else:
        tone = int(rng.integers(0, GREY))
    return _rgb(HAIR[tone] * np.exp(rng.normal(0, 0.25)) * np.exp(rng.normal(0, 0.05, 3)))


def _iris(rng: np.random.Generator, identity: Identity) -> RGB:
    """Dark brown for most people on earth."""
    dark = rng.random() < 0.35 + 0.6 * (identity.african + identity.asian)
    colour = IRIS[rng.choice((0, 1, 6))] * rng.uniform(0.3, 1.0) if dark else IRIS[rng.integers(len(IRIS))]
    return _rgb(colour * rng.uniform(0.4, 1.0))


def cloth(rng: np.random.Generator) -> RGB:
    """More often grey, black, white or dull than bright."""
    grey, tint = rng.random() ** 2 * 0.8, rng.random(3) ** 2
    return _rgb(grey + (tint - grey) * rng.random() ** 1.5)


def _beard(rng: np.random.Generator, grown: float) -> tuple[float, float, float, float]:
    """Density of beard and moustache, height of the cheek line, patchiness. Zero for most people."""
    if rng.random() >= grown:
        return 0.0, 0.0, 0.0, 0.0
    chin = rng.uniform(0.1, 0.5) if rng.random() < 0.6 else rng.uniform(0.5, 0.9)
    chin = 0.0 if rng.random() < 0.2 else chin
    return float(chin), rng.uniform(0.1, 1.0), rng.uniform(0, 1.2), rng.uniform(0.2, 1.0)


def sample(rng: np.random.Generator, identity: Identity, wardrobe: Wardrobe) -> Look:
    """A look that fits the identity, from the wardrobe of one split."""
    man, child = identity.male > 0.5, identity.age < -0.3
    woman, old = not man and not child, max(identity.age, 0.0)
    hair_colour = np.array(_hair_colour(rng, identity))
    skin_colour = np.array(_skin_colour(rng, identity))
    facial = hair_colour * rng.uniform(0.4, 1.0) if rng.random() < 0.8 else HAIR[rng.integers(0, 4)]
    brow = np.minimum(facial * rng.uniform(0.3, 0.9), skin_colour * rng.uniform(0.12, 0.5))
    paler = min(1.0, 0.5 + 1.1 * float(skin_colour.mean()) ** 0.5)
    short = rng.random() < 0.5
    painted = rng.uniform(0.2, 0.95) if woman and rng.random() < 0.5 else rng.uniform(0, 0.15)
    bald = rng.random() < (0.22 if man else 0.04)
    return Look(
        skin=wardrobe.skin(rng),
        hair=None if bald else wardrobe.hair(rng, short=bool(rng.random() < (0.85 if man else 0.3))),
        brows=wardrobe.brows(rng) if rng.random() < 0.97 else None,
        lashes=wardrobe.lashes(rng),
        teeth=wardrobe.teeth(rng),
        skin_colour=_rgb(skin_colour),
        skin_detail=rng.uniform(0.55, 1.25),
        freckles=rng.uniform(0.2, 1.4),
        bumps=rng.uniform(0, 1.0),
        blush=rng.uniform(0, 0.5),
        gloss=rng.gamma(2, 0.45),
        gloss_exponent=rng.uniform(8, 40),
        oil=rng.uniform(0, 1.5),
        scatter=rng.uniform(0.3, 1.0),
        hair_colour=_rgb(hair_colour),
        brow_colour=_rgb(brow),
        brow_density=float(np.exp(rng.normal(0.55, 0.5))),
        lash_colour=_rgb(np.minimum(facial * 0.25 + 0.004, skin_colour * 0.3)),
        beard_colour=_rgb(np.minimum(facial * rng.uniform(0.4, 0.8), skin_colour * 0.6) + skin_colour * 0.08),
        beard=_beard(rng, 0.5 if man and not child else 0.0),
        stubble=rng.uniform(0.7, 1.0) if short else rng.uniform(0, 0.35),
        lip_colour=_rgb(to_linear(rng.uniform((0.5, 0.1, 0.15), (0.9, 0.35, 0.45))) * rng.uniform(0.5, 1)),
        lip_paint=painted,
        lip_wet=rng.gamma(1.5, 0.4),
        lid_colour=_rgb(rng.uniform(0.2, 1, 3)),
        lid_paint=rng.uniform(0.2, 0.9) if woman and rng.random() < 0.4 else 0.0,
        lid_dark=rng.beta(1.2, 2.5) * 0.4,
        iris_colour=_iris(rng, identity),
        iris_size=rng.uniform(0.45, 0.54),
        pupil=rng.uniform(0.25, 0.55),
        eye_shade=rng.uniform(0.15, 0.6),
        sclera_colour=_rgb(
            np.array((0.78, 0.74, 0.72)) * rng.uniform(0.4, 0.75) * paler * np.exp(rng.normal(0, 0.04, 3))
        ),
        teeth_colour=_rgb(np.array((0.85, 0.8, 0.7 * rng.uniform(0.75, 1.05))) * rng.uniform(0.75, 1.2)),
        cavity=rng.uniform(0.35, 1.0),
        cloth_colour=cloth(rng),
        cloth_stripe=cloth(rng),
        cloth_mode=float(rng.choice(4, p=(0.05, 0.6, 0.2, 0.15))),
        neck_line=rng.uniform(5.4, 6.1),
        wrinkle_depth=rng.uniform(0.4, 1.3) * (0.4 if child else 1.0) * (0.75 + 0.6 * old),
        rest_lines=tuple(float(old * x) for x in rng.random(5)),  # pyright: ignore[reportArgumentType]
        occlusion=rng.uniform(0.4, 1.3),
        pattern=float(rng.random()),
    )
