# SPDX-License-Identifier: GPL-3.0-or-later
"""Trunks learn from themselves to see a spoiled crop as they saw the sharp one, and keep what they knew."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[weights]'")
pytest.importorskip("tflite", reason="training needs tflite: pip install '.[weights]'")

from weights.train import checkpoint, distil, eyes, lips, trunk  # noqa: E402
from weights.train.album import Album  # noqa: E402
from weights.train.device import pictures  # noqa: E402
from weights.train.trunks import Trunks  # noqa: E402

torch.set_num_threads(1)  # more only wait for each other where other tests run
COUNT = 24
RECIPE = distil.Recipe(steps=40, batch=8, smoothing=0.9)


def pair(count: int, seed: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Coarse stripes and what noise makes of them."""
    rng = np.random.default_rng(seed)
    sharp = [cv2.resize(rng.integers(0, 256, (24, 24, 3), np.uint8), (192, 192)) for _ in range(count)]
    seen = [np.clip(crop + rng.normal(0, 40, crop.shape), 0, 255).astype(np.uint8) for crop in sharp]
    return seen, [np.asarray(crop, np.uint8) for crop in sharp]


@pytest.fixture(scope="module")
def published() -> Trunks:
    """Of the pretrained ones' shape, with random weights that do not die out."""
    torch.manual_seed(0)
    made = Trunks(trunk.Trunk(), eyes.EyeTrunk(), lips.LipTrunk()).eval()
    return made.requires_grad_(False)


@pytest.fixture(scope="module")
def pairs() -> distil.Pairs:
    seen, sharp = pair(COUNT, 0)
    return distil.Pairs(Album.of(seen), Album.of(sharp), np.arange(4, COUNT))


def learn(trunks: Trunks, pairs: distil.Pairs, folder: Path, recipe: distil.Recipe, stop: int = 0) -> Trunks:
    def report(name: str, step: int, loss: float) -> None:
        if stop and (name, step) == ("eyes", stop):
            raise KeyboardInterrupt

    return distil.distil(trunks, pairs, recipe, folder, report)


def test_a_spoiled_crop_is_seen_more_like_the_sharp_one(published: Trunks, pairs: distil.Pairs, tmp_path: Path) -> None:
    taught = learn(published, pairs, tmp_path, RECIPE)
    seen, sharp = (pictures(crops) for crops in pair(8, 1))
    with torch.no_grad():
        for wanted, before, after in zip(published(sharp), published(seen), taught(seen), strict=True):
            assert (after - wanted).square().mean() < 0.9 * (before - wanted).square().mean()
    assert not any(weights.requires_grad for weights in taught.parameters())
    kernels = [weights for weights in taught.parameters() if weights.ndim > 1]
    assert kernels and all(torch.equal(weights, weights.half().float()) for weights in kernels)


def test_what_was_stopped_goes_on_to_the_same_trunks(
    published: Trunks, pairs: distil.Pairs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "EVERY", 2)
    short = distil.Recipe(steps=4, batch=4)
    whole = learn(published, pairs, tmp_path / "whole", short).state_dict()
    with pytest.raises(KeyboardInterrupt):
        learn(published, pairs, tmp_path / "parts", short, stop=2)
    assert sorted(path.name[:4] for path in (tmp_path / "parts").iterdir()) == ["eyes", "face"]
    parts = learn(published, pairs, tmp_path / "parts", short).state_dict()
    assert all(torch.equal(whole[name], parts[name]) for name in whole)
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "parts").iterdir()}
    learn(published, pairs, tmp_path / "parts", short)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "parts").iterdir()} == times
