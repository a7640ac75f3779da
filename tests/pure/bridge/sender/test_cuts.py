# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts are found; motion, noise, flicker and fades are none."""

from __future__ import annotations

import numpy as np

from bridge.sender.cuts import CutDetector


def scene(seed: int, brightness: float = 1.0) -> np.ndarray:
    """Random blocks, as different from each other as two shots are."""
    blocks = np.random.default_rng(seed).uniform(20, 235, (6, 8, 3)) * brightness
    return np.kron(blocks, np.ones((30, 30, 1))).clip(0, 255).astype(np.uint8)


def cuts(frames: list[np.ndarray]) -> list[int]:
    detector = CutDetector()
    return [index for index, frame in enumerate(frames) if detector.cut(frame)]


def test_cuts_between_shots_are_found() -> None:
    assert cuts([scene(1)] * 3 + [scene(2)] * 2 + [scene(3)] * 4) == [3, 5]


def test_a_cut_between_dark_shots_is_found() -> None:
    assert cuts([scene(1, 0.15)] * 3 + [scene(2, 0.15)] * 3) == [3]


def test_a_pan_is_no_cut() -> None:
    wide = np.concatenate([scene(1), scene(2)], 1)
    assert cuts([wide[:, 4 * k : 4 * k + 240] for k in range(50)]) == []


def test_noise_flicker_and_fades_are_no_cuts() -> None:
    rng = np.random.default_rng(7)
    picture = scene(4).astype(float)
    noisy = [(picture + rng.normal(0, 12, picture.shape)).clip(0, 255).astype(np.uint8) for _ in range(10)]
    flicker = [(picture * (0.9 + 0.2 * (k % 2))).clip(0, 255).astype(np.uint8) for k in range(10)]
    fade = [(picture * k / 12).astype(np.uint8) for k in range(12, -1, -1)]
    assert cuts(noisy) == cuts(flicker) == cuts(fade) == []


def test_noise_in_the_dark_is_no_cut() -> None:
    rng = np.random.default_rng(8)
    assert cuts([rng.integers(0, 12, (180, 240, 3), np.uint8) for _ in range(20)]) == []
