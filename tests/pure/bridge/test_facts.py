# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of a take is true of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge import facts
from bridge.basis import DEFAULT
from tests.support.takes import take


def test_units_that_only_jitter_did_not_move():
    values = np.random.default_rng(0).normal(0.2, 0.01, (300, 29))
    values[100:150, DEFAULT.index("jawOpen")] += 0.3
    moved = facts.moved(take(values, np.arange(300) / 30))
    assert [name for name, did in zip(DEFAULT.names, moved, strict=True) if did] == ["jawOpen"]
    assert not facts.moved(take(values, np.arange(300) / 30), span=10.0).any()


def test_nothing_moved_where_no_face_was_seen():
    assert not facts.moved(take(np.ones(3), np.arange(3), np.zeros(3, bool))).any()


@pytest.mark.parametrize("said", [None, [], "x", {"jawOpen": "high"}, {"jawOpen": float("nan")}, {"tail": 0.9}])
def test_reliability_of_a_take_from_elsewhere_is_unknown(said: object):
    assert facts.reliability(take(np.zeros(2), [0, 1], meta={"reliability": said})) == {}


def test_reliability_is_that_of_the_model():
    made = take(np.zeros(2), [0, 1], meta={"reliability": {"jawOpen": 0.8, "cheekPuff": -0.1}})
    assert facts.reliability(made) == {"jawOpen": 0.8, "cheekPuff": -0.1}


def test_badly_seen_frames_are_those_with_a_face_and_little_confidence():
    made = take(np.zeros(4), np.arange(4), [True, True, False, True], confidence=[0.9, 0.3, np.nan, np.nan])
    assert facts.unsure(made).tolist() == [False, True, False, False]


@given(st.lists(st.booleans(), max_size=40))
def test_spans_are_the_runs(rows: list[bool]):
    spans = facts.spans(np.array(rows, bool))
    again = np.zeros(len(rows), bool)
    for first, last in spans:
        assert first < last and not again[max(0, first - 1) : last].any()
        again[first:last] = True
    assert again.tolist() == rows
