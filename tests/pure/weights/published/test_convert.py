# SPDX-License-Identifier: GPL-3.0-or-later
"""From the authors' folders to a file, and what is said of folders that are not theirs."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="the conversion is checked with PyTorch: pip install '.[weights]'")

from bridge.basis import PUBLISHED  # noqa: E402
from bridge.card import read_card, read_model, summary_of  # noqa: E402
from bridge.errors import UserError  # noqa: E402
from bridge.published.architecture import EXPRESSION, SHAPE, AlexNet, Published, ResNet, parse  # noqa: E402
from bridge.published.file import arrays, network_of  # noqa: E402
from scripts.paths import ROOT  # noqa: E402
from tests.support import checkpoints  # noqa: E402
from tests.support.published import ALEXNET, RESNET, SPEC, random  # noqa: E402
from weights.published.convert import convert  # noqa: E402
from weights.published.release import Places, gather  # noqa: E402


def test_the_released_nets_have_the_sizes_of_the_released_files():
    sizes = {scope: sum(int(np.prod(shape)) for shape in ResNet().variables(scope, width).values())
             for scope, width in ((EXPRESSION, 29), (SHAPE, 198))}  # fmt: skip
    assert {scope: 4 * size for scope, size in sizes.items()} == {EXPRESSION: 170_659_700, SHAPE: 172_044_824}
    assert len(ResNet().variables(EXPRESSION, 29)) == 522
    assert ResNet().variables(EXPRESSION, 29)["exprCNN/res4b22_branch2b/weights"] == (3, 3, 256, 256)
    assert sum(int(np.prod(shape)) for shape in AlexNet().variables().values()) == 56_892_806


def test_the_file_says_what_it_is(converted: Path, release: Path):
    data = read_model(converted)
    card = read_card(data, "m", "engine", "device")
    assert (card.basis, card.names, card.size, card.color) == (PUBLISHED.id, PUBLISHED.names, 227, "BGR")
    assert (card.crop_rule, card.crop_scale, card.crop_jpeg) == ("published", 1.5, 95)
    assert card.outputs == ("expression", "shape", "pose") and card.dtype == "float32"
    assert "Basel" in card.notice and "commercial" in card.licence
    sources = json.loads(summary_of(data, "m").metadata["expnet.sources"])
    assert len(sources) == 9
    mean = (release / "Shape_Model" / "3DMM_shape_mean.npy").read_bytes()
    assert sources["Shape_Model/3DMM_shape_mean.npy"] == hashlib.sha256(mean).hexdigest()


def test_every_variable_of_the_release_is_in_the_file_as_it_was(converted: Path, release: Path):
    data = read_model(converted)
    spec = network_of(summary_of(data, "m"))
    assert spec is not None and spec == SPEC
    found = arrays(data, spec)
    places = Places(release / "Expression_Model", release / "Shape_Model", release / "fpn_new_model")
    wanted = gather(places, RESNET, ALEXNET).arrays
    assert found.keys() == wanted.keys() and all((found[name] == wanted[name]).all() for name in wanted)


def test_the_expression_net_alone_finds_the_mean_beside_it(release: Path, tmp_path: Path):
    convert(Places(release / "Expression_Model"), tmp_path / "e.onnx", resnet=RESNET)
    assert read_card(read_model(tmp_path / "e.onnx"), "m", "e", "d").outputs == ("expression",)


def test_variables_of_an_optimiser_are_left_out_and_told(release: Path, tmp_path: Path):
    arrays = random(RESNET.variables(EXPRESSION, 29)) | {"global_step": np.zeros((), np.float32)}
    checkpoints.write(tmp_path / "e" / "e.ckpt", arrays)
    told: list[str] = []
    mean = release / "Shape_Model" / "3DMM_shape_mean.npy"
    convert(Places(tmp_path / "e", mean=mean), tmp_path / "e.onnx", say=told.append, resnet=RESNET)
    assert any("1 variables of the checkpoints (global_step" in line for line in told)


def copied(release: Path, tmp_path: Path) -> Places:
    shutil.copytree(release, tmp_path / "r")
    root = tmp_path / "r"
    return Places(root / "Expression_Model", root / "Shape_Model", root / "fpn_new_model")


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("Shape_Model/3DMM_shape_mean.npy", None, "is not found: it comes with the authors' Shape_Model"),
        ("Shape_Model/3DMM_shape_mean.npy", b"\x93NUMPY\x01\x00", "damaged or no NumPy array"),
        ("Shape_Model/3DMM_shape_mean.npy", np.zeros((224, 224, 3)), "holds float64 of shape .224, 224, 3., not"),
        ("Shape_Model/3DMM_shape_mean.npy", np.array([{}] * 4, object), "holds object"),
        ("Shape_Model/3DMM_shape_mean.npy", np.full((3, 224, 224), -1.0), "leave 0 to 255"),
        ("fpn_new_model/perturb_Oxford_train_imgs_mean.npz", None, "There is no file"),
        ("fpn_new_model/perturb_Oxford_train_imgs_mean.npz", b"PK", "damaged or no .npz"),
        ("fpn_new_model/perturb_Oxford_train_imgs_mean.npz", {"other": np.zeros(3)}, "has no array train_mean_vec"),
        ("fpn_new_model/perturb_Oxford_train_labels_mean_std.npz", {"mean_labels": np.zeros(7)}, "6 floats are due"),
        ("fpn_new_model/perturb_Oxford_train_labels_mean_std.npz", {"mean_labels": np.full(6, np.inf)}, "not finite"),
        ("fpn_new_model/perturb_Oxford_train_labels_mean_std.npz", {"mean_labels": np.array([{}])}, "object"),
    ],
)
def test_files_that_are_not_the_authors_are_said(release: Path, tmp_path: Path, file: str, content: Any, words: str):
    places = copied(release, tmp_path)
    path = tmp_path / "r" / file
    path.unlink()
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, dict):
        np.savez(path, **content)
    elif content is not None:
        np.save(path, content)
    with pytest.raises(UserError, match=words) as caught:
        convert(places, tmp_path / "e.onnx", resnet=RESNET, alexnet=ALEXNET)
    assert "\n" not in str(caught.value) and not (tmp_path / "e.onnx").exists()


def test_the_nets_cannot_be_mixed_up(release: Path, tmp_path: Path):
    for places in (
        Places(release / "Shape_Model"),
        Places(release / "Expression_Model", shape=release / "Expression_Model"),
        Places(release / "Expression_Model", pose=release / "Shape_Model"),
    ):
        with pytest.raises(UserError, match="it is the checkpoint of another network"):
            convert(places, tmp_path / "e.onnx", resnet=RESNET, alexnet=ALEXNET)


def test_a_network_that_was_never_trained_is_refused(release: Path, tmp_path: Path):
    arrays = random(RESNET.variables(EXPRESSION, 29))
    arrays["exprCNN/bn_conv1/variance"][0] = -1
    checkpoints.write(tmp_path / "e" / "e.ckpt", arrays)
    mean = release / "Shape_Model" / "3DMM_shape_mean.npy"
    with pytest.raises(UserError, match="bn_conv1/variance is negative"):
        convert(Places(tmp_path / "e", mean=mean), tmp_path / "e.onnx", resnet=RESNET)


def test_the_command_refuses_in_a_sentence_and_overwrites_nothing(release: Path, tmp_path: Path):
    def run(*arguments: object) -> str:
        command = [sys.executable, "-m", "weights", "convert", *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1, done.stderr
        return done.stderr

    (tmp_path / "there.onnx").write_text("precious")
    assert "--force" in run(release / "Expression_Model", "-o", tmp_path / "there.onnx")
    assert "no folder" in run(release / "Expression_Model", "-o", tmp_path / "gone" / "e.onnx")
    assert "holds no checkpoint" in run(tmp_path, "-o", tmp_path / "e.onnx")
    assert "another network" in run(release / "Expression_Model", "-o", tmp_path / "e.onnx")  # the small one
    assert (tmp_path / "there.onnx").read_text() == "precious" and len(list(tmp_path.iterdir())) == 1


def test_the_card_is_printed(converted: Path):
    done = subprocess.run([sys.executable, "-m", "weights", "card", str(converted)], cwd=ROOT, capture_output=True,
                          text=True, timeout=120)  # fmt: skip
    assert done.returncode == 0, done.stderr
    for words in ("# expnet-published", "`shape` (n, 198)", "quality 95", "Chang", "3DMM_shape_mean.npy"):
        assert words in done.stdout


@pytest.mark.parametrize(
    "plain",
    [None, [], {}, {"blocks": 3, "width": 1, "shape": True, "pose": 0}, Published().plain() | {"width": 10**9},
     Published().plain() | {"blocks": [1, 1, 1]}, Published().plain() | {"pose": 3}, Published().plain() | {"x": 1}],
)  # fmt: skip
def test_descriptions_of_no_network_are_refused(plain: object):
    with pytest.raises(ValueError):
        parse(plain)
