# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom the follower follows, and how steadily, on made-up detections."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from bridge.sender.detect import Face
from bridge.sender.follow import Decided, Follower, Target
from bridge.sender.video import Frame

POINTS = np.array([[-0.2, -0.1], [0.2, -0.1], [0.0, 0.1], [-0.15, 0.3], [0.15, 0.3]])
PICTURE = np.zeros((1, 1, 3), np.uint8)


def seen(x: float, y: float = 180.0, size: float = 100.0, score: float = 0.9, roll: float = 0.0) -> Face:
    cos, sin = np.cos(roll), np.sin(roll)
    box = np.array([x - 0.4 * size, y - 0.5 * size, x + 0.4 * size, y + 0.5 * size])
    return Face(box, (x, y) + size * POINTS @ np.array([[cos, -sin], [sin, cos]]), score)


def follow(rows: list[list[Face]], cuts: tuple[int, ...] = (), rate: float = 30.0) -> list[Target | None]:
    return [each.main for each in decide(rows, cuts, rate)]


def decide(
    rows: list[list[Face]],
    cuts: tuple[int, ...] = (),
    rate: float = 30.0,
    most: int = 1,
    picture: Callable[[int], NDArray[np.uint8]] = lambda index: PICTURE,
) -> list[Decided]:
    follower = Follower(640, 360, most=most)
    decided = []
    for index, faces in enumerate(rows):
        decided += follower.push(Frame(index, index / rate, picture(index)), faces, index in cuts)
    decided += follower.flush()
    assert [each.frame.index for each in decided] == list(range(len(rows)))
    return decided


def centres(targets: list[Target | None]) -> np.ndarray:
    return np.array([np.nan if target is None else (target.box[0] + target.box[2]) / 2 for target in targets])


def ids(targets: list[Target | None]) -> list[int | None]:
    return [None if target is None else target.id for target in targets]


def test_jitter_shrinks_and_nothing_lags() -> None:
    """A head that swings 80 pixels to either side once in two seconds, seen with the noise that the detector has on
    real faces: 0.4 pixels, at a face of 100."""
    truth = 320 + 80 * np.sin(np.pi * np.arange(120) / 30)
    noisy = truth + np.random.default_rng(2).normal(0, 0.4, 120)
    result = centres(follow([[seen(x)] for x in noisy]))
    inner = slice(6, -6)
    error = (result - truth)[inner]
    assert error.std() < 0.7 * 0.4
    lags = [np.abs(result[inner] - np.roll(truth, lag)[inner]).mean() for lag in range(-3, 4)]
    assert int(np.argmin(lags)) - 3 == 0
    shake = np.abs(np.diff(result, 3)).mean() / np.abs(np.diff(noisy, 3)).mean()
    assert shake < 0.35


def test_a_shaken_head_is_not_left_behind() -> None:
    """Four times a second to and fro: a plain fit over eleven frames would be off by more than ten pixels."""
    truth = 320 + 20 * np.sin(2 * np.pi * 4 * np.arange(90) / 30)
    result = centres(follow([[seen(x)] for x in truth]))
    assert np.abs(result - truth).max() < 2


def test_a_missed_frame_has_no_target_and_the_track_goes_on() -> None:
    rows = [[seen(300 + k)] for k in range(30)]
    rows[10], rows[11] = [], []
    targets = follow(rows)
    assert [index for index, target in enumerate(targets) if target is None] == [10, 11]
    assert set(ids(targets)) == {0, None}


def test_a_weak_detection_continues_a_track_but_does_not_start_one() -> None:
    strong, weak = seen(300), seen(300, score=0.35)
    targets = follow([[weak]] * 5 + [[strong]] * 10 + [[weak]] * 5)
    assert ids(targets) == [None] * 5 + [0] * 15


def test_a_ghost_of_one_frame_is_no_face() -> None:
    rows: list[list[Face]] = [[] for _ in range(40)]
    rows[20] = [seen(500)]
    assert ids(follow(rows)) == [None] * 40


def test_a_photograph_of_one_frame_is_a_face() -> None:
    assert ids(follow([[seen(300)]])) == [0]
    assert ids(follow([[seen(300)]] * 2)) == [0, 0]


def test_the_larger_and_more_central_face_is_followed_throughout() -> None:
    rows = [[seen(80, size=90), seen(330, size=110)] for _ in range(40)]
    assert np.nanmedian(centres(follow(rows))) == pytest.approx(330, abs=1)
    rows = [[seen(330, size=90), seen(560, y=60, size=95)] for _ in range(40)]
    assert np.nanmedian(centres(follow(rows))) == pytest.approx(330, abs=1)


def test_a_face_that_flickers_is_not_preferred_to_a_steady_one() -> None:
    rows = [[seen(200, size=100), *([seen(450, size=115)] if k % 3 == 0 else [])] for k in range(30)]
    assert np.nanmedian(centres(follow(rows))) == pytest.approx(200, abs=1)


def test_it_stays_with_its_face_when_another_one_passes_in_front() -> None:
    """The passer-by grows larger than the followed face, crosses it and hides it for four frames."""
    rows = []
    for k in range(60):
        passer = seen(-300 + 20 * k, size=150)
        others = [passer] if k >= 12 else []
        rows.append(others if 28 <= k <= 31 else [*others, seen(300)])
    result = centres(follow(rows))
    assert np.nanmax(np.abs(result - 300)) < 2
    assert np.flatnonzero(np.isnan(result)).tolist() == [28, 29, 30, 31]


def test_after_a_cut_the_face_is_another_and_nothing_blends() -> None:
    red, blue = (np.full((360, 640, 3), colour, np.uint8) for colour in ((60, 60, 200), (200, 60, 60)))
    rows = [[seen(300)]] * 12 + [[seen(340, size=110)]] * 12
    targets = [each.main for each in decide(rows, (12,), picture=lambda index: red if index < 12 else blue)]
    assert ids(targets) == [0] * 12 + [1] * 12
    assert centres(targets) == pytest.approx([300] * 12 + [340] * 12)


def test_a_face_that_left_for_long_gives_way_to_the_next() -> None:
    rows = [[seen(300), seen(100, size=60)]] * 20 + [[seen(100, size=60)]] * 40 + [[seen(300)]] * 10
    result = ids(follow(rows))
    assert result[:20] == [0] * 20
    away = result.index(1)
    assert 20 + 0.5 * 30 <= away <= 20 + 0.5 * 30 + 2
    assert result[20:away] == [None] * (away - 20)


def test_roll_is_smoothed_as_well() -> None:
    noise = np.random.default_rng(4).normal(0, 0.004, 80)
    targets = follow([[seen(300, roll=0.5 + value)] for value in noise])
    along = np.array([target.eyes[1] - target.eyes[0] for target in targets if target is not None])
    rolls = np.arctan2(-along[:, 1], along[:, 0])[6:-6]
    assert rolls.mean() == pytest.approx(0.5, abs=0.01)
    assert rolls.std() < 0.7 * 0.004


def test_fast_motion_keeps_its_identity() -> None:
    """A third of the face's size from frame to frame."""
    assert set(ids(follow([[seen(40 + 33 * k)] for k in range(18)]))) == {0}


def test_pictures_are_let_go_once_released() -> None:
    """A 4K frame is 25 MB: the follower must hold no more of them than it looks ahead."""
    import gc
    import weakref

    follower = Follower(640, 360)
    alive = []
    for index in range(40):
        picture = np.zeros((4, 4, 3), np.uint8)
        alive.append(weakref.ref(picture))
        follower.push(Frame(index, index / 30, picture), [seen(300)], False)
        del picture
    gc.collect()
    assert sum(reference() is not None for reference in alive) <= 6
