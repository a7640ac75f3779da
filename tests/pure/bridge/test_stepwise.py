# SPDX-License-Identifier: GPL-3.0-or-later
"""Work in pieces comes to the same as in one go."""

from __future__ import annotations

import io
from collections.abc import Generator

import numpy as np
import pytest

from bridge import npz, refine
from bridge.basis import DEFAULT
from bridge.refine import Settings
from bridge.stepwise import advance, drained
from bridge.take import Take
from tests.support.takes import take as make_take


def counted(pieces: int) -> Generator[None, None, str]:
    for _ in range(pieces):
        yield
    return "done"


def pieces(steps: Generator[object, None, object]) -> int:
    return sum(1 for _ in steps)


@pytest.fixture
def long() -> Take:
    random = np.random.default_rng(0)
    found = random.random(3000) > 0.1
    return make_take(random.random((3000, len(DEFAULT))), np.arange(3000) / 30, found)


def test_advancing():
    assert drained(counted(3)) == "done"
    steps = counted(2)
    advance(steps, 0.0)  # one at least
    advance(steps, 0.0)
    with pytest.raises(StopIteration) as end:
        advance(steps, 0.0)
    assert end.value.value == "done"
    with pytest.raises(StopIteration):
        advance(counted(100), 60.0)


def test_a_take_is_written_in_pieces_as_in_one_go(long: Take):
    assert pieces(long.to_bytes_steps()) > 5
    again = Take.from_bytes(long.to_bytes())
    for name in ("coefficients", "frame", "time", "found", "confidence", "box", "rotation", "translation"):
        np.testing.assert_array_equal(getattr(again, name), getattr(long, name))
    assert (again.names, again.meta) == (long.names, long.meta)


@pytest.mark.parametrize("array", [
    np.array("é"), np.array(["a", "bc"]), np.arange(6).reshape(2, 3), np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    np.zeros((0, 4), np.float32), np.array(7), np.arange(10)[::3],
], ids=["text", "texts", "rows", "columns", "empty", "scalar", "strided"])  # fmt: skip
def test_numpy_reads_what_is_written(array: np.ndarray):
    file = io.BytesIO()
    drained(npz.write(file, {"it": array}))
    file.seek(0)
    with np.load(file, allow_pickle=False) as read:
        np.testing.assert_array_equal(read["it"], array)
        assert (read["it"].dtype, read["it"].shape) == (array.dtype, array.shape)


def test_what_is_prepared_is_not_smoothed_again(long: Take, monkeypatch: pytest.MonkeyPatch):
    settings = Settings(smoothing=0.1)
    expected = refine.refine(make_take(long.coefficients, long.time, long.found), DEFAULT, settings)
    assert pieces(refine.prepare(long, settings)) > 50
    monkeypatch.setattr(refine.filters, "smooth_steps", None)
    np.testing.assert_array_equal(refine.refine(long, DEFAULT, settings).values, expected.values)
    assert pieces(refine.prepare(long, settings)) == 0
