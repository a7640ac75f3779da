# SPDX-License-Identifier: GPL-3.0-or-later
"""The PyTorch trunk computes what the network it was taken from computes."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[weights]'")
pytest.importorskip("tflite", reason="training needs tflite: pip install '.[weights]'")

from weights.train import source, trunk  # noqa: E402
from weights.wheel import WORK  # noqa: E402

LAST = (1, trunk.CELLS, trunk.CELLS, trunk.CHANNELS)


@pytest.fixture(scope="module")
def file() -> Path:
    unpacked = Path(os.environ.get(source.ENVIRONMENT, WORK / "mediapipe"))
    if not unpacked.is_dir():
        pytest.skip(f"the trunk's wheel is not fetched: python -m weights make, or set {source.ENVIRONMENT}")
    return source.trunk_file()


def reference(file: Path, picture: np.ndarray) -> np.ndarray:
    """The last map of that shape before the network shrinks it further, by LiteRT."""
    interpreter = pytest.importorskip("ai_edge_litert.interpreter", reason="parity needs ai-edge-litert")
    plain = interpreter.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    model = interpreter.Interpreter(
        str(file), experimental_preserve_all_tensors=True, experimental_op_resolver_type=plain
    )
    model.allocate_tensors()
    model.set_tensor(model.get_input_details()[0]["index"], picture)
    model.invoke()
    maps = [t["index"] for t in model.get_tensor_details() if tuple(t["shape"]) == LAST and t["dtype"] == np.float32]
    return model.get_tensor(max(maps))


def test_the_map_is_that_of_the_original(file: Path) -> None:
    picture = np.random.default_rng(0).random((1, trunk.SIZE, trunk.SIZE, 3)).astype(np.float32)
    wanted = reference(file, picture)
    with torch.no_grad():
        found = trunk.load_trunk(file)(torch.from_numpy(picture).permute(0, 3, 1, 2)).permute(0, 2, 3, 1).numpy()
    assert np.abs(wanted).max() > 1
    assert np.abs(found - wanted).max() <= 1e-4


def test_another_network_is_refused(tmp_path: Path, file: Path) -> None:
    other = tmp_path / "other.tflite"
    other.write_bytes(b"no model at all")
    with pytest.raises(trunk.TrunkError, match="no TensorFlow Lite model"):
        trunk.load_trunk(other)
    detector = file.parents[1] / "face_detection" / "face_detection_short_range.tflite"
    if detector.is_file():
        with pytest.raises(trunk.TrunkError, match="not the face landmark network"):
            trunk.load_trunk(detector)
