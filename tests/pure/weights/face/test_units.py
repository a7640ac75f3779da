# SPDX-License-Identifier: GPL-3.0-or-later
"""How 52 blendshapes become 29 linear axes."""

from __future__ import annotations

import numpy as np
import pytest

from bridge.basis import ARKIT, DEFAULT
from tests.support.face import load_or_skip
from weights.face import macro_weights
from weights.face.units import fold_expressions

EXPRESSIONS = np.random.default_rng(1).normal(size=(len(ARKIT), 5, 3)).astype(np.float32)
AXES = dict(zip(DEFAULT.names, fold_expressions(EXPRESSIONS), strict=True))


def shape(name: str) -> np.ndarray:
    return EXPRESSIONS[ARKIT.index(name)]


def test_a_unit_is_all_its_members_at_once():
    assert AXES["jawOpen"] == pytest.approx(shape("jawOpen"))
    assert AXES["eyeSquintLeft"] == pytest.approx(shape("eyeSquintLeft") + shape("cheekSquintLeft"))
    assert AXES["mouthRoll"] == pytest.approx(shape("mouthRollLower") + shape("mouthRollUpper"))


def test_a_signed_axis_is_half_the_difference_and_an_eyelid_the_blink():
    assert AXES["jawSide"] == pytest.approx((shape("jawLeft") - shape("jawRight")) / 2, abs=1e-6)
    assert AXES["mouthSide"] == pytest.approx((shape("mouthLeft") - shape("mouthRight")) / 2, abs=1e-6)
    assert AXES["eyelidRight"] == pytest.approx(shape("eyeBlinkRight"))


def test_mended_shapes_mean_what_their_names_say():
    """Places in dm on the base mesh: the mouth's corner, the brow's inner end, the wing of the nose, a cheek."""
    face = load_or_skip()
    at = {"corner": (0.25, 6.62, 1.38), "brow": (0.12, 7.47, 1.5), "wing": (0.16, 6.93, 1.5), "cheek": (0.5, 6.75, 1.2)}
    index = {name: int(np.linalg.norm(face.mesh.vertices - place, axis=1).argmin()) for name, place in at.items()}

    def moved(member: str, place: str) -> np.ndarray:
        return face.expressions[ARKIT.index(member), index[place]]

    assert np.linalg.norm(moved("mouthPressLeft", "corner")) < 0.3 * np.linalg.norm(moved("mouthSmileLeft", "corner"))
    assert moved("noseSneerLeft", "wing")[1] > 2 * abs(moved("noseSneerLeft", "brow")[1])
    assert moved("cheekPuff", "cheek")[0] > 0.03
    both = face.expressions[ARKIT.index("mouthPressLeft")] + face.expressions[ARKIT.index("mouthPressRight")]
    assert both[:, 0] + both[face.mesh.mirror, 0] == pytest.approx(0, abs=0.02)  # as even as the sculpture is


@pytest.mark.parametrize("age", [-0.6, 0.0, 0.4])
def test_macro_weights_share_out_one_person(age: float):
    weights = macro_weights(male=0.3, age=age, muscle=0.4, weight=-0.7)
    built = {name: value for name, value in weights.items() if name.startswith("universal")}
    assert sum(built.values()) == pytest.approx(1.0, abs=1e-3)
    assert sum(weights.values()) - sum(built.values()) == pytest.approx(1.0, abs=1e-3)
    assert min(weights.values()) > 0
