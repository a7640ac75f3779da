# SPDX-License-Identifier: GPL-3.0-or-later
"""Training, on features from which the answer can be read: it learns, repeats with the seed, and keeps slider units."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[weights]'")
pytest.importorskip("tflite", reason="training needs tflite: pip install '.[weights]'")

from bridge.basis import DEFAULT  # noqa: E402
from bridge.rotation import about_z  # noqa: E402
from weights.render.store import SHARD  # noqa: E402
from weights.train import fit, learn, score  # noqa: E402
from weights.train.features import Features  # noqa: E402
from weights.train.trunk import CELLS, CHANNELS  # noqa: E402

torch.set_num_threads(1)  # more only wait for each other where other tests run
COUNT = 4 * SHARD
RECIPE = fit.Recipe(steps=300, batch=32)


def features(seed: int) -> Features:
    """Each unit and the roll lie in channels of their own, under noise."""
    rng = np.random.default_rng(seed)
    units = np.where(rng.random((COUNT, len(DEFAULT))) < 0.3, rng.random((COUNT, len(DEFAULT))), 0).astype(np.float32)
    units[::16] = 0
    roll = rng.normal(0, 0.3, COUNT)
    maps = rng.normal(0, 0.1, (COUNT, CHANNELS, CELLS, CELLS))
    maps[:, : len(DEFAULT)] += units[:, :, None, None]
    maps[:, len(DEFAULT)] += roll[:, None, None]
    rotation = about_z(roll).astype(np.float32)
    return Features(maps.astype(np.float16), units, rotation, np.arange(COUNT, dtype=np.int32), np.zeros(COUNT, bool))


@pytest.fixture(scope="module")
def committee(tmp_path_factory: pytest.TempPathFactory) -> learn.Committee:
    seen = features(0)
    folder = tmp_path_factory.mktemp("heads")
    return learn.learn(seen, seen.units, seen.units, 2, RECIPE, folder, lambda text: None)


def test_units_and_rotation_are_learned_in_their_own_scale(committee: learn.Committee) -> None:
    unseen = features(1)
    units, rotation = fit.predict(committee, unseen.maps)
    r = [score.correlation(units[:, k], unseen.units[:, k]) for k in range(len(DEFAULT))]
    assert np.mean(r) > 0.55  # without training about 0
    assert units.std(0) == pytest.approx(unseen.units.std(0), rel=0.5)
    assert np.abs(np.median(units[(unseen.units == 0).all(1)], axis=0)).max() < 0.12
    assert np.median(score.turn_error(rotation, unseen.rotation)) < 8
    assert np.linalg.norm(rotation, axis=1) == pytest.approx(np.ones(COUNT), abs=1e-5)


def test_the_same_seed_gives_the_same_head() -> None:
    seen = features(0)
    samples = fit.Samples(seen.maps, seen.units, seen.rotation)
    short = fit.Recipe(steps=5, batch=64)
    first, again, other = (fit.predict(fit.fit(samples, seed, short), seen.maps[:8])[0] for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_trained_head_is_found_again(tmp_path: Path) -> None:
    seen, reports = features(0), []
    short = fit.Recipe(steps=100, batch=64)
    for _ in range(2):
        learn.learn(seen, seen.units, seen.units, 1, short, tmp_path, reports.append)
    assert len(reports) == 1


def test_labels_of_other_renders_are_refused(tmp_path: Path) -> None:
    seen = features(0)
    nothing = np.full_like(seen.units, np.nan)
    with pytest.raises(learn.LabelsError, match="python -m weights estimate"):
        learn.learn(seen, seen.units, nothing, 1, RECIPE, tmp_path, lambda text: None)
