# SPDX-License-Identifier: GPL-3.0-or-later
"""The bases: what the 29 numbers mean, their ranges, and how they map to Apple's 52 ARKit blendshapes.

Left and right are the subject's. ARKit names: https://developer.apple.com/documentation/arkit/arfaceanchor/blendshapelocation
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

ARKIT: Final[tuple[str, ...]] = (
    "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff",
    "cheekSquintLeft", "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight",
    "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight", "eyeLookUpLeft", "eyeLookUpRight",
    "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight", "jawForward", "jawLeft", "jawOpen", "jawRight",
    "mouthClose", "mouthDimpleLeft", "mouthDimpleRight", "mouthFrownLeft", "mouthFrownRight", "mouthFunnel",
    "mouthLeft", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthPressLeft", "mouthPressRight", "mouthPucker",
    "mouthRight", "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper", "mouthSmileLeft",
    "mouthSmileRight", "mouthStretchLeft", "mouthStretchRight", "mouthUpperUpLeft", "mouthUpperUpRight",
    "noseSneerLeft", "noseSneerRight", "tongueOut",
)  # fmt: skip
"""The 52 blendshape names in alphabetical order, as face trackers list them."""

WIDE: Final = 0.25
"""How far down the eyelid axis a full eyeWide lies.

A shape key is linear, so the lid that ``eyelid = -1`` raises would leave its socket: on the default head a full eyeWide
moves the lid about a quarter as far up as a full blink moves it down (0.23 by least squares over the vertices, 0.28 by
length). """


@dataclass(frozen=True)
class Unit:
    """One semantic axis: the ARKit blendshapes at its positive end and, for a signed axis, at its negative end.

    ``minimum`` and ``maximum`` bound what the axis can mean (they become the shape key's slider range). A negative
    member at full strength lies at ``minimum``.
    """

    name: str
    positive: tuple[str, ...]
    negative: tuple[str, ...] = ()
    minimum: float = 0.0
    maximum: float = 1.0


def _pair(stem: str) -> tuple[str, str]:
    return stem + "Left", stem + "Right"


UNITS: Final[tuple[Unit, ...]] = (
    Unit("browDownLeft", ("browDownLeft",)),
    Unit("browDownRight", ("browDownRight",)),
    Unit("browInnerUp", ("browInnerUp",)),
    Unit("browOuterUpLeft", ("browOuterUpLeft",)),
    Unit("browOuterUpRight", ("browOuterUpRight",)),
    Unit("eyelidLeft", ("eyeBlinkLeft",), ("eyeWideLeft",), minimum=-WIDE),
    Unit("eyelidRight", ("eyeBlinkRight",), ("eyeWideRight",), minimum=-WIDE),
    Unit("eyeSquintLeft", ("eyeSquintLeft", "cheekSquintLeft")),
    Unit("eyeSquintRight", ("eyeSquintRight", "cheekSquintRight")),
    Unit("noseSneer", _pair("noseSneer")),
    Unit("cheekPuff", ("cheekPuff",)),
    Unit("jawOpen", ("jawOpen",)),
    Unit("jawForward", ("jawForward",)),
    Unit("jawSide", ("jawLeft",), ("jawRight",), minimum=-1.0),
    Unit("mouthClose", ("mouthClose",)),
    Unit("mouthFunnel", ("mouthFunnel",)),
    Unit("mouthPucker", ("mouthPucker",)),
    Unit("mouthSide", ("mouthLeft",), ("mouthRight",), minimum=-1.0),
    Unit("mouthSmileLeft", ("mouthSmileLeft",)),
    Unit("mouthSmileRight", ("mouthSmileRight",)),
    Unit("mouthFrownLeft", ("mouthFrownLeft",)),
    Unit("mouthFrownRight", ("mouthFrownRight",)),
    Unit("mouthDimple", _pair("mouthDimple")),
    Unit("mouthStretch", _pair("mouthStretch")),
    Unit("mouthPress", _pair("mouthPress")),
    Unit("mouthRoll", ("mouthRollLower", "mouthRollUpper")),
    Unit("mouthShrug", ("mouthShrugLower", "mouthShrugUpper")),
    Unit("mouthUpperUp", _pair("mouthUpperUp")),
    Unit("mouthLowerDown", _pair("mouthLowerDown")),
)
"""The 29 units of the default basis."""


@dataclass(frozen=True)
class Basis:
    """The axes of an expression vector.

    ``unit`` is ``"activation"`` (0 is rest, 1 is full) or ``"sigma"`` (standard deviations of a PCA axis). Weights and
    meshes carry ``id``; coefficients are baked only onto a mesh of the same basis.
    """

    id: str
    names: tuple[str, ...]
    minimum: tuple[float, ...]
    maximum: tuple[float, ...]
    unit: str

    def __len__(self) -> int:
        return len(self.names)

    def index(self, name: str) -> int:
        """Position of an axis by name; raises ``ValueError`` for an unknown one."""
        return self.names.index(name)


DEFAULT: Final = Basis(
    "arkit-29",
    tuple(unit.name for unit in UNITS),
    tuple(unit.minimum for unit in UNITS),
    tuple(unit.maximum for unit in UNITS),
    "activation",
)
"""29 semantic units on the head that ships."""

PUBLISHED: Final = Basis("bfm-29", tuple(f"expression{i:02d}" for i in range(29)), (-3.0,) * 29, (3.0,) * 29, "sigma")
"""The authors' 29 PCA axes on the Basel Face Model (Chang et al., FG 2018), usually within +-3 sigma."""

BASES: Final = {basis.id: basis for basis in (DEFAULT, PUBLISHED)}


def _matrices() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    fold = np.zeros((len(UNITS), len(ARKIT)), np.float32)
    expand = np.zeros((len(ARKIT), len(UNITS)), np.float32)
    for row, unit in enumerate(UNITS):
        for name in unit.positive:
            fold[row, ARKIT.index(name)] = 1.0 / len(unit.positive)
            expand[ARKIT.index(name), row] = 1.0
        for name in unit.negative:
            fold[row, ARKIT.index(name)] = unit.minimum / len(unit.negative)
            expand[ARKIT.index(name), row] = 1.0 / unit.minimum
    return fold, expand


FOLD, EXPAND = _matrices()
"""``FOLD`` (29, 52) averages ARKit scores into units; ``EXPAND`` (52, 29) goes back before clipping at zero."""


def fold(arkit: NDArray[np.floating]) -> NDArray[np.float32]:
    """(..., 52) ARKit scores in 0..1 to (..., 29) units of the default basis. NaN stays NaN."""
    return (arkit @ FOLD.T).astype(np.float32)


def expand(units: NDArray[np.floating]) -> NDArray[np.float32]:
    """(..., 29) units to (..., 52) ARKit scores; each end of a signed axis goes to its own blendshape, never below
    0."""
    return np.maximum(units @ EXPAND.T, 0.0).astype(np.float32)
