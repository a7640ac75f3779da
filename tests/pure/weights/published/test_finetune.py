# SPDX-License-Identifier: GPL-3.0-or-later
"""Training on crops and labels of one's own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training is done with PyTorch: pip install '.[weights]'")

from bridge.card import read_card, read_model, summary_of  # noqa: E402
from bridge.errors import UserError  # noqa: E402
from bridge.published.architecture import Published, ResNet  # noqa: E402
from bridge.published.file import arrays, network_of  # noqa: E402
from scripts.paths import ROOT  # noqa: E402
from tests.support import crops  # noqa: E402
from tests.support.published import model_bytes  # noqa: E402
from weights.published.dataset import open_dataset  # noqa: E402
from weights.published.finetune import Job, finetune  # noqa: E402
from weights.published.recipe import Part, Recipe  # noqa: E402
from weights.published.train import Progress, Trainer  # noqa: E402

TINY = ResNet((1, 1, 1, 3), 4)
QUICK = Recipe(part="all", epochs=3, batch=4, rate=1e-3)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    crops.write(folder, 20)
    return folder


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("base") / "base.onnx"
    path.write_bytes(model_bytes(Published(TINY, shape=True)))
    return path


def trained(job: Job, until: int | None = None) -> dict[str, np.ndarray] | None:
    """The arrays of the file; None if interrupted after step ``until``, which is done as Ctrl-C does it."""

    def report(progress: Progress) -> None:
        if progress.step == until:
            os.kill(os.getpid(), signal.SIGINT)

    if not finetune(job, lambda _: None, report):
        return None
    return read(job.target)


def read(path: Path) -> dict[str, np.ndarray]:
    data = read_model(path)
    spec = network_of(summary_of(data, "m"))
    assert spec is not None
    return arrays(data, spec)


def test_an_interrupted_training_goes_on_to_the_same_weights(
    data: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("weights.published.train._SAY_EVERY", 0.0)
    whole = trained(Job(data, tmp_path / "whole.onnx", base, QUICK))
    job = Job(data, tmp_path / "halves.onnx", base, QUICK)
    assert trained(job, until=6) is None and not job.target.exists() and job.state.exists()
    told: list[str] = []
    assert finetune(job, told.append, lambda _: None) and "going on after step 6" in told
    halves = read(job.target)
    assert whole is not None and all((whole[name] == halves[name]).all() for name in whole)
    assert not job.state.exists() and len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("part", "words"), [("head", ("_fc1/",)), ("last", ("_fc1/", "/res5b", "/res5c")), ("all", ("exprCNN/",))]
)
def test_only_what_is_asked_for_is_trained(data: Path, base: Path, tmp_path: Path, part: Part, words: tuple[str, ...]):
    found = trained(Job(data, tmp_path / "a.onnx", base, replace(QUICK, part=part, epochs=1)))
    before = read(base)
    assert found is not None
    changed = {name for name in before if (found[name] != before[name]).any()}
    assert changed and all(any(word in name for word in words) and "exprCNN" in name for name in changed)
    assert not any(name.endswith(("/mean", "/variance")) for name in changed)
    if part == "all":
        assert {"exprCNN/conv1/weights", "exprCNN/bn5c_branch2c/scale"} <= changed


def test_training_brings_the_answers_to_the_labels_and_the_file_says_so(data: Path, base: Path, tmp_path: Path):
    recipe = replace(QUICK, epochs=12, held_out=0.4, augment=False)
    told: list[Progress] = []
    job = Job(data, tmp_path / "learnt.onnx", base, recipe)
    assert finetune(job, lambda _: None, told.append)
    errors = [each.held_out for each in told if each.held_out is not None]
    assert len(errors) == 12 and errors[-1] < 0.5 * errors[0]
    card = read_card(read_model(job.target), "m", "e", "d")
    assert card.id == "expnet-finetuned-learnt" and card.outputs == ("expression", "shape") and "Chang" in card.notice
    assert set(card.reliability) <= {"expression00", "expression01"} and card.crop_rule == "published"
    said = summary_of(read_model(job.target), "m").metadata["expnet.training"]
    assert '"crops": 20' in said and '"base": "base.onnx"' in said and '"seed": 0' in said


def test_a_network_from_scratch_learns_and_belongs_to_its_maker(data: Path, tmp_path: Path):
    job = Job(data, tmp_path / "new.onnx", None, replace(QUICK, epochs=16, rate=5e-3, augment=False), TINY)
    told: list[Progress] = []
    assert finetune(job, lambda _: None, told.append)
    assert told[-1].loss < 0.5 * float(np.square(open_dataset(data).labels).mean())  # of what saying nothing costs
    found = read(job.target)
    assert not np.allclose(found["exprCNN/bn_conv1/mean"], 0) and found["mean"].std() > 5
    card = read_card(read_model(job.target), "m", "e", "d")
    assert card.licence == "" and "Chang" not in card.notice and card.id == "expnet-scratch-new"


def test_states_of_other_trainings_are_left_alone(data: Path, base: Path, tmp_path: Path):
    job = Job(data, tmp_path / "a.onnx", base, replace(QUICK, epochs=1))
    for content in (b"no state", b""):
        job.state.write_bytes(content)
        with pytest.raises(UserError, match="--restart"):
            finetune(job, print, print)
        assert job.state.read_bytes() == content
    torch.save({"mark": "another", "tensors": {}, "optimiser": {}, "step": 3}, job.state)
    with pytest.raises(UserError, match="--restart"):
        finetune(job, print, print)
    assert finetune(replace(job, restart=True), lambda _: None, lambda _: None)


def test_a_training_that_comes_apart_is_said(data: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    learn = Trainer._learn

    def poisoned(self: Trainer, step: int, *batch: np.ndarray) -> float:
        if step == 2:
            with torch.no_grad():
                self._net.head.bias.fill_(float("nan"))
        return learn(self, step, *batch)

    monkeypatch.setattr(Trainer, "_learn", poisoned)
    job = Job(data, tmp_path / "a.onnx", base, replace(QUICK, epochs=1))
    with pytest.raises(UserError, match="choose a smaller --rate"):
        finetune(job, lambda _: None, lambda _: None)
    assert not job.target.exists()


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "weights", "finetune", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180)


def test_the_command_trains_from_scratch(data: Path, tmp_path: Path):
    options = ("--scratch", "--blocks", "1,1,1,1", "--width", 4, "--epochs", 1, "--batch", 8, "-o", tmp_path / "a.onnx")
    done = run(data, *options)
    assert done.returncode == 0, done.stderr
    assert "18 crops to train on, 2 to measure on, 3 steps on cpu" in done.stdout
    assert "step 3 of 3: loss" in done.stdout and "held out" in done.stdout and "written to" in done.stdout


def test_the_command_refuses_in_a_sentence(data: Path, base: Path, tmp_path: Path):
    target = ("-o", tmp_path / "a.onnx")
    other = ROOT / "weights" / "expnet_default.onnx"
    for arguments, words in (
        ((data, "--base", other, *target), "is no converted release"),
        ((data, "--base", base, "--device", "abacus", *target), "no device 'abacus'"),
    ):
        done = run(*arguments)
        assert done.returncode == 1 and words in done.stderr and len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert run(data, *target).returncode == 2
