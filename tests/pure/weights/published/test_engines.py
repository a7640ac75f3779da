# SPDX-License-Identifier: GPL-3.0-or-later
"""Converted files on PyTorch, and which engine is chosen for what."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the engine is PyTorch: pip install '.[weights]'")

from bridge import rotation  # noqa: E402
from bridge.card import DEFAULT_WEIGHTS, ModelError  # noqa: E402
from bridge.engines import choose  # noqa: E402
from bridge.engines.choose import Wish, load  # noqa: E402
from bridge.engines.engine import EngineError, Outputs  # noqa: E402
from bridge.engines.onnx import OnnxEngine  # noqa: E402
from bridge.engines.pytorch import PARITY, TorchEngine, differ  # noqa: E402
from bridge.published.architecture import Published  # noqa: E402
from bridge.published.network import PublishedNet, arrays  # noqa: E402
from bridge.published.network import load as fill  # noqa: E402
from tests.support.models import model_bytes as other_bytes  # noqa: E402
from tests.support.published import RESNET, SPEC, model_bytes, weights  # noqa: E402

CROPS = np.random.default_rng(5).integers(0, 256, (4, 227, 227, 3), np.uint8)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "expnet.onnx"
    path.write_bytes(model_bytes())
    return path


def worst(a: Outputs, b: Outputs) -> float:
    names = [name for name in ("expression", "rotation", "shape", "pose") if getattr(a, name) is not None]
    assert names == ["expression", "rotation", "shape", "pose"]
    return max(float(np.abs(getattr(a, name) - getattr(b, name)).max()) for name in names)


def test_both_engines_say_the_same(path: Path):
    torch_engine, onnx_engine = TorchEngine(path, "cpu"), OnnxEngine(path, "cpu")
    assert worst(torch_engine.infer(CROPS), onnx_engine.infer(CROPS)) < 1e-5
    a, b = torch_engine.card, onnx_engine.card
    assert a.engine.startswith("PyTorch 2") and a.engine.endswith(" fp32") and a.device == "cpu"
    assert b.engine.startswith("ONNX Runtime ") and (a.id, a.sha256, a.outputs) == (b.id, b.sha256, b.outputs)


def test_the_rotation_is_the_pose_turned_back_from_the_mirror(path: Path):
    said = TorchEngine(path, "cpu").infer(CROPS)
    assert said.pose is not None and said.rotation is not None and said.pose.shape == (4, 6)
    x, y, z = said.pose[0, :3] * (1, -1, -1)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.linalg.norm([x, y, z])
    rodrigues = np.eye(3) + np.sin(angle) / angle * cross + (1 - np.cos(angle)) / angle**2 * cross @ cross
    assert rotation.to_matrix(said.rotation[0]) == pytest.approx(rodrigues, abs=1e-5)


@pytest.mark.parametrize(("precision", "limit"), [("bf16", 0.02), ("fp16", 0.002)])
def test_half_precision_is_close_and_named(path: Path, precision: str, limit: float):
    engine = TorchEngine(path, "cpu", precision=precision)
    exact = TorchEngine(path, "cpu", precision="fp32").infer(CROPS)
    half = engine.infer(CROPS)
    assert engine.card.engine.endswith(f" {precision}")
    assert 0 < np.abs(half.expression - exact.expression).max() < limit * np.abs(exact.expression).max()
    assert half.pose == pytest.approx(exact.pose, abs=1e-6)  # stays in float32


def test_parity_counts_what_is_not_finite_as_infinitely_wrong():
    fine = {"expression": np.zeros((2, 29), np.float32), "pose": np.zeros((2, 6), np.float32)}
    assert differ(fine, {name: value + 0.01 for name, value in fine.items()}) == pytest.approx(0.01)
    assert differ(fine | {"pose": np.full((2, 6), np.inf, np.float32)}, fine) == float("inf") > PARITY


def test_automatic_precision_falls_back_where_half_is_not_enough(path: Path, monkeypatch: pytest.MonkeyPatch):
    """On a machine without CUDA: the choice is made as if the CPU were one."""
    monkeypatch.setattr("bridge.engines.pytorch.DEVICES", ("cpu",))
    engine = TorchEngine(path, "cpu")
    engine._device = "cuda"
    monkeypatch.setattr(TorchEngine, "_run", lambda self, crops: {"kind": self._network.half_type})
    makers = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}

    def chosen(differences: dict[object, float]) -> str:
        monkeypatch.setattr("bridge.engines.pytorch.differ", lambda found, exact: differences[found["kind"]])
        kinds = {name: PublishedNet(Published(RESNET), kind) for name, kind in makers.items()}
        name = engine._choose("auto", lambda precision: kinds[precision])
        assert engine._network.half_type == makers[name]
        return name

    assert chosen({torch.float16: 0.01, torch.bfloat16: 0.5}) == "fp16"
    assert chosen({torch.float16: 0.1, torch.bfloat16: 0.001}) == "bf16"
    assert chosen({torch.float16: float("inf"), torch.bfloat16: 0.5}) == "fp32"


def test_arrays_go_into_the_network_and_out_again():
    wanted = weights(SPEC, 3)
    found = arrays(fill(PublishedNet(SPEC), wanted))
    assert found.keys() == wanted.keys() and all((found[name] == wanted[name]).all() for name in wanted)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU with CUDA here")
def test_cuda_agrees_with_the_cpu(path: Path):
    exact = TorchEngine(path, "cpu").infer(CROPS)
    assert worst(TorchEngine(path, "cuda", precision="fp32").infer(CROPS), exact) < 1e-3
    assert np.abs(TorchEngine(path, "cuda").infer(CROPS).expression - exact.expression).max() < 2 * PARITY


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"network": "{}"}, "describes a network that this version does not know"),
        ({"network": SPEC.plain() | {"width": 8}}, "in another shape than its network"),
        ({"network": SPEC.plain() | {"blocks": [1, 4, 1, 2]}}, "lacks weights such as exprCNN/"),
    ],
)
def test_files_that_do_not_hold_their_network_are_refused(tmp_path: Path, changes: dict, words: str):
    (tmp_path / "m.onnx").write_bytes(model_bytes(**changes))
    with pytest.raises(ModelError, match=words) as caught:
        TorchEngine(tmp_path / "m.onnx", "cpu")
    assert "\n" not in str(caught.value)


def test_a_file_cut_anywhere_is_a_sentence(tmp_path: Path):
    data = model_bytes()
    for size in range(0, len(data), len(data) // 40):
        (tmp_path / "m.onnx").write_bytes(data[:size])
        with pytest.raises(ModelError):
            TorchEngine(tmp_path / "m.onnx", "cpu")


def test_models_of_other_kinds_are_not_for_pytorch(tmp_path: Path):
    (tmp_path / "m.onnx").write_bytes(other_bytes())
    with pytest.raises(EngineError, match="the published nets only"):
        TorchEngine(tmp_path / "m.onnx", "cpu")


def test_wishes_that_cannot_be_met_are_said(path: Path):
    for wish, words in (
        (Wish("abacus"), "no engine 'abacus'"),
        (Wish("torch", "abacus"), "no device 'abacus' here: choose one of (cuda, )?(mps, )?cpu"),
        (Wish("torch", precision="fp8"), "no precision 'fp8'"), (Wish("onnx", precision="bf16"), "torch for bf16"),
    ):  # fmt: skip
        with pytest.raises(EngineError, match=words):
            load(str(path), wish)


def chosen(path: os.PathLike[str], wish: Wish) -> str:
    return choose._best(os.fspath(path), wish)


def test_what_is_chosen_by_itself(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert chosen(path, Wish()) == "onnx" and chosen(path, Wish(precision="fp16")) == "torch"
    assert chosen(path, Wish(device="mps")) == "torch" and chosen(path, Wish(device="cpu")) == "onnx"
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    assert chosen(path, Wish()) == "torch" and chosen(path, Wish(device="directml")) == "onnx"
    assert chosen(DEFAULT_WEIGHTS, Wish()) == "onnx"
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CUDAExecutionProvider"])
    assert chosen(path, Wish()) == "onnx"
    monkeypatch.setattr(choose, "_installed", lambda engine: engine == "torch")
    assert chosen(path, Wish()) == "torch"
