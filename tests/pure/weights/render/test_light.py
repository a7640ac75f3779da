# SPDX-License-Identifier: GPL-3.0-or-later
"""Spherical harmonics against direct integration, and the environments that ship."""

from __future__ import annotations

import numpy as np
import pytest

from weights.render import light, world

PICTURE = np.random.default_rng(1).random((64, 128, 3))


def test_white_light_shades_to_the_albedo():
    flat = world.harmonics(np.ones((64, 128, 3)))
    for n in np.random.default_rng(2).normal(size=(5, 3)):
        assert world.harmonic_basis(n / np.linalg.norm(n)) @ flat == pytest.approx([1, 1, 1], abs=2e-3)


def test_harmonics_shade_as_the_integral_does():
    """A smooth light, so that what second order leaves out is small."""
    d, angle = world.directions(64, 128)
    smooth = (1 + 0.6 * d[..., :1] + 0.3 * d[..., 1:2] * d[..., 2:]) * (1.0, 0.8, 0.6)
    coefficients = world.harmonics(smooth)
    for n in np.random.default_rng(3).normal(size=(5, 3)):
        n /= np.linalg.norm(n)
        direct = np.einsum("hwc,hw,hw->c", smooth, np.maximum(d @ n, 0), angle) / np.pi
        assert world.harmonic_basis(n) @ coefficients == pytest.approx(direct, rel=5e-3)


@pytest.mark.parametrize("steps", [1, 16, 50, 100])
def test_turning_the_coefficients_turns_the_environment(steps: int):
    turned = light.turned(world.harmonics(PICTURE), -2 * np.pi * steps / PICTURE.shape[1])
    assert turned == pytest.approx(world.harmonics(np.roll(PICTURE, steps, axis=1)), abs=1e-6)


def test_eight_environments_ship_and_two_are_held_out():
    assert len(light.environments()) == 8 and set(light.panoramas()) == set(light.environments())
    train, test = light.names("train"), light.names("test")
    assert set(test) == set(light.HELD_OUT) and not set(train) & set(test) and len(train) == 6
    for picture in light.panoramas().values():
        assert picture.dtype == np.uint8 and picture.shape == (256, 512, 3) and picture.std() > 5


def test_sampled_light_is_deterministic_and_of_its_split():
    for seed in range(40):
        first, second = (light.sample(np.random.default_rng(seed), "test") for _ in range(2))
        assert first.environment == second.environment and first.environment in light.HELD_OUT
        assert (first.harmonics == second.harmonics).all() and (first.colours == second.colours).all()
        assert np.linalg.norm(first.directions, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
        assert (first.colours >= 0).all()
