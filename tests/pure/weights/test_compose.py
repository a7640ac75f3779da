# SPDX-License-Identifier: GPL-3.0-or-later
"""Composited and degraded crops: what is behind shows through, nothing is out of range, a seed gives one picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from weights.train import backgrounds, compose, degrade
from weights.train.place import placed
from weights.train.renders import Render
from weights.train.rule import RULE

SIDE = 160
MATRIX = placed(np.array([40.0, 30, 120, 130]), np.array([[60.0, 70], [100, 70]]))


@pytest.fixture(scope="module")
def render() -> Render:
    """A grey disc with a dark bar for a face, in premultiplied linear light."""
    down, across = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    alpha = (np.hypot(down, across) < SIDE * 0.35).astype(np.float32)
    light = np.where(np.abs(down) < 6, 0.05, 0.25).astype(np.float32) * alpha
    return Render(np.dstack([light, light, light, alpha]), skin=0.5)


def crop(render: Render, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return compose.crop(rng, render, MATRIX, backgrounds.draw(rng, "train"))


def test_crops_are_what_the_network_takes_and_repeat_with_the_seed(render: Render) -> None:
    first = crop(render, 4)
    assert first.shape == (RULE.size, RULE.size, 3) and first.dtype == np.uint8
    assert np.array_equal(first, crop(render, 4))
    assert not np.array_equal(first, crop(render, 5))


def test_the_face_survives_most_degradations(render: Render) -> None:
    """The bar stays darker than the disc around it, whatever the light, blur, noise and compression."""
    darker = 0
    for seed in range(60):
        grey = crop(render, seed).mean(2)
        middle = RULE.size // 2 - round(RULE.shift / RULE.scale * RULE.size)
        bar, disc = grey[middle - 3 : middle + 4, 80:112].mean(), grey[middle + 25 : middle + 40, 80:112].mean()
        darker += bar < disc - 5
    assert darker >= 50


def test_a_pair_shows_the_same_in_the_same_light_once_spoiled_and_once_sharp(render: Render) -> None:
    finer, apart = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        seen, sharp = compose.pair(rng, render, MATRIX, backgrounds.draw(rng, "train"))
        assert np.array_equal(seen, crop(render, seed))
        assert sharp.shape == seen.shape and sharp.dtype == np.uint8
        small, fine = (cv2.blur(picture, (48, 48))[48:144, 48:144].astype(float) for picture in (seen, sharp))
        apart.append(np.abs(small - fine).mean())
        middle = RULE.size // 2 - round(RULE.shift / RULE.scale * RULE.size)
        bars = (picture[middle - 20 : middle + 20, 80:112].mean((1, 2)) for picture in (seen, sharp))
        spoiled, clean = (np.abs(np.diff(bar)).max() for bar in bars)
        finer.append(clean >= 0.9 * spoiled)
    assert np.median(apart) < 3 and np.max(apart) < 20
    assert np.mean(finer) > 0.9


def test_the_background_shows_only_where_the_render_is_open(render: Render) -> None:
    white, black = (np.full((backgrounds.SIDE, backgrounds.SIDE, 3), value, np.float32) for value in (1, 0))
    on_white, on_black = (compose.plain(np.random.default_rng(1), render, b) for b in (white, black))
    covered = render.picture[..., 3] > 0.99
    assert np.array_equal(on_white[covered], on_black[covered])
    assert (on_black[~covered] == 0).all()
    assert on_white[~covered].min() > 100


@pytest.mark.parametrize("split", ["train", "test"])
def test_backgrounds_are_finite_light(split: str) -> None:
    for seed in range(40):
        picture = backgrounds.draw(np.random.default_rng(seed), split)
        assert picture.shape == (backgrounds.SIDE, backgrounds.SIDE, 3)
        assert np.isfinite(picture).all() and picture.min() >= 0 and picture.max() <= 3


@pytest.mark.parametrize("size", [42, 100, 192])
def test_every_degradation_keeps_shape_and_finite_values(size: int) -> None:
    start = np.random.default_rng(0).random((size, size, 3)).astype(np.float32)
    for step in (degrade.light, degrade.grade, degrade.smear, degrade.cut):
        for seed in range(20):
            out = step(np.random.default_rng(seed), start)
            assert out.shape == start.shape and np.isfinite(out).all(), step.__name__


def test_smearing_moves_no_light_out_of_the_picture() -> None:
    flat = np.full((96, 96, 3), 0.5, np.float32)
    for seed in range(30):
        assert degrade.smear(np.random.default_rng(seed), flat) == pytest.approx(flat, abs=1e-3)


def test_a_clean_recording_changes_no_value_by_more_than_rounding() -> None:
    flat = np.full((64, 64, 3), 0.4, np.float32)
    clean = min(np.abs(degrade.record(np.random.default_rng(s), flat).astype(float) - 102).max() for s in range(40))
    assert clean <= 0.5
