# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks that answer together, and one that looks twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[weights]'")
pytest.importorskip("tflite", reason="training needs tflite: pip install '.[weights]'")

from bridge.basis import DEFAULT  # noqa: E402
from weights.train import ensemble, heads, own_trunks  # noqa: E402

torch.set_num_threads(1)  # more only wait for each other where other tests run


@pytest.fixture
def crops() -> Any:
    return torch.from_numpy(np.random.default_rng(4).integers(0, 256, (3, 192, 192, 3), np.uint8))


def network(seed: int) -> heads.ExpNet:
    torch.manual_seed(seed)
    return heads.ExpNet(own_trunks.own_trunks(), heads.Committee([heads.Head()])).eval()


def test_an_ensemble_answers_the_weighted_mean_as_sure_as_its_first(crops: Any) -> None:
    whole = ensemble.Ensemble([network(1), network(2)], (0.75, 0.25)).eval()
    with torch.no_grad():
        first, second, both = (part(crops) for part in (*whole.networks, whole))
    assert torch.equal(both.sight, first.sight)
    for name in ("units", "place", "gaze"):
        wanted = 0.75 * getattr(first, name) + 0.25 * getattr(second, name)
        assert torch.allclose(getattr(both, name), wanted, atol=1e-5)
    assert both.rotation.norm(dim=1).numpy() == pytest.approx(np.ones(3), abs=1e-5)


def test_two_looks_are_the_mean_of_the_crop_and_of_its_mirror_image(crops: Any) -> None:
    once = network(3)
    with torch.no_grad():
        straight, other, both = once(crops), once(crops.flip(2)), ensemble.TwoSided(once)(crops)
    left, right = (DEFAULT.index(f"eyelid{side}") for side in ("Left", "Right"))
    aside = DEFAULT.index("mouthSide")
    assert torch.allclose(both.units[:, left], (straight.units[:, left] + other.units[:, right]) / 2, atol=1e-5)
    assert torch.allclose(both.units[:, aside], (straight.units[:, aside] - other.units[:, aside]) / 2, atol=1e-5)
    assert torch.allclose(both.gaze[:, 0], (straight.gaze[:, 0] - other.gaze[:, 0]) / 2, atol=1e-5)
    assert torch.allclose(both.place[:, 1:], (straight.place + other.place)[:, 1:] / 2, atol=1e-5)
    assert torch.allclose(both.sight, (straight.sight + other.sight) / 2, atol=1e-5)


def test_a_crop_in_a_mirror_is_answered_in_a_mirror(crops: Any) -> None:
    """What one look does not do."""
    twice = ensemble.TwoSided(network(3))
    with torch.no_grad():
        straight, other = twice(crops), twice(crops.flip(2))
    left, right = (DEFAULT.index(f"browDown{side}") for side in ("Left", "Right"))
    assert torch.allclose(straight.units[:, left], other.units[:, right], atol=1e-5)
    assert torch.allclose(straight.rotation * torch.tensor([1, 1, -1, -1]), other.rotation, atol=1e-5)
