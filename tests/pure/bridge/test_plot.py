# SPDX-License-Identifier: GPL-3.0-or-later
"""The plot shows the curve where it is, and where the face was not seen."""

from __future__ import annotations

import numpy as np
import pytest

from bridge.plot import Palette, Plot, draw

WIDTH, HEIGHT = 200, 100
COLOURS = Palette()


def plot(raw: np.ndarray, refined: np.ndarray | None = None, **changes) -> Plot:
    time = np.arange(len(raw)) / 30
    fields = {
        "time": time, "raw": raw, "missing": np.isnan(raw), "unsure": np.zeros(len(raw), bool), "refined_time": time,
        "refined": np.nan_to_num(raw) if refined is None else refined, "low": 0.0, "high": 1.0,
    }  # fmt: skip
    return Plot(**(fields | changes))


def rows(picture: np.ndarray, colour: tuple[float, float, float, float]) -> np.ndarray:
    """Mean row of a colour in each column, NaN where it does not appear."""
    hit = (np.abs(picture[..., :3] - np.array(colour[:3]) * 255) < 40).all(-1)
    with np.errstate(invalid="ignore"):
        return (hit * np.arange(HEIGHT)[:, None]).sum(0) / hit.sum(0)


def test_a_ramp_rises_from_corner_to_corner():
    found = rows(draw(plot(np.linspace(0, 1, 300)), WIDTH, HEIGHT), COLOURS.refined)
    assert found[2:-2] == pytest.approx(np.linspace(94, 5, WIDTH)[2:-2], abs=2.0)


@pytest.mark.parametrize("count", [1, 2, 30, 5000])
def test_any_number_of_frames(count: int):
    picture = draw(plot(np.full(count, 0.5)), WIDTH, HEIGHT)
    assert picture.shape == (HEIGHT, WIDTH, 4)
    found = rows(picture, COLOURS.refined)
    assert np.nanmean(found) == pytest.approx(HEIGHT / 2, abs=1.0)
    if count > 1:
        assert np.isfinite(found).all()


def test_a_spike_of_one_frame_among_thousands_is_seen():
    raw = np.zeros(6000)
    raw[3000] = 1.0
    picture = draw(plot(raw, np.zeros(6000)), WIDTH, HEIGHT)
    assert np.nanmin(rows(picture, COLOURS.raw)[98:102]) < 60


def test_frames_without_a_face_and_badly_seen_ones_are_marked_where_they_are():
    raw = np.full(300, 0.5)
    raw[100:150] = np.nan
    unsure = np.zeros(300, bool)
    unsure[200:220] = True
    clean = draw(plot(np.full(300, 0.5)), WIDTH, HEIGHT)
    picture = draw(plot(raw, np.full(300, 0.5), unsure=unsure), WIDTH, HEIGHT)
    changed = np.flatnonzero((picture[20] != clean[20]).any(-1))
    assert set(changed) == {*range(66, 99), *range(133, 146)}
    assert picture[20, 80, 0] > picture[20, 80, 1] + 40 and picture[20, 140, 1] > picture[20, 140, 2] + 20


def test_values_beyond_the_slider_are_inside_the_picture():
    found = rows(draw(plot(np.linspace(-2, 3, 300)), WIDTH, HEIGHT), COLOURS.refined)
    assert np.nanmin(found) < 12 and np.nanmax(found) > HEIGHT - 12
