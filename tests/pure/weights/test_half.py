# SPDX-License-Identifier: GPL-3.0-or-later
"""Half precision in the file: half the room, the same answers to the last bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[weights]'")
onnx = pytest.importorskip("onnx", reason="training needs onnx: pip install '.[weights]'")

from bridge.runtime import onnxruntime  # noqa: E402
from weights.train import half  # noqa: E402

SIZE = 64


def exported(module: Any, path: Path) -> Any:
    torch.onnx.export(module.eval(), (torch.zeros(1, SIZE),), str(path), dynamo=False, opset_version=17)
    return onnx.load(str(path))


def answer(model: Any) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    values = np.random.default_rng(0).normal(size=(1, SIZE)).astype(np.float32)
    return np.asarray(session.run(None, {session.get_inputs()[0].name: values})[0])


def test_rounded_weights_are_stored_at_half_the_size_and_answer_the_same(tmp_path: Path) -> None:
    module = half.rounded(torch.nn.Sequential(torch.nn.Linear(SIZE, SIZE), torch.nn.ReLU(), torch.nn.Linear(SIZE, 40)))
    model = exported(module, tmp_path / "model.onnx")
    before, wanted = model.ByteSize(), answer(model)
    half.shrink(model)
    onnx.checker.check_model(model)
    assert model.ByteSize() < 0.6 * before
    assert np.array_equal(answer(model), wanted)


def test_weights_that_would_lose_anything_stay_as_they_are(tmp_path: Path) -> None:
    model = exported(torch.nn.Linear(SIZE, SIZE), tmp_path / "model.onnx")
    before = model.SerializeToString()
    half.shrink(model)
    assert model.SerializeToString() == before


def test_rounding_moves_a_weight_by_less_than_a_thousandth_of_it() -> None:
    layer = torch.nn.Linear(SIZE, SIZE)
    before = layer.weight.detach().clone()
    half.rounded(layer)
    moved = (layer.weight - before).abs() / before.abs().clamp_min(1e-3)
    assert 0 < moved.max() < 1e-3
