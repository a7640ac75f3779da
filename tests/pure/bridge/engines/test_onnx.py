# SPDX-License-Identifier: GPL-3.0-or-later
"""ONNX Runtime behind the engine interface, on models that the test builds and on the weights that ship."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bridge.basis import DEFAULT
from bridge.card import DEFAULT_WEIGHTS, ModelError
from bridge.engines.engine import EngineError
from bridge.engines.onnx import OnnxEngine
from tests.support.models import SIZE, metadata, model, model_bytes


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "model.onnx"
    path.write_bytes(data)
    return path


def test_a_batch_gives_one_row_per_crop(tmp_path: Path):
    engine = OnnxEngine(saved(tmp_path, model_bytes()), "cpu")
    crops = np.zeros((5, SIZE, SIZE, 3), np.uint8)
    crops[..., 0] = np.array([0, 51, 102, 153, 255])[:, None, None]
    outputs = engine.infer(crops)
    assert outputs.expression.shape == (5, 29) and outputs.expression.dtype == np.float32
    assert outputs.expression[:, 0] == pytest.approx([0, 0.2, 0.4, 0.6, 1.0], abs=1e-6)
    assert outputs.rotation is not None and outputs.rotation.tolist() == [[1.0, 0.0, 0.0, 0.0]] * 5
    assert outputs.confidence is None and outputs.gaze is None and outputs.translation is None
    assert engine.card.device == "cpu" and engine.card.engine.startswith("ONNX Runtime ")


def test_a_model_that_does_not_give_29_values_is_refused(tmp_path: Path):
    with pytest.raises(EngineError, match=r"gives expression of shape \(1, 28\)"):
        OnnxEngine(saved(tmp_path, model_bytes(width=28)), "cpu")


def test_a_model_that_wants_other_crops_is_refused(tmp_path: Path):
    entries = metadata(input='{"size": 32, "color": "RGB", "dtype": "uint8"}')
    with pytest.raises(EngineError, match="failed on cpu"):
        OnnxEngine(saved(tmp_path, model_bytes(entries)), "cpu")


def test_a_model_with_an_unknown_operator_is_refused(tmp_path: Path):
    proto = model()
    proto.graph.node[0].op_type = "Kast"
    with pytest.raises(EngineError, match="cannot load .*model.onnx"):
        OnnxEngine(saved(tmp_path, proto.SerializeToString()), "cpu")


def test_a_file_that_is_no_model_never_reaches_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("onnxruntime.InferenceSession", None)
    with pytest.raises(ModelError, match="no ONNX model"):
        OnnxEngine(saved(tmp_path, b"\x00\x01\x02"), "cpu")


def test_a_device_that_is_not_there_is_said_with_those_that_are(tmp_path: Path):
    with pytest.raises(EngineError, match="no device 'abacus' here: choose one of .*cpu, or auto"):
        OnnxEngine(saved(tmp_path, model_bytes()), "abacus")


@pytest.mark.skipif(not DEFAULT_WEIGHTS.exists(), reason="the default weights are not in this checkout")
def test_the_weights_that_ship_keep_their_word():
    engine = OnnxEngine(DEFAULT_WEIGHTS, "cpu", threads=1)
    assert engine.card.basis == DEFAULT.id and engine.card.licence == "Apache-2.0"
    size = engine.card.size
    crops = np.random.default_rng(0).integers(0, 256, (3, size, size, 3), np.uint8)
    together, alone = engine.infer(crops), engine.infer(crops[1:2])
    assert together.expression[1] == pytest.approx(alone.expression[0], abs=1e-4)
    assert together.rotation is not None
    assert np.linalg.norm(together.rotation, axis=1) == pytest.approx(1, abs=1e-5)
