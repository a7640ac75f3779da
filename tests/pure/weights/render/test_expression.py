# SPDX-License-Identifier: GPL-3.0-or-later
"""Sampled expressions stay in range, move as faces do, and mean what the basis says."""

from __future__ import annotations

import numpy as np
import pytest

from bridge import basis
from weights.render import expression
from weights.render.expression import GROUPS, INDEX, LIMITS, TOTAL

COUNT = 3000


@pytest.fixture(scope="module")
def drawn() -> list[expression.Expression]:
    rng = np.random.default_rng(3)
    return [expression.sample(rng) for _ in range(COUNT)]


@pytest.fixture(scope="module")
def members(drawn: list[expression.Expression]) -> np.ndarray:
    return np.stack([e.members for e in drawn])


@pytest.fixture(scope="module")
def units(drawn: list[expression.Expression]) -> np.ndarray:
    return np.stack([e.units for e in drawn])


def test_the_same_seed_gives_the_same_expression():
    first, second = (expression.sample(np.random.default_rng(11)) for _ in range(2))
    assert (first.members == second.members).all() and (first.gaze == second.gaze).all()


def test_members_stay_in_range(members: np.ndarray):
    assert members.dtype == np.float32 and np.isfinite(members).all()
    assert members.min() >= 0 and (members <= LIMITS + 1e-6).all()
    assert members.sum(1).max() <= TOTAL + 1e-4


def test_labels_are_the_fold_and_stay_near_the_axes(units: np.ndarray, members: np.ndarray):
    assert units == pytest.approx(basis.fold(members))
    assert (units <= np.array(basis.DEFAULT.maximum) * LIMITS.max() + 1e-6).all()
    assert (units >= np.array(basis.DEFAULT.minimum) * LIMITS.max() - 1e-6).all()


def test_every_unit_moves_but_rests_more_often_than_not(units: np.ndarray):
    moved = np.abs(units) > 0.15
    for name, share in zip(basis.DEFAULT.names, moved.mean(0), strict=True):
        assert 0.02 < share < 0.5, name
    assert (units.std(0) > 0.05).all()


def test_every_member_of_a_label_is_shown(members: np.ndarray):
    labelled = np.abs(basis.FOLD).sum(0) > 0
    assert (members[:, labelled].max(0) > 0.3).all()


@pytest.mark.parametrize(
    "unit",
    ["browInnerUp", "browOuterUpLeft", "browDownRight", "mouthUpperUp", "noseSneer", "mouthFrownLeft", "jawSide"],
)
def test_people_go_further_than_timid_shapes_and_the_label_says_so(units: np.ndarray, unit: str):
    assert 1.15 < np.abs(units[:, basis.DEFAULT.index(unit)]).max() <= 1.61


def test_every_member_that_skin_follows_is_in_one_group():
    grouped = [basis.ARKIT[i] for group in GROUPS for side in group for i in side]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == {name for name in basis.ARKIT if not name.startswith(("eyeLook", "tongueOut"))}


def test_the_lips_of_a_unit_act_together(members: np.ndarray):
    assert correlation(members, "mouthRollLower", "mouthRollUpper") > 0.6
    assert correlation(members, "mouthShrugLower", "mouthShrugUpper") > 0.6
    assert correlation(members, "eyeSquintLeft", "cheekSquintLeft") > 0.6


def correlation(members: np.ndarray, a: str, b: str) -> float:
    return float(np.corrcoef(members[:, INDEX[a]], members[:, INDEX[b]])[0, 1])


@pytest.mark.parametrize("stem", ["mouthSmile", "browDown", "eyeBlink", "mouthUpperUp", "noseSneer", "cheekSquint"])
def test_left_and_right_go_together_but_are_not_the_same(members: np.ndarray, stem: str):
    assert 0.5 < correlation(members, stem + "Left", stem + "Right") < 0.995


def test_muscles_of_one_emotion_are_correlated(members: np.ndarray):
    assert correlation(members, "mouthSmileLeft", "cheekSquintLeft") > 0.15
    assert correlation(members, "browInnerUp", "browOuterUpLeft") > 0.3
    assert correlation(members, "mouthFrownLeft", "mouthShrugLower") > 0.15
    # Bared teeth go with a sneer; in most people's faces they go with a smile, which has none.
    unsmiling = members[members[:, INDEX["mouthSmileLeft"]] < 0.1]
    assert correlation(unsmiling, "mouthUpperUpLeft", "noseSneerLeft") > 0.1


def test_muscles_that_exclude_each_other_never_act_in_full_together(members: np.ndarray):
    def together(a: str, b: str) -> float:
        return float(np.minimum(members[:, INDEX[a]], members[:, INDEX[b]]).max())

    assert together("eyeBlinkLeft", "eyeWideLeft") < 0.45
    assert together("mouthSmileLeft", "mouthFrownLeft") < 0.5
    assert together("jawLeft", "jawRight") == 0
    assert together("mouthLeft", "mouthRight") == 0
    assert (members[:, INDEX["mouthClose"]] <= members[:, INDEX["jawOpen"]] + 1e-6).all()


def test_eyes_close_often_enough_to_learn_blinks(units: np.ndarray):
    closed = units[:, basis.DEFAULT.index("eyelidLeft")] > 0.85
    assert 0.04 < closed.mean() < 0.25


def test_lids_follow_the_gaze(drawn: list[expression.Expression], units: np.ndarray):
    up = np.array([e.gaze[1] for e in drawn])
    lid = units[:, basis.DEFAULT.index("eyelidLeft")]
    assert np.median(lid[up < -0.2]) > np.median(lid[np.abs(up) < 0.02]) + 0.1


def test_a_lid_may_stay_where_it_is_and_what_follows_the_gaze_is_kept(drawn: list[expression.Expression]):
    looking = [e for e in drawn if abs(e.gaze[1]) > 0.15]
    still = np.mean([e.follow == 0 for e in looking])
    assert 0.15 < still < 0.5
    for e in looking:
        assert e.follow * e.gaze[1] <= 0  # down closes, up opens
    for e in (expression.neutral(np.random.default_rng(seed)) for seed in range(50)):
        assert e.units[basis.DEFAULT.index("eyelidLeft")] == pytest.approx(
            e.follow if e.follow > 0 else basis.WIDE * e.follow
        )


def test_gaze_reaches_as_far_as_eyes_do(drawn: list[expression.Expression]):
    gaze = np.degrees([e.gaze for e in drawn])
    assert gaze.min(0) == pytest.approx((-35, -26), abs=1.5) and gaze.max(0) == pytest.approx((35, 24), abs=1.5)


def test_a_face_at_rest_only_looks_around():
    rest = expression.neutral(np.random.default_rng(0))
    shown = {basis.ARKIT[i] for i in np.nonzero(rest.members)[0]}
    assert all(name.startswith("eye") for name in shown)
