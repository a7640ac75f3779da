# SPDX-License-Identifier: GPL-3.0-or-later
"""The pretrained trunks' activation, written otherwise."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[weights]'")

from weights.train import slopes  # noqa: E402


def test_it_is_the_same_activation_for_slopes_of_any_size_and_sign() -> None:
    activation = torch.nn.PReLU(4)
    with torch.no_grad():
        activation.weight.copy_(torch.tensor([-0.7, 0.0, 0.3, 1.9]))
    x = torch.linspace(-3, 3, 2 * 4 * 5 * 5).reshape(2, 4, 5, 5)
    with torch.no_grad():
        assert torch.allclose(slopes.Slopes(activation)(x), activation(x), atol=1e-6)


def test_every_one_in_a_module_is_replaced() -> None:
    torch.manual_seed(0)
    module = torch.nn.Sequential(
        torch.nn.Conv2d(3, 8, 3), torch.nn.Sequential(torch.nn.PReLU(8), torch.nn.Conv2d(8, 4, 1)), torch.nn.PReLU(4)
    )
    x = torch.randn(2, 3, 9, 9)
    with torch.no_grad():
        before = module(x)
        after = slopes.unfolded(module)(x)
    assert not any(isinstance(layer, torch.nn.PReLU) for layer in module.modules())
    assert torch.allclose(before, after, atol=1e-5)
