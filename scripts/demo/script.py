# SPDX-License-Identifier: GPL-3.0-or-later
"""What the face in the demo says and does, and when. All times in seconds, angles in degrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .phonemes import PHONEMES, Phoneme

SECONDS: Final = 10.0
RATE: Final = 24
"""Length and frame rate of the performance."""

SEED: Final = 29
"""Of the idle sway of the head and the breath in the voice."""


@dataclass(frozen=True)
class Line:
    """A spoken line: phonemes with blanks between, from ``start`` on; ``pitch`` Hz, ``pace`` stretches every sound."""

    start: float
    text: str
    pitch: float = 190.0
    pace: float = 1.0


@dataclass(frozen=True)
class Sound:
    """One phoneme placed in time."""

    phoneme: Phoneme
    start: float
    end: float
    pitch: float


@dataclass(frozen=True)
class Gesture:
    """A movement that sets in at ``start``, holds, and is gone at ``end``; ``ease`` is the time of each flank."""

    start: float
    end: float
    ease: float
    units: Mapping[str, float]


@dataclass(frozen=True)
class Turn:
    """A head movement in the same time course.

    ``yaw`` turns to the subject's left, ``pitch`` nods down, ``roll`` tilts to the subject's right shoulder.
    """

    start: float
    end: float
    ease: float
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0

    @property
    def angles(self) -> tuple[float, float, float]:
        """Yaw, pitch, roll."""
        return self.yaw, self.pitch, self.roll


def both(**units: float) -> dict[str, float]:
    """The same value for the left and the right unit of each stem."""
    return {stem + side: value for stem, value in units.items() for side in ("Left", "Right")}


LINES: Final = (
    Line(0.65, "h e l o u", 200, 1.1),
    Line(1.85, "w o ch _ m a i _ f e i s", 185, 0.80),
    Line(3.10, "w a u", 260, 1.6),
    Line(4.10, "n o u _ n o u", 150, 1.05),
    Line(5.25, "o u _ w e l", 160, 1.15),
    Line(7.88, "m m w a", 210, 1.2),
    Line(8.75, "b a i", 215, 1.1),
)
"""Hello! Watch my face. Wow! No, no. Oh well. Mwah! Bye!"""

BLINKS: Final = (0.36, 1.80, 2.92, 4.98, 6.12, 8.62, 9.62)
"""When the lids are shut."""

GESTURES: Final = (
    # greeting
    Gesture(0.75, 1.85, 0.40, both(mouthSmile=0.85, eyeSquint=0.50) | {"mouthDimple": 0.35, "mouthUpperUp": 0.25}),
    Gesture(0.60, 1.10, 0.20, both(browOuterUp=0.45) | {"browInnerUp": 0.35}),
    # accents while speaking
    Gesture(1.80, 2.20, 0.16, {"browInnerUp": 0.40, "browOuterUpLeft": 0.30}),
    Gesture(2.35, 2.90, 0.20, {"browOuterUpRight": 0.50, "browInnerUp": 0.25}),
    # surprise
    Gesture(2.95, 4.00, 0.22, both(browOuterUp=0.90, eyelid=-0.25) | {"browInnerUp": 0.85}),
    Gesture(3.20, 3.80, 0.22, {"jawOpen": 0.25}),
    # anger
    Gesture(3.90, 5.10, 0.25, both(browDown=0.95, eyeSquint=0.45) | {"noseSneer": 0.75}),
    Gesture(4.85, 5.20, 0.15, {"mouthPress": 0.70, "mouthUpperUp": 0.20}),
    # sadness
    Gesture(5.05, 6.20, 0.35, both(mouthFrown=0.80, eyelid=0.22) | {"browInnerUp": 0.90}),
    Gesture(5.75, 6.25, 0.20, {"mouthShrug": 0.80, "jawForward": 0.60}),
    # cheeks, and the jaw behind them
    Gesture(6.25, 6.60, 0.17, {"jawSide": 0.55}),
    Gesture(6.55, 6.95, 0.17, {"jawSide": -0.55}),
    Gesture(6.20, 6.85, 0.18, {"cheekPuff": 0.95, "mouthPress": 0.40} | both(browOuterUp=0.30)),
    # one side after the other
    Gesture(6.80, 7.35, 0.18, {"mouthSide": 0.75, "mouthSmileLeft": 0.50, "mouthDimple": 0.45}),
    Gesture(6.85, 7.30, 0.15, {"eyelidLeft": 0.95, "eyeSquintLeft": 0.70, "browDownLeft": 0.70}),
    Gesture(6.85, 7.30, 0.15, {"browOuterUpRight": 0.70}),
    Gesture(7.30, 7.85, 0.18, {"mouthSide": -0.75, "mouthSmileRight": 0.50, "mouthFrownLeft": 0.30}),
    Gesture(7.35, 7.80, 0.15, {"eyelidRight": 0.95, "eyeSquintRight": 0.70, "browDownRight": 0.70}),
    Gesture(7.35, 7.80, 0.15, {"browOuterUpLeft": 0.70}),
    Gesture(7.05, 7.65, 0.20, {"jawSide": 0.50}),
    # kiss
    Gesture(7.80, 8.25, 0.15, {"mouthRoll": 0.45, "mouthShrug": 0.30, "noseSneer": 0.25}),
    Gesture(8.05, 8.45, 0.14, {"mouthPucker": 0.35, "mouthFunnel": 0.20} | both(eyelid=0.35)),
    # farewell
    Gesture(8.75, 9.70, 0.35, {"mouthSmileLeft": 0.75, "mouthSmileRight": 0.95, "mouthDimple": 0.40, "jawOpen": 0.15}
            | both(eyeSquint=0.55) | {"mouthUpperUp": 0.35}),
)  # fmt: skip

TURNS: Final = (
    Turn(0.65, 1.75, 0.35, yaw=5, pitch=4, roll=-4),
    Turn(1.80, 2.90, 0.35, yaw=-8, pitch=-2),
    Turn(2.95, 3.95, 0.25, pitch=-7),
    Turn(3.95, 4.45, 0.22, yaw=14, pitch=4),
    Turn(4.35, 4.90, 0.22, yaw=-14, pitch=4),
    Turn(5.05, 6.25, 0.40, yaw=6, pitch=8, roll=5),
    Turn(6.80, 7.40, 0.22, yaw=9, roll=5),
    Turn(7.30, 7.90, 0.22, yaw=-9, roll=-5),
    Turn(7.95, 8.50, 0.22, pitch=-4, roll=4),
    Turn(8.70, 9.70, 0.35, yaw=4, pitch=5, roll=-4),
)


def sounds() -> tuple[Sound, ...]:
    """The phonemes of all lines, in order of time."""
    placed: list[Sound] = []
    for line in LINES:
        time = line.start
        for name in line.text.split():
            end = time + PHONEMES[name].length * line.pace
            placed.append(Sound(PHONEMES[name], time, end, line.pitch))
            time = end
    return tuple(placed)
