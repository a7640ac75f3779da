# SPDX-License-Identifier: GPL-3.0-or-later
"""Crops that confidence learns to be low on, and the head's place in those it learns to be high on."""

from __future__ import annotations

import numpy as np
import pytest

from weights.render.store import SHARD
from weights.train import place
from weights.train.detections import Detections
from weights.train.nonfaces import nonfaces
from weights.train.renders import Block, Render
from weights.train.rule import RULE

SIDE = 192
BLOCK = Block(7, 0)


class Discs:
    """Renders of one bright disc each, where a face would be."""

    split = "train"

    def __getitem__(self, index: int) -> Render:
        y, x = np.mgrid[:SIDE, :SIDE]
        alpha = (np.hypot(x - SIDE / 2, y - SIDE / 2) < 40).astype(np.float32)
        return Render(np.dstack([alpha, alpha, alpha, alpha]), skin=0.5)


def found(count: int = SHARD) -> Detections:
    boxes = np.tile(np.array([[56, 56, 136, 136]], np.float32), (count, 1))
    return Detections(boxes, np.tile(np.array([[[80, 80], [112, 80]]], np.float32), (count, 1, 1)))


def test_there_are_as_many_as_asked_for_and_the_same_ones_again() -> None:
    crops = list(nonfaces(Discs(), BLOCK, found(), 0.5))  # type: ignore[arg-type]
    again = list(nonfaces(Discs(), BLOCK, found(), 0.5))  # type: ignore[arg-type]
    assert 0.35 * SHARD < len(crops) < 0.65 * SHARD
    assert all(crop.shape == (RULE.size, RULE.size, 3) and crop.dtype == np.uint8 for crop in crops)
    assert all(np.array_equal(a, b) for a, b in zip(crops, again, strict=True))


def test_some_show_nothing_that_was_rendered() -> None:
    crops = np.stack(list(nonfaces(Discs(), BLOCK, found(), 1.0)))  # type: ignore[arg-type]
    colourful = np.ptp(crops.astype(np.int16), axis=3).mean((1, 2)) > 60
    assert 0.02 < colourful.mean() < 0.2


def test_where_the_detector_found_nothing_there_is_nothing() -> None:
    nowhere = Detections(np.full((SHARD, 4), np.nan, np.float32), np.full((SHARD, 2, 2), np.nan, np.float32))
    assert not list(nonfaces(Discs(), BLOCK, nowhere, 1.0))  # type: ignore[arg-type]


def test_a_head_is_located_where_the_crop_shows_it() -> None:
    start = place.placed(np.array([40.0, 30, 140, 170]), np.array([[70.0, 80], [110, 84]]))
    pivot = np.array([85.0, 110.0])
    x, y, size = place.located(start, pivot, 24.0)
    assert start @ (*pivot, 1) / RULE.size == pytest.approx([x + 0.5, 0.5 - y], abs=1e-6)
    tip = start @ (pivot[0] + 24.0, pivot[1], 1)
    assert np.linalg.norm(tip - start @ (*pivot, 1)) / RULE.size == pytest.approx(size, rel=1e-5)
    mirrored = place.located(place.mirrored(start), pivot, 24.0)
    assert mirrored == pytest.approx([-x, y, size], abs=1e-6)
