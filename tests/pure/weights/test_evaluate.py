# SPDX-License-Identifier: GPL-3.0-or-later
"""Measuring, with a network that reads fine stripes: it must be right on crops as they are and lost on coarse ones."""

from __future__ import annotations

import numpy as np
import pytest

from bridge.basis import DEFAULT
from weights.train import tables
from weights.train.compose import coarsened
from weights.train.evaluate import Real, Synthetic, steadied, synthetic
from weights.train.samples import Sample
from weights.train.score import Agreement
from weights.train.still import Stillness

SIZE = 192
COUNT = 24
RANDOM = np.random.default_rng(5)
PLACE = np.zeros(3, np.float32)
UPRIGHT = np.array([1, 0, 0, 0], np.float32)


def stripes(crops: np.ndarray) -> dict[str, np.ndarray]:
    """Every unit is the contrast of columns that take turns."""
    contrast = np.abs(np.diff(crops[..., 0].astype(np.float32), axis=2)).mean((1, 2)) / 100
    noise = np.random.default_rng(0).normal(0, 0.05, (len(crops), len(DEFAULT)))
    units = contrast[:, None].repeat(len(DEFAULT), 1) + noise
    return {"expression": units.astype(np.float32), "rotation": np.tile(UPRIGHT, (len(crops), 1))}


@pytest.fixture(scope="module")
def measured() -> Synthetic:
    samples = []
    for value in RANDOM.random(COUNT):
        crop = np.full((SIZE, SIZE, 3), 100, np.uint8)
        crop[:, ::2] += np.uint8(value * 100)
        units = np.full(len(DEFAULT), value, np.float32)
        samples.append(Sample(crop, crop, units, UPRIGHT, PLACE[:2], PLACE, 0.0, 0, len(samples) // 8, False))
    crops = np.stack([sample.crop for sample in samples])
    return synthetic(stripes(crops), stripes(coarsened(crops)), samples, {})


def test_coarse_crops_keep_what_is_large_and_lose_what_is_fine() -> None:
    crops = np.zeros((1, SIZE, SIZE, 3), np.uint8)
    crops[:, :96] = 200
    crops[:, 96:, ::2] = 200
    coarse = coarsened(crops)
    assert coarse.shape == crops.shape and coarse.dtype == np.uint8
    assert coarse[0, :90].min() > 195
    assert np.ptp(coarse[0, 110:].astype(int)) < 60  # was 200
    assert coarse[0, 110:].mean() == pytest.approx(100, abs=3)


def test_what_needs_detail_is_followed_only_in_crops_as_they_are(measured: Synthetic) -> None:
    assert min(*measured.r.values(), *measured.within.values()) > 0.95
    assert max(measured.coarse.values()) < 0.8
    assert max(measured.error.values()) < 0.1


def test_the_tables_show_both(measured: Synthetic) -> None:
    assert "| held-out renders | 0.9" in tables.coarse(measured, None)
    whole, less = (Agreement({"jawOpen": r, "browInnerUp": 0.2}, {}) for r in (0.8, 0.6))
    shaking, calm = (Stillness({"a": a, "b": 0.03}, {"a": 10, "b": 20}, 4, n) for a, n in ((0.01, 3), (0.002, 2)))
    real = Real(whole, {}, {}, shaking, less, whole, calm)
    assert "| real clips | 0.50 | 0.40 |" in tables.coarse(measured, real)
    assert "| real clips, jaw | 0.80 | 0.60 |" in tables.coarse(measured, real)
    assert "| **mean** | 30 | **0.0200** | **0.0160** |" in tables.still(real)
    assert "| blinks of single lids | 3 of 4 | 2 of 4 |" in tables.solved(real)


def test_a_stretch_is_steadied_without_those_that_are_apart_from_it() -> None:
    frames = np.concatenate([np.arange(30), np.arange(40, 70)])
    units = np.random.default_rng(0).normal(0, 0.02, (60, len(DEFAULT)))
    noise = dict.fromkeys(DEFAULT.names, 0.02)
    calm = steadied(units, frames, frames / 30, noise)
    assert calm.std() < 0.5 * units.std()
    assert calm[:30] == pytest.approx(steadied(units[:30], frames[:30], frames[:30] / 30, noise))
