# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a solve become a take."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bridge.basis import DEFAULT
from bridge.card import ModelCard
from bridge.protocol import Opened, Portrait, Row, floats
from bridge.rows import MOST_KEPT, Rows, closest
from bridge.take import TakeError

CARD = ModelCard(
    id="m", sha256="0" * 64, basis=DEFAULT.id, names=DEFAULT.names, size=16, color="RGB", dtype="uint8",
    crop_rule="level", crop_scale=1.5, crop_shift=0.0, outputs=("expression",), reliability={}, licence="", notice="",
    engine="onnx", device="cpu",
)  # fmt: skip
OPENED = Opened("clip.mp4", "1" * 64, 64, 48, 30.0, 3, 0.1, CARD)


def row(frame: int, width: int = len(DEFAULT), **changes: Any) -> Row:
    known = {"face": 0, "box": (1.0, 2.0, 3.0, 4.0), "coefficients": floats.pack(np.full(width, frame / 10))}
    return Row(frame, frame / 30, True, **(known | changes))


def gathered(*rows: Row) -> Rows:
    all_rows = Rows()
    all_rows.opened = OPENED
    for one in rows:
        all_rows.add(one)
    return all_rows


def test_take_holds_what_the_rows_said() -> None:
    rows = gathered(row(0, rotation=(1.0, 0.0, 0.0, 0.0)), Row(1, 1 / 30, False), row(2, confidence=0.5))
    assert (len(rows), rows.found) == (3, 2)
    take = rows.take("test")
    assert take.found.tolist() == [True, False, True]
    assert np.isnan(take.coefficients[1]).all() and np.isnan(take.box[1]).all()
    np.testing.assert_allclose(take.coefficients[2], 0.2, rtol=1e-6)
    np.testing.assert_allclose(take.confidence[[0, 2]], [1.0, 0.5])
    np.testing.assert_array_equal(take.rotation[0], [1, 0, 0, 0])
    assert np.isnan(take.rotation[2]).all()
    assert take.gaze is None
    assert (take.meta["video"], take.meta["basis"], take.meta["program"]) == ("clip.mp4", DEFAULT.id, "test")


def test_gaze_is_kept_where_any_row_has_it() -> None:
    gaze = gathered(row(0), row(1, gaze=(0.1, -0.2))).take("test").gaze
    assert gaze is not None
    np.testing.assert_allclose(gaze[1], [0.1, -0.2], rtol=1e-6)


def test_a_person_is_averaged_over_the_frames_with_a_face() -> None:
    assert "identity" not in gathered(row(0)).take("test").meta
    rows = [row(0, identity=floats.pack([1.0, -2.0])), Row(1, 1 / 30, False), row(2, identity=floats.pack([2.0, 1.0]))]
    assert gathered(*rows).take("test").meta["identity"] == [1.5, -0.5]


def test_vector_of_another_length_is_refused() -> None:
    with pytest.raises(TakeError, match="28 coefficients, the model names 29"):
        gathered(row(0, width=28)).take("test")


def seen(rows: Rows) -> list[tuple[int | None, int]]:
    return [(face.person, face.found) for face in rows.faces()]


def test_one_person_is_one_face() -> None:
    assert seen(gathered(*(row(frame) for frame in range(60)))) == [(None, 60)]
    jump = gathered(*(row(frame, face=0) if frame < 59 else row(frame, face=1) for frame in range(60)))
    assert seen(jump) == [(None, 60)]


def test_a_second_person_has_a_take_of_their_own() -> None:
    rows = gathered()
    for frame in range(60):
        rows.add(row(frame))
        if frame >= 20:
            rows.add(row(frame, face=1, main=False, box=(30.0, 2.0, 33.0, 4.0)))
    assert (len(rows), rows.found) == (60, 60)
    assert rows.last is not None and rows.last.face == 0
    assert seen(rows) == [(None, 60), (1, 40)]
    take = rows.take("test", 1)
    assert take.found.tolist() == [frame >= 20 for frame in range(60)]
    assert take.frame.tolist() == list(range(60)) and np.isnan(take.box[0]).all() and take.box[20, 0] == 30
    assert (take.meta["person"], "person" in rows.take("test").meta) == (1, False)


def test_people_in_turn_are_faces_beside_the_main_one() -> None:
    rows = gathered(*(row(frame, face=frame // 30) for frame in range(90)))
    assert seen(rows) == [(None, 90), (0, 30), (1, 30), (2, 30)]


def test_who_is_seen_for_a_moment_is_no_face_of_the_video() -> None:
    rows = gathered()
    for frame in range(90):
        rows.add(row(frame))
        for person, frames in ((1, 28), (2, 31)):
            if frame < frames:
                rows.add(row(frame, face=person, main=False))
    assert seen(rows) == [(None, 90), (2, 31)]


def test_of_a_crowd_those_are_kept_who_are_seen_longest() -> None:
    rows = gathered()
    for frame in range(60):
        rows.add(row(frame))
        for person in range(1, 30):
            if frame < 30 + person:
                rows.add(row(frame, face=person, main=False))
    assert [person for person, _ in seen(rows)] == [None, *range(30 - MOST_KEPT, 30)]


def test_portraits_belong_to_the_faces_and_the_last_one_counts() -> None:
    rows = gathered()
    for frame in range(60):
        rows.add(row(frame, face=3))
        rows.add(row(frame, face=7, main=False))
    for person, frame in ((3, 0), (7, 4), (3, 9)):
        rows.add_portrait(Portrait(person, frame, 1, b"abc"))
    assert [face.portrait and face.portrait.frame for face in rows.faces()] == [9, 4]


def test_a_face_is_found_again_in_another_solve() -> None:
    def solved(*boxes: tuple[float, float, float, float], count: int = 40) -> list[Any]:
        rows = gathered()
        for frame in range(count):
            for person, box in enumerate(boxes):
                rows.add(row(frame, face=person, main=person == 0, box=box))
        return [rows.take("test", face.person) for face in rows.faces()]

    left, right = (0.0, 0.0, 10.0, 10.0), (20.0, 0.0, 30.0, 10.0)
    before, after = solved(left, right), solved((21.0, 0.0, 31.0, 10.0), (1.0, 0.0, 11.0, 10.0), count=25)
    assert [closest(take, after) for take in before] == [1, 0]
    nowhere = solved((50.0, 0.0, 60.0, 10.0))[0]
    assert closest(nowhere, after) == 0


def test_rows_without_a_video_are_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="before Opened"):
        Rows().take("test")
