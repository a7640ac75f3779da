# SPDX-License-Identifier: GPL-3.0-or-later
"""A take solved again keeps its place, name and refinement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import bpy
import pytest
from bl_ext.user_default.expnet import preferences, takes

from tests.support.characters import head, value_at
from tests.support.clip import RATE, Clip, make_clip
from tests.support.models import metadata, model_bytes

FRAMES = 30


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    return make_clip(tmp_path_factory.mktemp("resolve") / "clip.mp4", FRAMES)


@pytest.fixture(autouse=True)
def bridge(tmp_path: Path, empty_scene: None) -> Iterator[None]:
    """The local bridge with weights whose every coefficient is how red the face is."""
    (tmp_path / "model.onnx").write_bytes(model_bytes())
    stored = preferences.get()
    stored.bridge, stored.model = "LOCAL", str(tmp_path / "model.onnx")
    options = bpy.context.window_manager.expnet
    options.place_sound = options.place_picture = False
    yield
    stored.model = ""


def test_solved_again_with_other_weights(clip: Clip, tmp_path: Path):
    obj = head()
    bpy.context.scene.render.fps = int(RATE)
    assert bpy.ops.expnet.solve(filepath=str(clip.path), target=obj.name) == {"FINISHED"}
    (item,) = obj.expnet.takes
    item.name = "mine"
    bpy.ops.expnet.apply_take(smoothing=0.0, start=11, gain=0.5)
    item.settings.units["jawOpen"].gain = 0.5
    uid, before = item.uid, value_at(obj, "jawOpen", 20)
    first = takes.load(item)
    assert item.settings.units["jawOpen"].reliability == pytest.approx(0.75)

    other = metadata(reliability='{"jawOpen": 0.5}')
    (tmp_path / "other.onnx").write_bytes(model_bytes(other))
    preferences.get().model = str(tmp_path / "other.onnx")
    assert bpy.ops.expnet.resolve_take() == {"FINISHED"}
    (item,) = obj.expnet.takes
    assert (item.name, item.uid, item.settings.start, item.frames) == ("mine", uid, 11, FRAMES)
    assert item.settings.units["jawOpen"].reliability == pytest.approx(0.5)
    assert item.settings.units["jawOpen"].gain == 0.5
    assert takes.load(item).meta["model_sha256"] != first.meta["model_sha256"]
    assert value_at(obj, "jawOpen", 20) == pytest.approx(before, abs=1e-4)
    assert (item.first, item.last) == (11, 40)
