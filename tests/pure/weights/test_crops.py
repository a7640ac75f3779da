# SPDX-License-Identifier: GPL-3.0-or-later
"""The crops of a store of renders: made by several processes, found again, and the same however they were made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from weights import crops
from weights.render.store import SHARD, Plan, prepare, write_shard
from weights.train.renders import Renders
from weights.train.rule import RULE

SIDE = 64
BLOCKS = 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of bright discs, with what a detector found on them."""
    root = tmp_path_factory.mktemp("store") / "train"
    y, x = np.mgrid[:SIDE, :SIDE]
    disc = np.where(np.hypot(x - SIDE / 2, y - SIDE / 2) < 16, 255, 0).astype(np.uint8)
    rng = np.random.default_rng(5)
    prepare(root, Plan(BLOCKS * SHARD, 1, "train", SIDE))
    for shard in range(BLOCKS):
        labels = {
            "members": rng.random((SHARD, 52)).astype(np.float16),
            "rotation": np.tile(np.array([1, 0, 0, 0], np.float32), (SHARD, 1)),
            "gaze": np.zeros((SHARD, 2), np.float32),
            "pivot": np.full((SHARD, 2), SIDE / 2, np.float32),
            "take": shard * SHARD + np.arange(SHARD),
        }
        labels |= {name: np.full(SHARD, 0.5, np.float32) for name in ("follow", "scale", "covered", "skin")}
        write_shard(root, shard, np.tile(disc[:, :, None], (SHARD, 1, 1, 4)), labels)
    return root


def work(folder: Path, tmp_path: Path) -> Path:
    """Where crops of the discs can be made: on the last three of each block no face was found."""
    boxes = np.tile(np.array([[18, 18, 46, 46]], np.float32), (SHARD, 1))
    boxes[-3:] = np.nan
    eyes = np.tile(np.array([[[26, 26], [38, 26]]], np.float32), (SHARD, 1, 1))
    (tmp_path / "detections").mkdir(parents=True)
    for block in Renders(folder).blocks:
        np.savez(tmp_path / "detections" / f"{block.name:08x}.npz", boxes=boxes, eyes=eyes)
    return tmp_path


def made(folder: Path, place: Path, processes: int = 1, reports: list[int] | None = None) -> crops.Crops:
    return crops.crops(Renders(folder), folder, 2, processes, place, [].append if reports is None else reports.append)


def test_each_render_on_which_a_face_was_found_gives_a_crop_for_each_augmentation(folder: Path, tmp_path: Path) -> None:
    reports: list[int] = []
    found = made(folder, work(folder, tmp_path), 2, reports)
    assert reports == [1, 2]
    assert len(found.album) == len(found.known) == 2 * BLOCKS * (SHARD - 3)
    assert found.album[0].shape == (RULE.size, RULE.size, 3)
    assert set(np.bincount(found.known.index, minlength=BLOCKS * SHARD)) == {0, 2}
    assert found.known.take.tolist() == found.known.index.tolist()  # counted through both blocks
    assert 0.5 * crops.NONFACES < len(found.nothing) / (BLOCKS * SHARD) < 1.5 * crops.NONFACES


def test_what_lies_there_is_kept_and_what_is_missing_made_as_before(folder: Path, tmp_path: Path) -> None:
    place = work(folder, tmp_path)
    before = made(folder, place)
    files = sorted((place / "crops").iterdir())
    times = [file.stat().st_mtime_ns for file in files]
    files[1].unlink()
    after = made(folder, place, 2)
    assert [file.stat().st_mtime_ns == time for file, time in zip(files, times, strict=True)].count(False) == 1
    for name in ("album", "nothing"):
        assert np.array_equal(getattr(before, name).coded, getattr(after, name).coded)
    assert np.array_equal(before.known.units, after.known.units)
