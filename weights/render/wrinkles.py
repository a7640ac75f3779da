# SPDX-License-Identifier: GPL-3.0-or-later
"""How deep each line of ``shaders/wrinkles.glsl`` is drawn: by the members that fold the skin, and by age."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from bridge import basis

from .expression import Expression
from .look import Look


def lines(expression: Expression, look: Look) -> dict[str, ArrayLike]:
    """Uniforms by name, about 0..1; pairs are (left, right)."""
    m = dict(zip(basis.ARKIT, expression.members.tolist(), strict=True))
    depth, (forehead, frown, cheek, bag, corner) = look.wrinkle_depth, look.rest_lines

    def pair(**gains: float) -> np.ndarray:
        return np.array([sum(m[name + side] * gain for name, gain in gains.items()) for side in ("Left", "Right")])

    knit = m["browDownLeft"] + m["browDownRight"]
    frowning = max(m["mouthFrownLeft"], m["mouthFrownRight"])
    raised = np.array([m["browInnerUp"], m["browOuterUpLeft"], m["browOuterUpRight"]])
    squeezed = pair(cheekSquint=0.8, eyeSquint=0.4, mouthSmile=0.3, eyeBlink=0.1)
    return {
        "lines_forehead": raised * depth + 0.25 * forehead,
        "lines_frown": max(knit, 0.25 * m["browInnerUp"]) * 0.6 * depth + 0.15 * frown,
        "lines_cheek": np.minimum(1, pair(mouthSmile=0.8, noseSneer=0.7, mouthUpperUp=0.5)) * depth + 0.45 * cheek,
        "lines_crow": np.minimum(1, squeezed) * depth,
        "lines_bag": 0.2 + 0.6 * bag,
        "lines_nose": 0.5 * (m["noseSneerLeft"] + m["noseSneerRight"]) * depth,
        "lines_chin": max(m["mouthShrugLower"], 0.4 * frowning) * depth,
        "lines_corner": 0.5 * frowning * depth + 0.3 * corner,
        "lines_dimple": pair(mouthDimple=1.0, mouthSmile=0.2) * depth,
    }
