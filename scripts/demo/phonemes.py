# SPDX-License-Identifier: GPL-3.0-or-later
"""The few speech sounds of the demo: what each does to the mouth and what it sounds like.

Formants are the means of adult speakers after Peterson and Barney, "Control Methods Used in a Study of the Vowels",
JASA 24 (1952), table II, between the columns for men and women; the mouth shapes are set by eye on the default head.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Phoneme:
    """One speech sound.

    ``mouth``: units of the default basis at full articulation. ``strength``: how firmly the sound holds its shape
    against its neighbours, 0..1. ``length``: seconds at normal pace. ``formants``: Hz. ``voice`` and ``noise``:
    loudness of the vocal folds and of turbulent air, 0..1; ``band``: Hz, where that noise lies.
    """

    length: float
    strength: float
    mouth: Mapping[str, float] = field(default_factory=dict)
    formants: tuple[float, float, float] = (500.0, 1500.0, 2500.0)
    voice: float = 0.0
    noise: float = 0.0
    band: tuple[float, float] = (500.0, 4000.0)


def _vowel(formants: tuple[float, float, float], **mouth: float) -> Phoneme:
    return Phoneme(0.14, 0.8, mouth, formants, voice=1.0)


PHONEMES: Final[dict[str, Phoneme]] = {
    "_": Phoneme(0.10, 0.3),
    "a": _vowel((790, 1250, 2600), jawOpen=0.62, mouthLowerDown=0.35, mouthUpperUp=0.15),
    "e": _vowel((570, 2000, 2600), jawOpen=0.38, mouthLowerDown=0.40, mouthUpperUp=0.25, mouthStretch=0.35),
    "i": _vowel((290, 2500, 3100), jawOpen=0.16, mouthLowerDown=0.40, mouthStretch=0.55, mouthDimple=0.25),
    "o": _vowel((500, 880, 2500), jawOpen=0.42, mouthFunnel=0.75),
    "u": _vowel((330, 900, 2400), jawOpen=0.16, mouthPucker=0.75, mouthFunnel=0.25),
    "b": Phoneme(0.08, 1.0, {"jawOpen": 0.10, "mouthClose": 0.10, "mouthPress": 0.60}, (250, 900, 2200), voice=0.25),
    "m": Phoneme(0.11, 1.0, {"jawOpen": 0.35, "mouthClose": 0.35, "mouthRoll": 0.45}, (250, 1100, 2200), voice=0.5),
    "f": Phoneme(0.11, 0.9, {"jawOpen": 0.10, "mouthRoll": 0.50, "mouthUpperUp": 0.45}, noise=0.20, band=(1500, 8000)),
    "s": Phoneme(0.15, 0.6, {"jawOpen": 0.05, "mouthLowerDown": 0.50, "mouthStretch": 0.35, "mouthUpperUp": 0.20},
                 noise=0.45, band=(4500, 9500)),
    "ch": Phoneme(0.12, 0.8, {"jawOpen": 0.08, "mouthFunnel": 0.80, "mouthLowerDown": 0.40, "jawForward": 0.35},
                  noise=0.60, band=(2200, 6000)),
    "h": Phoneme(0.06, 0.2, {"jawOpen": 0.25}, noise=0.15, band=(600, 3000)),
    "l": Phoneme(0.08, 0.4, {"jawOpen": 0.25, "mouthLowerDown": 0.25}, (380, 1100, 2700), voice=0.7),
    "n": Phoneme(0.09, 0.4, {"jawOpen": 0.15, "mouthLowerDown": 0.30}, (280, 1500, 2500), voice=0.5),
    "w": Phoneme(0.10, 0.9, {"jawOpen": 0.12, "mouthPucker": 0.85}, (300, 700, 2200), voice=0.6),
}  # fmt: skip
