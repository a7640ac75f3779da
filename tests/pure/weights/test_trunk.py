# SPDX-License-Identifier: GPL-3.0-or-later
"""The PyTorch trunks compute what the networks they were taken from compute."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[weights]'")
pytest.importorskip("tflite", reason="training needs tflite: pip install '.[weights]'")

from tests.support.tflite_graph import Graph  # noqa: E402
from weights.train import eyes, lips, source, tflite_file, trunk  # noqa: E402
from weights.wheel import WORK  # noqa: E402

torch.set_num_threads(1)  # more only wait for each other where other tests run


@pytest.fixture(scope="module")
def files() -> tuple[Path, Path, Path]:
    unpacked = Path(os.environ.get(source.ENVIRONMENT, WORK / "mediapipe"))
    if not unpacked.is_dir():
        pytest.skip(f"the trunks' wheel is not fetched: python -m weights make, or set {source.ENVIRONMENT}")
    return source.trunk_files()


def maps(file: Path, picture: np.ndarray, shape: tuple[int, ...]) -> list[np.ndarray]:
    """Every map of that shape, by LiteRT, in order of execution."""
    interpreter = pytest.importorskip("ai_edge_litert.interpreter", reason="parity needs ai-edge-litert")
    plain = interpreter.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    model = interpreter.Interpreter(
        str(file), experimental_preserve_all_tensors=True, experimental_op_resolver_type=plain
    )
    model.allocate_tensors()
    model.set_tensor(model.get_input_details()[0]["index"], picture)
    model.invoke()
    found = [t["index"] for t in model.get_tensor_details() if tuple(t["shape"]) == shape and t["dtype"] == np.float32]
    return [model.get_tensor(index) for index in sorted(found)]


def test_the_face_s_map_is_that_of_the_original(files: tuple[Path, Path, Path]) -> None:
    picture = np.random.default_rng(0).random((1, trunk.SIZE, trunk.SIZE, 3)).astype(np.float32)
    wanted = maps(files[0], picture, (1, trunk.CELLS, trunk.CELLS, trunk.CHANNELS))[-1]
    with torch.no_grad():
        found = trunk.load_trunk(files[0])(torch.from_numpy(picture).permute(0, 3, 1, 2)).permute(0, 2, 3, 1).numpy()
    assert np.abs(wanted).max() > 1
    assert np.abs(found - wanted).max() <= 1e-4


def test_the_eyes_maps_are_those_of_the_original(files: tuple[Path, Path, Path]) -> None:
    crops = torch.from_numpy(np.random.default_rng(1).random((2, 3, trunk.SIZE, trunk.SIZE)).astype(np.float32))
    with torch.no_grad():
        found = eyes.load_eye_trunk(files[1])(crops).permute(0, 1, 3, 4, 2).numpy()
    for view, picture in enumerate(eyes.windows(crops).permute(0, 2, 3, 1).numpy()):
        side, row = divmod(view, len(crops))
        *_, lids, iris = maps(files[1], picture[None], (1, eyes.CELLS, eyes.CELLS, eyes.CHANNELS // 2))
        assert np.abs(found[row, side] - np.concatenate([lids[0], iris[0]], -1)).max() <= 1e-4


def test_the_mouth_s_map_is_that_of_the_original(files: tuple[Path, Path, Path]) -> None:
    graph = Graph(files[2])
    path = graph.behind(graph.output(b"output_lips"))
    (cut,) = (i for i in path if graph.kind(graph.makes[i]) == b"TransformTensorBilinear")
    *_, last = (i for i in path if graph.shape(i) == (1, lips.CELLS, lips.CELLS, lips.CHANNELS))
    (whole,) = (int(i) for i in graph.graph.InputsAsNumpy())
    crops = torch.from_numpy(np.random.default_rng(2).random((1, 3, trunk.SIZE, trunk.SIZE)).astype(np.float32))
    with torch.no_grad():
        seen = graph.value(int(graph.makes[cut].Inputs(0)), {whole: crops})
        window = seen[:, :, lips.TOP : lips.TOP + lips.WINDOW, lips.LEFT : lips.LEFT + lips.WINDOW]
        wanted = graph.value(last, {cut: window})
        found = lips.load_lip_trunk(files[2])(crops)
    assert wanted.abs().max() > 1
    assert (found - wanted).abs().max() <= 1e-4


def test_the_windows_of_a_mirrored_crop_change_places() -> None:
    crop = torch.rand(1, 3, trunk.SIZE, trunk.SIZE)
    left, right = eyes.windows(crop)
    mirrored_left, mirrored_right = eyes.windows(crop.flip(3))
    assert torch.allclose(mirrored_left, right) and torch.allclose(mirrored_right, left)


def test_another_network_is_refused(tmp_path: Path, files: tuple[Path, Path, Path]) -> None:
    other = tmp_path / "other.tflite"
    other.write_bytes(b"no model at all")
    with pytest.raises(tflite_file.TrunkError, match="no TensorFlow Lite model"):
        trunk.load_trunk(other)
    detector = files[0].parents[1] / "face_detection" / "face_detection_short_range.tflite"
    if detector.is_file():
        with pytest.raises(tflite_file.TrunkError, match="not the face landmark network"):
            trunk.load_trunk(detector)
    with pytest.raises(tflite_file.TrunkError, match="not the iris landmark network"):
        eyes.load_eye_trunk(files[0])
    with pytest.raises(tflite_file.TrunkError, match="not the attention mesh network"):
        lips.load_lip_trunk(files[1])
