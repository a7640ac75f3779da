# SPDX-License-Identifier: GPL-3.0-or-later
"""Who the default head is: a young adult between the types, with a little character and short hair."""

from __future__ import annotations

from typing import Final

from weights.face import macro_weights

MACRO: Final = macro_weights(male=0.4, origin={"african": 0.2, "asian": 0.15, "caucasian": 0.65}, age=0.1, muscle=0.1)
DETAIL: Final = {
    "eyes/l-eye-height2-incr": 0.6,
    "eyes/r-eye-height2-incr": 0.6,
    "eyes/l-eye-scale-incr": 0.1,
    "eyes/r-eye-scale-incr": 0.1,
    "eyebrows/eyebrows-trans-up": 0.2,
    "mouth/mouth-angles-up": 0.15,
    "mouth/mouth-lowerlip-volume-incr": 0.2,
    "mouth/mouth-upperlip-volume-incr": 0.2,
}
IDENTITY: Final = MACRO | DETAIL
"""Weights of the identity targets."""

HAIR: Final = "hair/short02"
BROWS: Final = "brows/eyebrow001"
LASHES: Final = "lashes/eyelashes01"
TEETH: Final = "teeth/teeth_base"
TONGUE: Final = "tongue/tongue01"
ARCH: Final = (0.90, -0.04)
"""Width of the rows of teeth as a share of the asset's own, and how far they move out (dm): clear of the lips."""
