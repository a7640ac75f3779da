# SPDX-License-Identifier: GPL-3.0-or-later
"""A take of the published basis on an imported Basel face: from the files to keyframes, through the real chain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import bpy
import h5py
import numpy as np
import pytest
from bl_ext.user_default.expnet import cli, compat, preferences, takes, target
from bl_ext.user_default.expnet.animation import bake
from bl_ext.user_default.expnet.bridge.basis import PUBLISHED
from bl_ext.user_default.expnet.bridge.take import Take

from tests.support.characters import head, store, value_at
from tests.support.clip import RATE, Clip, make_clip
from tests.support.models import metadata, model_bytes
from tests.support.morphables import COUNT, Parts, parts, published
from tests.support.takes import take as make_take

FRAMES = 40
SPAN = (-12.0, 18.0)
"""Coefficients of a crop that is black, and of one that is all red: the drawn face lies between about -2 and +1.3."""

PERSON = np.r_[np.linspace(-2, 2, 99), np.ones(99)].tolist()
"""What the identity net says: 99 numbers of shape, 99 of texture."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("published")


@pytest.fixture(scope="module")
def made(folder: Path) -> Parts:
    """What the file ``BaselFaceModel_mod.h5`` in ``folder`` is made of."""
    whole = parts(people=99)
    with h5py.File(folder / "BaselFaceModel_mod.h5", "w") as file:
        for name, array in published(whole).items():
            file[name] = array
    return whole


@pytest.fixture(scope="module")
def clip(folder: Path) -> Clip:
    return make_clip(folder / "clip.mp4", FRAMES)


@pytest.fixture(autouse=True)
def bridge(folder: Path, empty_scene: None) -> Iterator[None]:
    """The local bridge with a model of the published basis, whose every coefficient is how red the face is."""
    path = folder / "published.onnx"
    if not path.exists():
        entries = metadata(basis=PUBLISHED.id, names=json.dumps(PUBLISHED.names))
        path.write_bytes(model_bytes(entries, span=SPAN, person=PERSON))
    stored, options = preferences.get(), bpy.context.window_manager.expnet
    stored.bridge, stored.model = "LOCAL", str(path)
    options.place_sound = options.place_picture = False
    yield
    stored.model = ""


def basel(folder: Path, identities: int = 0) -> bpy.types.Object:
    bpy.ops.expnet.import_morphable(filepath=str(folder / "BaselFaceModel_mod.h5"), identities=identities)
    return bpy.context.object


def solve(path: Path, obj: bpy.types.Object | None = None) -> set[str]:
    return bpy.ops.expnet.solve(filepath=str(path), target=obj.name if obj else "")


def sigma_take(frames: int = 25, **changes) -> Take:
    """Every axis falls from +2.5 to -2.5 sigma in a second."""
    values = np.linspace(2.5, -2.5, frames)
    meta = {"basis": PUBLISHED.id, "video": "a.mp4"} | changes.pop("meta", {})
    made = make_take(values, np.arange(frames) / 24, names=PUBLISHED.names, meta=meta, **changes)
    return Take.from_bytes(made.to_bytes())


def places(obj: bpy.types.Object) -> np.ndarray:
    mesh = obj.evaluated_get(bpy.context.evaluated_depsgraph_get()).data
    values = np.empty(3 * COUNT, np.float32)
    mesh.vertices.foreach_get("co", values)
    return values.reshape(-1, 3)


def in_metres(displacement: np.ndarray) -> np.ndarray:
    return np.stack((displacement[:, 0], -displacement[:, 2], displacement[:, 1]), -1) / 1000


def test_video_to_keyframes_in_sigma(folder: Path, made: Parts, clip: Clip):
    obj = basel(folder)
    rest = places(obj)
    assert solve(clip.path, obj) == {"FINISHED"}
    (item,) = obj.expnet.takes
    take = takes.load(item)
    assert (take.basis, take.names) == (PUBLISHED.id, PUBLISHED.names)
    item.settings.smoothing = 0.0
    scene = bpy.context.scene
    last = int((FRAMES - 1) / RATE * scene.render.fps)
    keyed = np.array([value_at(obj, "expression07", scene.frame_start + index) for index in range(last)])
    raw = np.interp(np.arange(last) / scene.render.fps, take.time, take.coefficients[:, 7])
    np.testing.assert_allclose(keyed, raw, atol=1e-4)
    assert keyed.min() < -0.5 and keyed.max() > 0.5
    red = np.interp(np.arange(last) / scene.render.fps, np.arange(FRAMES) / RATE, clip.red)
    assert np.corrcoef(keyed, red)[0, 1] > 0.9

    scene.frame_set(scene.frame_start + 10)
    expected = in_metres((made.moves * made.sigma[:, None, None]).sum(0)) * keyed[10]
    np.testing.assert_allclose(places(obj) - rest, expected, atol=1e-5)


def test_from_the_files_to_an_animation_without_a_window(folder: Path, made: Parts, clip: Clip):
    stored, model = preferences.get(), folder / "published.onnx"
    stored.model = ""
    face, out = folder / "BaselFaceModel_mod.h5", folder / "animated.blend"
    arguments = ["--face", str(face), "--identities", "2", "--model", str(model), "-o", str(out)]
    assert cli.main(["solve", str(clip.path), *arguments]) == 0
    assert stored.model == ""
    bpy.ops.wm.open_mainfile(filepath=str(out))
    obj = bpy.data.objects["Basel Face"]
    assert obj.expnet.takes[0].applied and takes.load(obj.expnet.takes[0]).basis == PUBLISHED.id
    assert len(compat.fcurves(obj.data.shape_keys)) == 29


def test_a_face_that_cannot_be_read_ends_the_command(folder: Path, clip: Clip, capfd: pytest.CaptureFixture[str]):
    (folder / "text.mat").write_text("no model")
    assert cli.main(["solve", str(clip.path), "--face", str(folder / "text.mat"), "-o", "x.blend"]) == 1
    assert cli.main(["solve", str(clip.path), "--face", "a", "--head", "b", "-o", "x.blend"]) == 1
    said = [line for line in capfd.readouterr().err.splitlines() if line.startswith("expnet: ")]
    assert "no 3D morphable face that is known" in said[0] and "give one of them" in said[1]


def test_the_head_turns_and_does_not_travel(folder: Path, made: Parts, clip: Clip):
    obj = basel(folder)
    solve(clip.path, obj)
    paths = {curve.data_path for curve in compat.fcurves(obj)}
    assert paths == {"rotation_euler"}


def test_neutral_frame_gain_and_range(folder: Path, made: Parts):
    obj = basel(folder)
    item = store(obj, sigma_take(), neutral_from="FRAME", neutral=0)
    bake.apply(obj, item, bpy.context.scene)
    assert value_at(obj, "expression00", 1) == pytest.approx(0.0)
    assert value_at(obj, "expression00", 13) == pytest.approx(-2.5, abs=1e-4)
    assert value_at(obj, "expression00", 25) == pytest.approx(-3.0)  # kept in the range of the basis
    item.settings.clamp = False
    assert value_at(obj, "expression00", 25) == pytest.approx(-5.0)
    item.settings.gain = 0.5
    assert value_at(obj, "expression00", 25) == pytest.approx(-2.5)


def test_model_of_the_published_basis_without_its_head(clip: Clip):
    for obj in (None, head()):
        with pytest.raises(RuntimeError, match="the mesh of arkit-29: drop the video on an imported Basel"):
            solve(clip.path, obj)
        assert bpy.context.window_manager.expnet.remedy == target.IMPORT_HEAD


def test_default_weights_on_a_basel_face(folder: Path, made: Parts, clip: Clip, tmp_path: Path):
    (tmp_path / "default.onnx").write_bytes(model_bytes())
    preferences.get().model = str(tmp_path / "default.onnx")
    obj = basel(folder)
    with pytest.raises(RuntimeError, match="arkit-29, the mesh of bfm-29: choose another model"):
        solve(clip.path, obj)
    assert not obj.expnet.takes


def test_take_of_the_published_basis_on_another_mesh():
    obj = head()
    with pytest.raises(Exception, match="lacks the 29 shape keys of the basis bfm-29: import a face of it") as caught:
        bake.apply(obj, store(obj, sigma_take()), bpy.context.scene)
    assert caught.value.remedy == target.IMPORT_HEAD


def test_identity_of_the_video_is_set_once(folder: Path, made: Parts, clip: Clip):
    obj = basel(folder, identities=99)
    rest = places(obj)
    solve(clip.path, obj)
    bpy.context.scene.frame_set(20)
    animated = places(obj)
    assert bpy.ops.expnet.apply_identity() == {"FINISHED"}
    people = made.people * made.deviation[:, None, None] * np.linspace(-2, 2, 99)[:, None, None]
    np.testing.assert_allclose(places(obj) - animated, in_metres(people.sum(0)), atol=1e-4)
    bpy.ops.expnet.apply_identity(mean=True)
    np.testing.assert_allclose(places(obj), animated, atol=1e-6)
    assert np.abs(animated - rest).max() > 1e-3


def test_identity_of_a_take_is_set_once(folder: Path, made: Parts):
    obj = basel(folder, identities=99)
    rest = places(obj)
    store(obj, sigma_take(meta={"identity": PERSON}))
    assert bpy.ops.expnet.apply_identity() == {"FINISHED"}
    people = made.people * made.deviation[:, None, None] * np.linspace(-2, 2, 99)[:, None, None]
    np.testing.assert_allclose(places(obj) - rest, in_metres(people.sum(0)), atol=1e-4)
    assert obj.data.shape_keys.animation_data is None
    bpy.ops.expnet.apply_identity(mean=True)
    np.testing.assert_allclose(places(obj), rest, atol=1e-6)


def test_identity_stays_under_the_animation(folder: Path, made: Parts):
    obj = basel(folder, identities=2)
    item = store(obj, sigma_take(meta={"identity": PERSON}))
    bpy.ops.expnet.apply_identity()
    bake.apply(obj, item, bpy.context.scene)
    bpy.context.scene.frame_set(20)
    blocks = obj.data.shape_keys.key_blocks
    assert [blocks[name].value for name in ("identity000", "identity001")] == pytest.approx(PERSON[:2], abs=1e-4)
    assert not any("identity" in curve.data_path for curve in compat.fcurves(obj.data.shape_keys))


@pytest.mark.parametrize(
    ("identities", "meta", "words"),
    [
        (0, {"identity": PERSON}, "has no identity components: import its head again"),
        (2, {}, "does not say whose face it is"),
        (2, {"identity": "nobody"}, "damaged"),
        (2, {"identity": [[1.0]]}, "damaged"),
    ],
)
def test_identity_that_cannot_be_set(folder: Path, made: Parts, identities: int, meta: dict, words: str):
    obj = basel(folder, identities)
    store(obj, sigma_take(meta=meta))
    with pytest.raises(RuntimeError, match=words):
        bpy.ops.expnet.apply_identity()
