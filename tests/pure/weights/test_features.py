# SPDX-License-Identifier: GPL-3.0-or-later
"""What the trunks make of crops is kept by what it was made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[weights]'")
pytest.importorskip("tflite", reason="training needs tflite: pip install '.[weights]'")

from weights.train import eyes, features, lips, own_trunks, trunk  # noqa: E402
from weights.train.album import Album  # noqa: E402
from weights.train.trunks import Trunks  # noqa: E402

torch.set_num_threads(1)  # more only wait for each other where other tests run
COUNT = 5


def album(seed: int = 0) -> Album:
    return Album.of(np.random.default_rng(seed).integers(0, 256, (COUNT, 192, 192, 3), np.uint8))


def trunks(seed: int = 0) -> Trunks:
    torch.manual_seed(seed)
    return own_trunks.own_trunks().eval()


@pytest.fixture(autouse=True)
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "_CHUNK", 2)


def test_maps_of_a_long_album_are_those_of_its_crops_in_order(tmp_path: Path) -> None:
    reports: list[int] = []
    source, network = album(), trunks()
    maps = features.extract(network, source, tmp_path, reports.append)
    assert reports == [2, 4, 5]
    assert maps.face.shape == (COUNT, trunk.CHANNELS, trunk.CELLS, trunk.CELLS)
    assert maps.eyes.shape == (COUNT, eyes.VIEWS, eyes.CHANNELS, eyes.CELLS, eyes.CELLS)
    assert maps.lips.shape == (COUNT, lips.CHANNELS, lips.CELLS, lips.CELLS)
    alone = features.run(network, [source[4]])
    assert maps.face[4] == pytest.approx(alone.face[0], abs=2e-3)


def test_they_are_found_again_but_not_for_other_crops_or_other_trunks(tmp_path: Path) -> None:
    first = features.extract(trunks(), album(), tmp_path, lambda done: None)
    files = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    again = features.extract(trunks(), album(), tmp_path, lambda done: None)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == files
    assert np.array_equal(first.face, again.face)
    for others in ((trunks(1), album()), (trunks(), album(1))):
        assert not np.array_equal(features.extract(*others, tmp_path, lambda done: None).face, first.face)
