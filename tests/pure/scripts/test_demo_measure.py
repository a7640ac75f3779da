# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's figures mean what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bridge.basis import DEFAULT
from scripts.demo.measure import Score, sampled, scores, table
from weights.train.score import correlation, turn_error

RNG = np.random.default_rng(3)


def test_correlation_does_not_see_offset_and_scale():
    curve = RNG.normal(size=200)
    assert correlation(curve, 0.3 * curve + 5.0) == pytest.approx(1.0)
    assert correlation(curve, -2.0 * curve) == pytest.approx(-1.0)


def test_correlation_agrees_with_numpy():
    one, other = RNG.normal(size=(2, 300))
    assert correlation(one, other + 0.5 * one) == pytest.approx(np.corrcoef(one, other + 0.5 * one)[0, 1])


def test_a_result_that_does_not_move_counts_as_nothing():
    assert correlation(RNG.normal(size=50), np.full(50, 0.7)) == 0.0


def test_frames_meet_by_time():
    time = np.arange(240) / 24.0
    truth = np.sin(time)[:, None]
    later = np.arange(0.0, 9.0, 0.013)
    assert sampled(later, time, truth)[:, 0] == pytest.approx(np.sin(later), abs=1e-3)


def test_scores_tell_raw_and_baked_apart():
    truth = RNG.normal(size=(100, 2))
    noisy = truth + RNG.normal(size=(100, 2))
    first, second = scores(("a", "b"), truth, noisy, truth + 0.1)
    assert first.name == "a" and second.name == "b"
    assert first.raw < 0.9 < first.baked and first.error == pytest.approx(0.1)


def test_angle_between_rotations():
    half = np.radians(15.0)
    turned = np.array([[np.cos(half), 0.0, np.sin(half), 0.0]])
    still = np.array([[1.0, 0.0, 0.0, 0.0]])
    assert turn_error(still, turned) == pytest.approx([30.0])
    assert turn_error(turned, -turned) == pytest.approx([0.0], abs=1e-5)


def test_the_table_ends_with_the_mean():
    lines = table([Score("one", 0.5, 0.7, 0.1), Score("two", 0.1, 0.3, 0.3)]).splitlines()
    assert len(lines) == 4
    assert lines[-1].split() == ["mean", "0.30", "0.50", "0.20"]


@pytest.mark.parametrize("known", [True, False])
def test_draws_every_unit(tmp_path: Path, known: bool):
    curves = pytest.importorskip("scripts.demo.curves", reason="matplotlib belongs to the demo's dependencies")
    image = pytest.importorskip("matplotlib.image")
    values = RNG.uniform(0.0, 1.0, (40, 29))
    found = np.arange(40) > 5
    shown = curves.Curves(DEFAULT.names, np.arange(40) / 24.0, values, values, found, values if known else None)
    curves.draw(
        tmp_path / "curves.png", shown, "title", scores(DEFAULT.names, values, values, values) if known else None
    )
    picture = image.imread(tmp_path / "curves.png")
    rows, columns = 6, 5
    height, width = picture.shape[0] // rows, picture.shape[1] // columns
    inked = [
        picture[r * height : (r + 1) * height, c * width : (c + 1) * width, :3].min() < 0.5
        for r in range(rows)
        for c in range(columns)
    ]
    assert all(inked)
