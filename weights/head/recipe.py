# SPDX-License-Identifier: GPL-3.0-or-later
"""Who the default head is: a young adult between the types, with a little character and short hair."""

from __future__ import annotations

from typing import Final

from weights.face import macro_weights

MACRO: Final = macro_weights(
    male=0.45, origin={"african": 0.2, "asian": 0.25, "caucasian": 0.55}, age=0.1, muscle=0.1, weight=-0.15
)
DETAIL: Final = {
    "mouth/mouth-scale-horiz-incr": 0.15,
    "head/head-oval": 0.3,
}
IDENTITY: Final = MACRO | DETAIL
"""Weights of the identity targets."""

HAIR: Final = "hair/short02"
BROWS: Final = "brows/eyebrow001"
LASHES: Final = "lashes/eyelashes02"
TEETH: Final = "teeth/teeth_base"
TONGUE: Final = "tongue/tongue01"
