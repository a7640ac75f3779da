# SPDX-License-Identifier: GPL-3.0-or-later
"""Several people in one video, each of one colour: who is who, and who counts, on made-up detections."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bridge.sender.detect import Face
from bridge.sender.follow import Decided, Target
from tests.pure.bridge.sender.test_follow import decide, seen

RED, BLUE, GREEN, GREY = (60, 60, 200), (200, 70, 60), (60, 180, 70), (120, 120, 120)
Colour = tuple[int, int, int]
Cast = list[tuple[Face, Colour]]
"""The faces of a frame, the farthest first, and what colour they are."""


def painted(cast: Cast) -> NDArray[np.uint8]:
    picture = np.full((360, 640, 3), GREY, np.uint8)
    for face, colour in cast:
        x0, y0, x1, y1 = np.clip(face.box.round().astype(int), 0, 640).tolist()
        margin = (y1 - y0) // 5
        picture[max(y0 - margin, 0) : y1 + margin, max(x0 - margin, 0) : x1 + margin] = colour
    return picture


def solve(casts: list[Cast], cuts: tuple[int, ...] = (), most: int = 8) -> list[Decided]:
    rows = [[face for face, _ in cast] for cast in casts]
    return decide(rows, cuts, most=most, picture=lambda index: painted(casts[index]))


def by_person(decided: list[Decided]) -> dict[int, dict[int, Target]]:
    """Person -> frame -> target."""
    found: dict[int, dict[int, Target]] = {}
    for each in decided:
        targets = [target for target in (each.main, *each.others) if target is not None]
        assert len({target.id for target in targets}) == len(targets)
        for target in targets:
            found.setdefault(target.id, {})[each.frame.index] = target
    return found


def x_of(target: Target) -> float:
    return float(target.box[0] + target.box[2]) / 2


def test_two_people_are_two_from_end_to_end() -> None:
    casts = [[(seen(200), RED), (seen(450, size=80), BLUE)] for _ in range(40)]
    people = by_person(decided := solve(casts))
    assert set(people) == {0, 1}
    assert all(len(frames) == 40 for frames in people.values())
    assert {each.main.id for each in decided if each.main is not None} == {0}
    assert np.allclose([x_of(target) for target in people[1].values()], 450)


def test_only_the_main_face_is_solved_unless_more_are_asked_for() -> None:
    casts = [[(seen(200), RED), (seen(450, size=80), BLUE)] for _ in range(20)]
    assert set(by_person(solve(casts, most=1))) == {0}


def test_the_main_face_is_the_same_however_many_are_solved() -> None:
    random = np.random.default_rng(3)
    casts = [
        [(seen(320 + 250 * np.sin(k / 9 + person), size=80 + 10 * person), colour)
         for person, colour in enumerate((RED, BLUE, GREEN)) if random.random() > 0.15]
        for k in range(120)
    ]  # fmt: skip
    alone, among = (solve(casts, cuts=(50,), most=most) for most in (1, 8))
    for one, other in zip(alone, among, strict=True):
        assert (one.main is None) == (other.main is None)
        if one.main is not None and other.main is not None:
            assert np.array_equal(one.main.box, other.main.box) and one.main.score == other.main.score


def test_two_who_cross_stay_who_they_are() -> None:
    """The nearer one hides the other for five frames."""
    casts: list[Cast] = []
    for k in range(60):
        far, near = seen(100 + 7 * k, size=80), seen(520 - 7 * k, size=110)
        hidden = abs(far.box[0] - near.box[0]) < 40
        casts.append([(near, BLUE)] if hidden else [(far, RED), (near, BLUE)])
    people = by_person(solve(casts))
    assert set(people) == {0, 1}
    (far,) = [frames for frames in people.values() if frames[0].box[0] < 300]
    assert max(abs(x_of(target) - (100 + 7 * k)) for k, target in far.items()) < 3
    assert len(far) < 60


def test_one_who_leaves_and_comes_back_is_the_same() -> None:
    """Away for two seconds, four times as long as a track lasts; comes back where they went."""
    casts: list[Cast] = [
        [(seen(200), RED), *([] if 30 <= k < 90 else [(seen(500, size=80), BLUE)])] for k in range(120)
    ]
    people = by_person(solve(casts))
    assert set(people) == {0, 1}
    assert sorted(people[1]) == [*range(30), *range(90, 120)]


def test_another_who_comes_to_the_same_place_is_another() -> None:
    casts: list[Cast] = [
        [(seen(200), RED), *([(seen(500, size=80), BLUE if k < 30 else GREEN)] if not 30 <= k < 70 else [])]
        for k in range(100)
    ]
    assert {person: len(frames) for person, frames in by_person(solve(casts)).items()} == {0: 100, 1: 30, 2: 30}


def test_a_jump_cut_leaves_everyone_who_they_are() -> None:
    casts: list[Cast] = [[(seen(200), RED), (seen(450, size=80), BLUE)]] * 20
    casts += [[(seen(225, size=110), RED), (seen(440, size=86), BLUE)]] * 20
    people = by_person(solve(casts, cuts=(20,)))
    assert {person: len(frames) for person, frames in people.items()} == {0: 40, 1: 40}
    assert x_of(people[0][39]) < 300


def test_shots_of_two_people_in_turn_are_two_people() -> None:
    """The main face is each in its shots, so that its take has no gap."""
    shots: list[Cast] = [[(seen(220, size=140), RED)], [(seen(420, size=140), BLUE)]]
    casts = [shots[k // 20 % 2] for k in range(80)]
    decided = solve(casts, cuts=(20, 40, 60))
    assert [each.main.id for each in decided if each.main] == [k // 20 % 2 for k in range(80)]


def test_a_ghost_is_nobody() -> None:
    casts: list[Cast] = [[(seen(200), RED), *([(seen(500), BLUE)] if k == 20 else [])] for k in range(40)]
    assert set(by_person(solve(casts))) == {0}


def test_a_face_in_the_distance_is_nobody() -> None:
    """By its pixels, or beside the main face."""
    for near, far in ((100, 25), (200, 45)):
        casts: list[Cast] = [[(seen(200, size=near), RED), (seen(500, size=far), BLUE)]] * 20
        assert set(by_person(solve(casts))) == {0}


def test_of_a_crowd_those_who_are_there_already_stay() -> None:
    """Five faces, three at most; a larger one comes late and waits."""
    crowd = [(seen(60 + 120 * place, size=70 - place), (40 * place, 100, 90)) for place in range(5)]
    casts: list[Cast] = [[*crowd, *([(seen(330, y=60, size=75), GREEN)] if k > 20 else [])] for k in range(40)]
    decided = solve(casts, most=3)
    main = {each.main.id for each in decided if each.main is not None}
    assert len(main) == 1
    assert all(len(each.others) == 2 for each in decided)
    assert len({target.id for each in decided for target in each.others}) == 2
