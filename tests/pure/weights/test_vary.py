# SPDX-License-Identifier: GPL-3.0-or-later
"""What is changed about a crop whenever it is looked at."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[weights]'")

from weights.train import vary  # noqa: E402

STILL = vary.Variety(size=0, shift=0, exponent=0, light=0, uneven=0, colour=0, noise=0, hidden=0)
SIZE = 192


def spot(x: int, y: int) -> Any:
    """A bright square on grey, its middle at (x, y)."""
    picture = torch.full((1, 3, SIZE, SIZE), 0.4)
    picture[:, :, y - 6 : y + 6, x - 6 : x + 6] = 1
    return picture


def middle(picture: Any) -> tuple[float, float]:
    bright = picture[0, 0] > 0.7
    y, x = torch.nonzero(bright).float().mean(0).tolist()
    return x, y


@pytest.fixture
def sharp(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is seen through few pixels."""
    monkeypatch.setattr(vary, "_COARSE", 0.0)


@pytest.mark.usefixtures("sharp")
def test_what_is_known_of_the_place_moves_with_the_picture() -> None:
    moved = np.array([[0.1, -0.05, 1.2]], np.float32)
    place = np.array([[(120 - 96) / SIZE, (96 - 60) / SIZE, 0.3]], np.float32)
    picture = spot(120, 60)
    found = vary.varied(np.random.default_rng(0), picture, moved, STILL)
    assert torch.equal(picture, spot(120, 60))
    x, y = middle(found)
    right, up, size = vary.relocated(place, moved)[0]
    assert x == pytest.approx(96 + right * SIZE, abs=1) and y == pytest.approx(96 - up * SIZE, abs=1)
    assert size == pytest.approx(0.36)
    assert place[0, 2] == pytest.approx(0.3)  # the caller's stays as it was


@pytest.mark.usefixtures("sharp")
def test_without_variety_a_picture_stays_what_it_is() -> None:
    picture = torch.rand(4, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(0)) * 0.9 + 0.05
    rng = np.random.default_rng(1)
    monotone = 0.1  # share that is grey by intent
    found = vary.varied(rng, picture, vary.moves(rng, 4, STILL), STILL)
    same = [torch.allclose(a, b, atol=1e-4) for a, b in zip(found, picture, strict=True)]
    grey = [bool((a.std(0) < 1e-4).all()) for a in found]
    assert all(a or b for a, b in zip(same, grey, strict=True)) and sum(same) >= 4 * (1 - 4 * monotone)


def test_two_looks_at_a_crop_differ_and_stay_pictures() -> None:
    picture = spot(100, 90).expand(12, -1, -1, -1)
    torch.manual_seed(0)
    first, second = (vary.varied(rng, picture, vary.moves(rng, 12)) for rng in map(np.random.default_rng, (1, 2)))
    assert first.shape == picture.shape and 0 <= first.min() and first.max() <= 1
    assert (first - second).abs().mean((1, 2, 3)).min() > 0.01
    assert (first[0] - first[1]).abs().mean() > 0.01


def test_the_same_draw_gives_the_same_picture() -> None:
    looks = []
    for _ in range(2):
        torch.manual_seed(5)
        rng = np.random.default_rng(5)
        looks.append(vary.varied(rng, spot(80, 80), vary.moves(rng, 1)))
    assert torch.equal(*looks)
