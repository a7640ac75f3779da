# SPDX-License-Identifier: GPL-3.0-or-later
"""The store of renders: encoding, shards that are whole or absent, and plans that do not mix."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from weights.render import store
from weights.render.store import LONG_TAKE, SHARD, TAKE, Plan, Store

PLAN = Plan(count=2 * SHARD, seed=3, split="train", size=8)


def shard(number: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    rng = np.random.default_rng(number)
    pixels = rng.integers(0, 256, (SHARD, 8, 8, 4), np.uint8)
    return pixels, {"members": rng.random((SHARD, 52)).astype(np.float16), "take": np.arange(SHARD) + number * SHARD}


def test_light_survives_encoding_to_half_a_step():
    rng = np.random.default_rng(0)
    rgba = rng.random((16, 16, 4), np.float32) * (2, 2, 2, 1)
    rgba[4:12, 4:12, 3] = 1
    pixels, exposure = store.encode(rgba)
    back = store.decode(pixels)
    expected = np.minimum(rgba[..., :3] * exposure, store.RANGE)
    assert np.sqrt(back[..., :3] / store.RANGE) == pytest.approx(np.sqrt(expected / store.RANGE), abs=0.51 / 255)
    assert back[..., 3] == pytest.approx(rgba[..., 3], abs=0.51 / 255)


def test_faces_are_exposed_alike():
    dark = np.full((16, 16, 4), 0.01, np.float32)
    dark[..., 3] = 1
    for gain in (1, 30):
        pixels, _ = store.encode(dark * np.array([gain, gain, gain, 1], np.float32))
        assert store.decode(pixels)[8, 8, 1] == pytest.approx(store.FACE_LIGHT, rel=0.02)


def test_a_picture_without_a_face_is_encoded_too():
    pixels, exposure = store.encode(np.zeros((16, 16, 4), np.float32))
    assert not pixels.any() and np.isfinite(exposure)


def test_written_shards_are_read_back(tmp_path: Path):
    assert store.prepare(tmp_path, PLAN) == [0, 1]
    for number in (1, 0):
        store.write_shard(tmp_path, number, *shard(number))
    found = Store(tmp_path)
    assert len(found) == 2 * SHARD and found.plan == PLAN
    assert (found.pixels(SHARD + 5) == shard(1)[0][5]).all()
    assert (found.labels["take"] == np.arange(2 * SHARD)).all()
    assert store.prepare(tmp_path, PLAN) == []


def test_an_interrupted_shard_counts_as_missing(tmp_path: Path):
    store.prepare(tmp_path, PLAN)
    store.write_shard(tmp_path, 0, *shard(0))
    np.save(store.paths(tmp_path, 1)[0], shard(1)[0])  # pixels without labels
    assert store.prepare(tmp_path, PLAN) == [1]
    assert len(Store(tmp_path)) == SHARD


def test_a_store_grows_but_never_mixes_plans(tmp_path: Path):
    store.prepare(tmp_path, PLAN)
    assert store.prepare(tmp_path, Plan(4 * SHARD, 3, "train", 8)) == [0, 1, 2, 3]
    for other in (Plan(PLAN.count, 4, "train", 8), Plan(PLAN.count, 3, "test", 8), Plan(PLAN.count, 3, "train", 16)):
        with pytest.raises(ValueError, match="another plan"):
            store.prepare(tmp_path, other)


def test_an_empty_store_says_so(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        Store(tmp_path)
    store.prepare(tmp_path, PLAN)
    with pytest.raises(ValueError, match="no complete shard"):
        Store(tmp_path)


def test_takes_have_numbers_of_their_own():
    numbers = [take for number in range(6) for take, _ in PLAN.takes(number)]
    assert len(set(numbers)) == len(numbers)
    for number in range(4):
        assert sum(length for _, length in PLAN.takes(number)) == SHARD
    lengths = [[length for _, length in PLAN.takes(number)] for number in range(4)]
    assert set(lengths[0]) == {TAKE} and set(lengths[1]) == set(lengths[3]) == {1}
    assert set(lengths[2][:-1]) == {LONG_TAKE} and 1 < lengths[2][-1] <= LONG_TAKE


def test_a_store_of_an_older_format_is_refused(tmp_path: Path):
    store.prepare(tmp_path, PLAN)
    plan = tmp_path / "plan.json"
    plan.write_text(plan.read_text().replace(f'"format": {store.FORMAT}', f'"format": {store.FORMAT - 1}'))
    for use in (lambda: store.prepare(tmp_path, PLAN), lambda: Store(tmp_path)):
        with pytest.raises(ValueError, match="render them again"):
            use()
