# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a solve become a take."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bridge.basis import DEFAULT
from bridge.card import ModelCard
from bridge.protocol import Opened, Row, floats
from bridge.rows import Rows
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


def test_rows_without_a_video_are_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="before Opened"):
        Rows().take("test")
