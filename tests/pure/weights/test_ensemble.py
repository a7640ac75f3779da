# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks that answer together, and one that looks twice."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[weights]'")
pytest.importorskip("tflite", reason="training needs tflite: pip install '.[weights]'")

from bridge.basis import DEFAULT  # noqa: E402
from weights.train import ensemble, heads, own_trunks  # noqa: E402
from weights.train.trunks import Trunks  # noqa: E402

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


def nearer(crops: Any) -> Any:
    """What the second look sees of face and mouth: (n, 3, 192, 192) 0..1, in a mirror, six pixels of each edge left
    out."""
    cut = [np.ascontiguousarray(crop[6:-6, -7:5:-1], np.float32) / 255 for crop in crops.numpy()]
    return torch.from_numpy(np.stack([cv2.resize(each, (192, 192)) for each in cut]).transpose(0, 3, 1, 2))


def test_two_looks_are_the_mean_of_the_crop_and_of_its_mirror_image_from_nearer(crops: Any) -> None:
    once = network(3)
    with torch.no_grad():
        straight, seen = once(crops), once.trunks(nearer(crops))
        other = once.head(*seen._replace(eyes=once.trunks(heads.scaled(crops)).eyes.flip(1)))
        both = ensemble.TwoLooks(once)(crops)
    for pair in ("eyelid", "browDown"):
        left, right = (DEFAULT.index(f"{pair}{side}") for side in ("Left", "Right"))
        assert torch.allclose(both.units[:, left], (straight.units[:, left] + other.units[:, right]) / 2, atol=1e-5)
    aside = DEFAULT.index("mouthSide")
    assert torch.allclose(both.units[:, aside], (straight.units[:, aside] - other.units[:, aside]) / 2, atol=1e-5)
    assert torch.allclose(both.gaze[:, 0], (straight.gaze[:, 0] - other.gaze[:, 0]) / 2, atol=1e-5)
    assert torch.allclose(both.place[:, 1:], (straight.place + other.place * 180 / 192)[:, 1:] / 2, atol=1e-5)
    assert torch.allclose(both.sight, (straight.sight + other.sight) / 2, atol=1e-5)
    turned = straight.rotation + other.rotation * torch.tensor([1, 1, -1, -1])
    assert torch.allclose(both.rotation, torch.nn.functional.normalize(turned, dim=1), atol=1e-5)


class Spot(torch.nn.Module):
    """Says where the bright spot is and how large, and nothing else."""

    def forward(self, face: Any, eyes: Any, lips: Any) -> heads.Answer:
        light = face[:, 0]
        across = (torch.arange(192) + 0.5) / 192 - 0.5
        total = light.sum((1, 2))
        right, down = (light.sum(axis) @ across / total for axis in (1, 2))
        zero = torch.zeros(len(face), 29)
        place = torch.stack([right, -down, total.sqrt() / 192], 1)
        return heads.Answer(zero, zero[:, :4] + 1, place, zero[:, :2], zero[:, 0])


def test_both_looks_find_the_face_in_the_same_place() -> None:
    crop = torch.zeros((1, 192, 192, 3), dtype=torch.uint8)
    crop[:, 40:60, 120:150] = 255
    trunks = Trunks(torch.nn.Identity(), torch.nn.Identity(), torch.nn.Identity())
    once = heads.ExpNet(trunks, Spot())
    with torch.no_grad():
        straight, both = once(crop), ensemble.TwoLooks(once)(crop)
    assert both.place.numpy() == pytest.approx(straight.place.numpy(), abs=2e-4)
