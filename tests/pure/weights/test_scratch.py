# SPDX-License-Identifier: GPL-3.0-or-later
"""Training without a pretrained trunk, on pictures from which the answer can be read."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[weights]'")
pytest.importorskip("tflite", reason="training needs tflite: pip install '.[weights]'")

from bridge.basis import DEFAULT  # noqa: E402
from weights import from_scratch, pipeline  # noqa: E402
from weights.render.store import SHARD  # noqa: E402
from weights.train import checkpoint, device, export, eyes, heads, learn, own_trunks, scratch, truth  # noqa: E402
from weights.train.album import Album  # noqa: E402

torch.set_num_threads(1)  # more only wait for each other where other tests run
CPU = torch.device("cpu")
COUNT = SHARD + 24  # the last block sets the outputs' scale
SHORT = scratch.Recipe(steps=6, batch=4, nothing=3)


def crops(count: int = COUNT, seed: int = 0) -> tuple[list[np.ndarray], np.ndarray]:
    """Smooth noise whose lower half is as bright as ``level`` (count,)."""
    rng = np.random.default_rng(seed)
    level = rng.random(count)
    coarse = rng.integers(100, 156, (count, 6, 6, 3), np.uint8)
    made = [np.asarray(cv2.resize(c, (192, 192), interpolation=cv2.INTER_LINEAR), np.uint8) for c in coarse]
    for crop, value in zip(made, level, strict=True):
        crop[96:] = (crop[96:] * value).astype(np.uint8)
    return made, level


@pytest.fixture(scope="module")
def pictures() -> learn.Pictures:
    made, level = crops()
    labels = np.zeros((COUNT, len(DEFAULT)), np.float32)
    labels[:, DEFAULT.index("jawOpen")] = level
    labels[:4] = np.nan  # the second estimator found no face
    rotation = np.tile(np.array([1, 0, 0, 0], np.float32), (COUNT, 1))
    known = truth.Truth(
        units=np.nan_to_num(labels),
        rotation=rotation,
        gaze=np.zeros((COUNT, 2), np.float32),
        place=np.zeros((COUNT, 3), np.float32),
        covered=np.zeros(COUNT, np.float32),
        take=np.arange(COUNT),
        flipped=np.zeros(COUNT, bool),
        index=np.arange(COUNT, dtype=np.int32),
    )
    black = Album.of([np.zeros((192, 192, 3), np.uint8)] * 4)
    return learn.Pictures(Album.of(made), known, labels, black)


def train(pictures: learn.Pictures, folder: Path, recipe: scratch.Recipe, stop: int = 0) -> heads.ExpNet:
    def report(step: int, loss: float) -> None:
        if step == stop:
            raise KeyboardInterrupt

    return scratch.train(pictures, 3, recipe, CPU, folder, report)


def test_an_album_gives_its_crops_back_in_order() -> None:
    made, _ = crops(5)
    album = Album.joined([Album.of(made[:2]), Album.of([]), Album.of(made[2:])])
    assert len(album) == 5
    for kept, crop in zip((album[i] for i in range(5)), made, strict=True):
        assert np.abs(kept.astype(int) - crop).mean() < 2


def test_damaged_crops_are_named() -> None:
    album = Album.of(crops(1)[0])
    with pytest.raises(ValueError, match="delete the folder 'crops'"):
        Album(np.zeros_like(album.coded), album.ends)[0]


def test_the_trunks_fit_the_heads_and_the_eyes_see_their_windows_alone() -> None:
    trunks = own_trunks.own_trunks().eval()
    picture = torch.rand(1, 3, 192, 192)
    low, high = picture.clone(), picture.clone()
    low[:, :, eyes.TOP + eyes.WINDOW :] = 0
    high[:, :, : eyes.TOP + 20] = 0
    with torch.no_grad():
        seen, mirrored, lower, upper = (trunks(view) for view in (picture, picture.flip(3), low, high))
        assert heads.Head().eval()(*seen).units.shape == (1, len(DEFAULT))
        assert torch.equal(seen.eyes, lower.eyes) and not torch.equal(seen.lips, lower.lips)
        assert torch.equal(seen.lips, upper.lips) and not torch.equal(seen.eyes, upper.eyes)
        assert not torch.equal(seen.face, lower.face) and not torch.equal(seen.face, upper.face)
        assert torch.allclose(seen.eyes[:, 0], mirrored.eyes[:, 1], atol=1e-5)


def test_batch_norms_are_drawn_into_convolutions_without_changing_what_comes_out() -> None:
    trunks = own_trunks.own_trunks()
    torch.manual_seed(1)
    for _ in range(3):
        trunks(torch.rand(4, 3, 192, 192))  # the norms see what they are to take off
    trunks.eval()
    pictures = torch.rand(2, 3, 192, 192)
    with torch.no_grad():
        before = [part.clone() for part in trunks(pictures)]
        after = own_trunks.fused(trunks)(pictures)
    assert not any(isinstance(layer, torch.nn.BatchNorm2d) for layer in trunks.modules())
    for old, new in zip(before, after, strict=True):
        assert torch.allclose(old, new, atol=1e-4) and new.std() > 0


def test_long_trainings_descend_twice_the_second_time_from_lower() -> None:
    long = [scratch.rate(scratch.Recipe(4000), step) for step in range(4000)]
    first, second = np.array(long[:2640]), np.array(long[2640:])
    assert first.max() == pytest.approx(1.5e-3, rel=0.01) and second.max() == pytest.approx(1e-3, rel=0.01)
    assert first[-1] < 1e-5 > second[-1] and first[60] > first[1300] > first[2500]
    short = [scratch.rate(scratch.Recipe(400), step) for step in range(400)]
    assert max(short) == pytest.approx(1.5e-3, rel=0.05) and short[-1] < 1e-5
    assert (np.diff(short[60:]) < 0).all()


def test_it_learns_from_pixels(pictures: learn.Pictures, tmp_path: Path) -> None:
    recipe = scratch.Recipe(steps=48, batch=10, nothing=2, rate=2e-3, smoothing=0.8)
    network = train(pictures, tmp_path, recipe)
    made, level = crops(32, seed=1)
    with torch.no_grad():
        units = network(torch.from_numpy(np.stack(made))).units[:, DEFAULT.index("jawOpen")].numpy()
    assert np.corrcoef(units, level)[0, 1] > 0.6
    assert np.abs(units - level).mean() < 0.22  # 0.25 for who says the mean of all


def test_what_was_stopped_goes_on_to_the_same_weights(
    pictures: learn.Pictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "EVERY", 2)
    whole = train(pictures, tmp_path / "whole", SHORT).state_dict()
    with pytest.raises(KeyboardInterrupt):
        train(pictures, tmp_path / "parts", SHORT, stop=4)
    (kept,) = (tmp_path / "parts").iterdir()
    assert int(torch.load(kept, weights_only=True)["step"]) == 4
    parts = train(pictures, tmp_path / "parts", SHORT).state_dict()
    assert all(torch.equal(whole[name], parts[name]) for name in whole)


def test_crops_in_a_mirror_get_the_labels_of_the_mirror(pictures: learn.Pictures) -> None:
    course = scratch._Course(pictures, np.arange(4, 20), 0, SHORT, CPU)
    straight, mirrored = course._crops(np.array([5, 21]))
    assert torch.equal(straight.flip(2), mirrored)
    known = course.known
    known.gaze[16:] = (0.3, 0.1)
    other = scratch._mirrored(known)
    assert other.gaze[20] == pytest.approx([-0.3, 0.1])
    assert len(known) == 32 and known.flipped[16:].all()
    left, right = (DEFAULT.index(f"eyelid{side}") for side in ("Left", "Right"))
    known.units[0, left] = 0.9
    assert scratch._mirrored(known).units[0, right] == pytest.approx(0.9)


def test_the_file_is_its_own_and_claims_nobodys_weights(tmp_path: Path) -> None:
    network = heads.ExpNet(own_trunks.own_trunks(), heads.Committee([heads.Head()]))
    export.export(network, tmp_path / "raw.onnx")  # compares it with PyTorch
    properties = from_scratch.properties(pipeline.Measured(dict.fromkeys(DEFAULT.names, 0.5), {"gaze": 0.01}))
    export.describe(tmp_path / "raw.onnx", tmp_path / "out.onnx", properties)
    from bridge.runtime import onnxruntime

    session = onnxruntime.InferenceSession(str(tmp_path / "out.onnx"), providers=["CPUExecutionProvider"])
    said = session.get_modelmeta().custom_metadata_map
    assert said["expnet.id"] == "expnet-scratch-1" != pipeline.IDENTITY
    assert "convolutions" not in said["expnet.notice"] and "NOTICE-expnet_default" not in said["expnet.notice"]
    assert json.loads(said["expnet.names"]) == list(DEFAULT.names)


def test_the_default_weights_are_never_overwritten(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="-o"):
        from_scratch.make(pipeline.Options(work=tmp_path), pipeline.MODEL, "cpu", 1)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["cuda:99", "nonsense"])
def test_a_device_that_cannot_compute_is_named(name: str) -> None:
    with pytest.raises(device.DeviceError, match=name):
        device.device_of(name)
