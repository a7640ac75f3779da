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

    Source: Face Units 01 by Mika Suominen, CC0; see :func:`mended` for what is changed.
    """
    units = folder / "faceunits01/targets/faceunits"
    return mended(np.stack([read_target(units / f"{name}.target", mesh) for name in ARKIT]), mesh.vertices)


def _rise(x: NDArray[np.floating], low: float, high: float) -> NDArray[np.floating]:
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def mended(expressions: NDArray[np.float32], vertices: NDArray[np.floating]) -> NDArray[np.float32]:
    """The shapes (52, N, 3) on ``vertices`` (N, 3), where three of them looked like something else.

    mouthPress drew the corners of the mouth as far out as a smile does and a third as far up: now it narrows the lips,
    and the corners move a third as much. noseSneer lowered the brows more than it raised the wings of the nose: now it
    is the nose. cheekPuff went forward only, which is invisible from the front: now it goes to the side as well.
    """
    out = expressions.copy()
    x, y = vertices[:, 0], vertices[:, 1]
    roll = expressions[ARKIT.index("mouthRollLower")] + expressions[ARKIT.index("mouthRollUpper")]
    brow = _rise(y, 7.25, 7.42)[:, None]
    for side, sign in (("Left", 1.0), ("Right", -1.0)):
        press, sneer = out[ARKIT.index("mouthPress" + side)], out[ARKIT.index("noseSneer" + side)]
        press *= 0.35
        press += 0.35 * _rise(sign * x, -0.15, 0.15)[:, None].astype(np.float32) * roll
        sneer *= 1.6 - 1.3 * brow
    puff = out[ARKIT.index("cheekPuff")]
    puff[:, 0] += 0.5 * np.sign(x) * _rise(np.abs(x), 0.15, 0.45) * puff[:, 2]
    return out


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
