# SPDX-License-Identifier: GPL-3.0-or-later
"""The 52 ARKit face units of the base mesh and the 29 linear axes made from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bridge.basis import ARKIT, UNITS, WIDE

from .mesh import BaseMesh
from .targets import read_target


def load_expressions(folder: Path, mesh: BaseMesh) -> NDArray[np.float32]:
    """Displacements of the 52 ARKit blendshapes at strength 1 in dm, (52, N, 3), in the order of ``ARKIT``.

    Source: Face Units 01 by Mika Suominen, CC0.
    """
    units = folder / "faceunits01/targets/faceunits"
    return np.stack([read_target(units / f"{name}.target", mesh) for name in ARKIT])


def fold_expressions(expressions: NDArray[np.float32]) -> NDArray[np.float32]:
    """The 29 axes as linear displacements, (52, N, 3) to (29, N, 3), in the order of ``UNITS``.

    A unit at 1 is all its members at 1. A signed axis that reaches -1 is half the difference of its two ends, so that
    both ends are the same shape mirrored. An eyelid axis is the blink alone: its negative end is ``WIDE`` of a blink
    the other way, which is how far the lid of a full eyeWide lies.
    """
    axes = np.zeros((len(UNITS), *expressions.shape[1:]), np.float32)
    for axis, unit in zip(axes, UNITS, strict=True):
        for name in unit.positive:
            axis += expressions[ARKIT.index(name)]
        if unit.negative and unit.minimum != -WIDE:
            for name in unit.negative:
                axis -= expressions[ARKIT.index(name)]
            axis /= 1.0 - unit.minimum
    return axes
