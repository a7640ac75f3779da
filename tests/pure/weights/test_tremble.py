# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of trembling, with networks of which it is known."""

from __future__ import annotations

import numpy as np
import pytest

from bridge.basis import DEFAULT
from weights.train import tremble

CROPS = np.random.default_rng(0).integers(0, 256, (8, 24, 24, 3), np.uint8).repeat(8, 1).repeat(8, 2)


def test_the_next_frame_is_nearly_the_same() -> None:
    rng = np.random.default_rng(1)
    again = [tremble.another(rng, CROPS[0]) for _ in range(3)]
    assert all(frame.shape == CROPS[0].shape and frame.dtype == np.uint8 for frame in again)
    difference = [np.abs(frame.astype(int) - CROPS[0]).mean() for frame in again]
    assert 1 < min(difference) and max(difference) < 40
    assert not np.array_equal(again[0], again[1])


def test_noise_is_the_deviation_between_frames_of_one_face() -> None:
    rng = np.random.default_rng(2)

    def network(crops: np.ndarray) -> dict[str, np.ndarray]:
        units = np.repeat(np.arange(len(crops)) // tremble.VIEWS, len(DEFAULT)).reshape(-1, len(DEFAULT)) * 1.0
        units[:, 3] += rng.normal(0, 0.1, len(crops))
        return {"expression": units.astype(np.float32), "gaze": rng.normal(0, 0.02, (len(crops), 2)).astype("f4")}

    found = tremble.noise(network, np.repeat(CROPS, 24, 0))
    assert set(found) == {*DEFAULT.names, "gaze"}
    assert found[DEFAULT.names[3]] == pytest.approx(0.1, rel=0.2)
    assert found[DEFAULT.names[4]] == 0  # faces differ, their frames do not
    assert found["gaze"] == pytest.approx(0.02, rel=0.2)
