# SPDX-License-Identifier: GPL-3.0-or-later
"""Faces drawn through EGL, on whatever OpenGL is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from bridge import basis
from tests.support.face import load_or_skip

pytest.importorskip("moderngl", reason="rendering needs moderngl: pip install '.[weights]'")

from weights.render import glasses, hands  # noqa: E402
from weights.render.camera import Camera, Pose  # noqa: E402
from weights.render.expression import Expression  # noqa: E402
from weights.render.figure import Figures  # noqa: E402
from weights.render.headwear import Cut, Headwear, Shell  # noqa: E402
from weights.render.person import Frame, Person, sample_frames, sample_person, take_seed  # noqa: E402
from weights.render.renderer import Renderer  # noqa: E402
from weights.render.run import render, render_shard  # noqa: E402
from weights.render.store import SHARD, Plan, Store  # noqa: E402

SIZE = 96
AHEAD = np.zeros(2, np.float32)


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    face = load_or_skip()
    try:
        return Renderer(SIZE, face)
    except RuntimeError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def person(renderer: Renderer) -> Person:
    """Bare: no glasses or hair over the face, seen from the front."""
    who = sample_person(take_seed(2, "train", 5), renderer.figures.face.identity, "train")
    bare = {"glasses": None, "headwear": None, "close_hair": None, "locks": None}
    return replace(who, **bare, look=replace(who.look, hair=None), camera=Camera(12.0, Pose(0, 0, 0)))


def showing(**members: float) -> Frame:
    scores = np.zeros(len(basis.ARKIT), np.float32)
    for name, value in members.items():
        scores[basis.ARKIT.index(name)] = value
    return Frame(Expression(scores, AHEAD), Pose(0, 0, 0))


def test_a_face_fills_its_box(renderer: Renderer, person: Person):
    (made,) = renderer.render(person, [showing()])
    assert made.rgba.shape == (SIZE, SIZE, 4) and np.isfinite(made.rgba).all()
    x0, y0, x1, y1 = made.box.round().astype(int)
    assert made.rgba[y0 + 5 : y1 - 5, (x0 + x1) // 2, 3].min() > 0.98
    assert made.rgba[:3, :3, 3].max() == 0  # nothing above the head
    assert 0.25 < made.rgba[..., 3].mean() < 0.8
    assert made.rgba[made.rgba[..., 3] == 0].max() == 0
    assert made.rgba[y0:y1, x0:x1, :3].std() > 0.005


def test_the_five_points_lie_where_the_face_has_them(renderer: Renderer, person: Person):
    (made,) = renderer.render(person, [showing()])
    right_eye, left_eye, nose, right_mouth, left_mouth = made.points
    assert right_eye[0] < nose[0] < left_eye[0] and right_mouth[0] < left_mouth[0]
    assert right_eye[1] < nose[1] < right_mouth[1]
    x0, y0, x1, y1 = made.box
    assert (made.points > (x0, y0)).all() and (made.points < (x1, y1)).all()


def test_drawing_is_repeatable_and_frames_do_not_disturb_each_other(renderer: Renderer, person: Person):
    smile, rest = showing(mouthSmileLeft=1.0, mouthSmileRight=1.0, jawOpen=0.4), showing()
    first, second, third = renderer.render(person, [smile, rest, smile])
    assert (first.rgba == third.rgba).all() and (first.points == third.points).all()
    assert np.abs(first.rgba - second.rgba).max() > 0.02


@pytest.mark.parametrize(
    ("members", "low", "high"),
    [
        ({"eyeBlinkLeft": 1.0}, (0.5, 0.2), (1.0, 0.6)),
        ({"mouthSmileRight": 1.0}, (0.0, 0.4), (0.6, 1.0)),
        ({"browDownLeft": 1.0}, (0.4, 0.0), (1.0, 0.6)),
    ],
)
def test_a_member_changes_its_own_part_of_the_face(renderer, person, members, low, high):
    """``low`` and ``high`` bound the change, as shares of the face box from its upper left."""
    rest, moved = renderer.render(person, [showing(), showing(**members)])
    change = np.abs(moved.rgba - rest.rgba).sum(-1)
    y, x = np.average(np.indices(change.shape).reshape(2, -1), axis=1, weights=change.ravel() ** 2)
    at = (np.array([x, y]) - rest.box[:2]) / (rest.box[2:] - rest.box[:2])
    assert change.max() > 0.02 and (at > low).all() and (at < high).all()


def test_looking_aside_moves_the_iris_and_nothing_else(renderer: Renderer, person: Person):
    ahead = showing()
    aside = replace(ahead, expression=replace(ahead.expression, gaze=np.array([0.5, 0], np.float32)))
    first, second = renderer.render(person, [ahead, aside])
    change = np.abs(first.rgba - second.rgba).sum(-1) > 0.01
    rows = np.nonzero(change.any(1))[0]
    assert change.any() and np.abs(rows - first.points[:2, 1].mean()).max() < 0.12 * SIZE


def test_a_rotated_head_is_framed_on_its_face(renderer: Renderer, person: Person):
    (made,) = renderer.render(person, [replace(showing(), pose=Pose(0.9, 0.1, 0.2))])
    assert (made.box[:2] + made.box[2:]) / 2 == pytest.approx([SIZE / 2, SIZE / 2], abs=0.01)
    assert made.rgba[SIZE // 2, SIZE // 2, 3] == 1


def test_what_a_signed_member_shows_is_its_unit_at_the_labelled_place(renderer: Renderer):
    figures: Figures = renderer.figures
    for row, unit in enumerate(basis.UNITS):
        for name in (*unit.positive, *unit.negative) if unit.negative else ():
            i = basis.ARKIT.index(name)
            one = np.eye(len(basis.ARKIT), dtype=np.float32)[i]
            shown = np.tensordot(one, figures.deltas, 1)
            assert shown == pytest.approx(basis.fold(one)[row] * figures.face.units[row], abs=1e-6)


def test_what_hides_the_face_is_measured(renderer: Renderer, person: Person):
    """Nothing before a bare face; more of it under a hand the larger the hand; dark glasses; a mask."""
    (bare,) = renderer.render(person, [showing()])
    assert not any(bare.covered.values())
    rng = np.random.default_rng(0)
    hand = replace(hands.sample(rng, 0.6, 1.0, 0.0), place=(0.0, -0.66), lift=0.1)
    small, large = renderer.render(person, [replace(showing(), hand=h) for h in (hand, replace(hand, size=1.1))])
    assert 0.02 < small.covered["face"] < large.covered["face"] < 0.8
    assert small.covered["mouth"] > 0.2 and small.covered["mouth"] > 2 * small.covered["eyes"]
    shell = Shell(Cut.BELOW, (6.9, 0.1, 6.2, 0.6), 0.06, 0.0, 0.0, 0.0, (0.5, 0.5, 0.5))
    (masked,) = renderer.render(replace(person, headwear=Headwear(shell, 0.0, 0.0, (0.1, 0.1, 0.1))), [showing()])
    assert 0.3 < masked.covered["face"] < 0.8 and masked.covered["mouth"] > 0.95 and masked.covered["eyes"] < 0.1
    clear = glasses.sample(rng)
    dark = [replace(person, glasses=replace(clear, lens=opacity, width=0.28, height=0.2)) for opacity in (0.05, 1.0)]
    through, behind = (renderer.render(who, [showing()])[0].covered["eyes"] for who in dark)
    assert behind > through + 0.3


def test_a_hand_far_before_the_face_leaves_no_halo(renderer: Renderer, person: Person):
    """Beside the hand the face is as bright as without it, where no lamp casts a shadow."""
    lit = replace(person, light=replace(person.light, shadow=False))
    hand = replace(hands.sample(np.random.default_rng(1), 0.9, 1.0, 0.0), place=(0.3, -0.5), lift=0.8)
    bare, held = renderer.render(lit, [showing(), replace(showing(), hand=hand)])
    hidden = np.abs(bare.rgba - held.rgba).sum(-1) > 0.02 * bare.rgba[..., :3].max()
    beside = cv2.dilate(hidden.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    ring = beside & (cv2.dilate(hidden.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0) & (bare.rgba[..., 3] == 1)
    assert hidden.sum() > 100 and ring.sum() > 50
    assert held.rgba[ring].mean() == pytest.approx(bare.rgba[ring].mean(), rel=0.03)


def test_a_shut_lid_is_shut_on_those_whose_lids_hang(renderer: Renderer, person: Person):
    figures = renderer.figures
    rest = np.zeros(len(basis.ARKIT), np.float32)
    for side in ("Left", "Right"):
        rest[basis.ARKIT.index("eyeBlink" + side)] = 0.25
    edges = []
    for who in (replace(person, rest=0 * rest), replace(person, rest=rest)):
        shaped = figures.shape(who)
        open_, shut = (figures.pose(shaped, showing(eyeBlinkLeft=b)).lids[0, 0] for b in (0.0, 1.0))
        edges.append((open_, shut))
    assert edges[0][0] > edges[1][0] + 0.05 and edges[0][1] == pytest.approx(edges[1][1], abs=0.02)


def test_people_with_everything_on_are_drawn(renderer: Renderer):
    """Every texture and program once: hair, glasses, beards, make-up, headwear, hands and things."""
    for number in range(24):
        rng = take_seed(9, "test", number)
        who = sample_person(rng, renderer.figures.face.identity, "test")
        for made in renderer.render(who, sample_frames(rng, who, 2)):
            assert all(0 <= share <= 1 for share in made.covered.values())
            assert np.isfinite(made.rgba).all() and 0.15 < made.rgba[..., 3].mean() < 0.98


def test_a_run_that_goes_on_gives_the_same_bytes(renderer: Renderer, tmp_path: Path):
    """One shard by another process, compared with the same shard made here."""
    lines: list[str] = []
    render(tmp_path, SHARD, seed=6, processes=1, split="test", size=SIZE, progress=lines.append)
    assert len(lines) == 1 and f"{SHARD}/{SHARD} renders" in lines[0]
    pixels, labels = render_shard(renderer, Plan(SHARD, 6, "test", SIZE), 0)
    made = Store(tmp_path)
    assert all((made.pixels(i) == pixels[i]).all() for i in range(SHARD))
    assert set(labels) == set(made.labels)
    assert not [name for name in labels if not (labels[name] == made.labels[name]).all()]
    assert len(np.unique(made.labels["take"])) == SHARD // 8
    lines.clear()
    render(tmp_path, SHARD, seed=6, processes=1, split="test", size=SIZE, progress=lines.append)
    assert "are there" in lines[0]
