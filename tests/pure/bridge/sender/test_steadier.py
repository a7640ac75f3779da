# SPDX-License-Identifier: GPL-3.0-or-later
"""The temporal step on rows as they come: the same as on the whole clip at once, in order, person by person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bridge import filters, rotation
from bridge.basis import DEFAULT
from bridge.protocol import ModelCard, Row, floats
from bridge.sender.steadier import Steadier

NOISE = 0.02
CARD = ModelCard(
    "test", "0" * 64, DEFAULT.id, DEFAULT.names, 192, "RGB", "uint8", "level", 1.3, 0.0, ("expression",), {}, "", "",
    "numpy", "CPU", noise=dict.fromkeys((*DEFAULT.names, "rotation", "gaze"), NOISE),
)  # fmt: skip


def rows(count: int = 90, face: int = 0, seed: int = 0) -> list[Row]:
    """A still face whose numbers tremble."""
    rng = np.random.default_rng((seed, face))
    units = rng.normal(0.2, NOISE, (count, len(DEFAULT)))
    turns = rotation.normalise([1, 0.1, 0, 0] + rng.normal(0, NOISE, (count, 4)))
    looks = rng.normal(0.1, NOISE, (count, 2))
    return [
        Row(
            k, k / 30, True, face, (0.0, 0.0, 9.0, 9.0), 1.0, floats.pack(units[k]),
            tuple(turns[k].tolist()), (0.0, 0.0, 1.0), tuple(looks[k].tolist()),
        )
        for k in range(count)
    ]  # fmt: skip


def through(made: list[Row], card: ModelCard = CARD) -> list[Row]:
    steadier = Steadier(card)
    return [row for each in made for row in steadier.push(each)] + steadier.flush()


def units(made: list[Row]) -> np.ndarray:
    return np.array([floats.unpack(row.coefficients or b"") for row in made], np.float64)


def test_piece_by_piece_is_the_same_as_at_once() -> None:
    made = rows(200)
    whole = filters.steady(np.arange(200) / 30, units(made), np.full(len(DEFAULT), NOISE))
    assert units(through(made)) == pytest.approx(whole, abs=1e-6)


def test_all_that_trembles_comes_to_rest() -> None:
    made = rows()
    calm = through(made)
    for name in ("rotation", "gaze"):
        before, after = (np.array([getattr(row, name) for row in each]) for each in (made, calm))
        assert after.std(0).max() < 0.6 * before.std(0).max()
    assert np.linalg.norm([row.rotation or () for row in calm], axis=1) == pytest.approx(np.ones(90))
    assert units(calm).std(0).max() < 0.5 * units(made).std(0).max()
    plain = [replace(row, coefficients=None, rotation=None, gaze=None) for row in calm]
    assert plain == [replace(row, coefficients=None, rotation=None, gaze=None) for row in made]


def test_rows_come_in_order_and_wait_no_longer_than_they_must() -> None:
    steadier, told = Steadier(CARD), []
    for row in rows(120):
        told += steadier.push(row)
        assert row.time - (told[-1].time if told else 0.0) < filters.LAG + 0.35
    told += steadier.flush()
    assert [row.frame for row in told] == list(range(120))
    assert steadier.flush() == []


def test_people_and_frames_without_a_face_are_kept_apart() -> None:
    one, other = rows(), [replace(row, coefficients=floats.pack(units([row])[0] + 0.5)) for row in rows(face=1)]
    mixed = [row for pair in zip(one, other, strict=True) for row in pair]
    calm = through(mixed)
    assert [(row.frame, row.face) for row in calm] == [(row.frame, row.face) for row in mixed]
    assert units(calm[::2]) == pytest.approx(units(through(one)), abs=1e-7)
    assert units(calm[1::2]).mean() == pytest.approx(0.7, abs=0.01)
    lost = [Row(k, k / 30, False) if 20 <= k < 40 else row for k, row in enumerate(one)]
    found = through(lost)
    assert found[20:40] == lost[20:40]
    assert [row.found for row in found] == [row.found for row in lost]


def test_nothing_is_averaged_across_a_cut() -> None:
    """The same person is in both shots, with another expression."""
    one, other = rows(40), [replace(row, frame=row.frame + 40, time=row.time + 40 / 30) for row in rows(40, seed=1)]
    other = [replace(row, coefficients=floats.pack(units([row])[0] + 0.03)) for row in other]
    steadier = Steadier(CARD)
    calm = [row for each in [*one, *other] for row in steadier.push(each, each.frame == 40)] + steadier.flush()
    assert [row.frame for row in calm] == list(range(80))
    assert units(calm) == pytest.approx(np.vstack([units(through(one)), units(through(other))]), abs=1e-7)
    assert units(through([*one, *other])) != pytest.approx(units(calm), abs=1e-3)


def test_a_model_that_says_nothing_of_noise_is_told_at_once_and_unchanged() -> None:
    steadier = Steadier(replace(CARD, noise={}))
    for row in rows(5):
        assert steadier.push(row) == [row]
    assert steadier.flush() == []


def test_a_model_without_rotation_and_gaze_is_steadied_too() -> None:
    made = [replace(row, rotation=None, gaze=None) for row in rows()]
    calm = through(made)
    assert units(calm).std(0).max() < 0.5 * units(made).std(0).max()
    assert calm[0].rotation is None and calm[0].gaze is None
