# SPDX-License-Identifier: GPL-3.0-or-later
"""A video through sender and bridge with a converted model, as users run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bridge.crop import CropRule
from bridge.cut import cut
from bridge.engines.onnx import OnnxEngine
from bridge.refine import Settings
from bridge.take import Take
from tests.support.clip import Clip, make_clip
from tests.support.published import model_bytes

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    (folder / "expnet.onnx").write_bytes(model_bytes())
    return folder


@pytest.fixture(scope="module")
def clip(place: Path) -> Clip:
    return make_clip(place / "clip.mp4", 20, away={7, 8})


def solve(place: Path, *arguments: str) -> Take:
    command = [sys.executable, "-m", "bridge", "predict", "clip.mp4", "--model", "expnet.onnx", "--force", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return Take.load(place / "clip.npz")


def wanted(place: Path, clip: Clip, take: Take, jpeg: int):
    """What the model says of the crops that belong to the take's boxes."""
    from bridge.sender.video import Video

    rule = CropRule("published", 1.5, 227, jpeg=jpeg)
    with Video(clip.path) as video:
        crops = [cut(frame.bgr, take.box[frame.index], None, rule, "BGR")[0]
                 for frame in video.frames() if take.found[frame.index]]  # fmt: skip
    return OnnxEngine(place / "expnet.onnx", "cpu").infer(np.stack(crops))


@pytest.mark.parametrize(("arguments", "jpeg"), [((), 95), (("--no-jpeg",), 0)])
def test_a_take_holds_what_the_model_says_of_the_authors_crops(
    place: Path, clip: Clip, arguments: tuple[str, ...], jpeg: int
):
    take = solve(place, *arguments)
    assert take.basis == "bfm-29" and take.found.tolist() == [index not in (7, 8) for index in range(20)]
    said = wanted(place, clip, take, jpeg)
    # The take's boxes are float32: a box on the edge of a pixel may round to the other side.
    off = np.abs(take.coefficients[take.found] - said.expression).max(1)
    assert np.median(off) < 1e-4
    assert said.shape is not None and said.rotation is not None
    assert take.rotation[take.found] == pytest.approx(said.rotation, abs=0.05)
    assert take.meta["identity"] == pytest.approx(said.shape.mean(0), abs=0.05)


def test_the_take_is_refined_in_sigma_and_a_neutral_frame_is_taken_off(place: Path, clip: Clip):
    from bridge.basis import PUBLISHED
    from bridge.refine import refine

    take = solve(place)
    plain = refine(take, PUBLISHED, Settings(clamp=False))
    rested = refine(take, PUBLISHED, Settings(clamp=False, neutral=3))
    difference = plain.values - rested.values
    assert difference == pytest.approx(np.tile(take.coefficients[3], (len(difference), 1)), abs=1e-4)
    assert np.abs(refine(take, PUBLISHED, Settings()).values).max() <= 3.0
