# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders to train on, and what the recipe makes of them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.basis import PUBLISHED
from tests.support import crops
from weights.published.dataset import open_dataset
from weights.published.errors import SourceError
from weights.published.recipe import Recipe, changed

TITLES = ",".join(("crop", *PUBLISHED.names)) + "\n"
ZEROS = ",0" * 29


def test_both_kinds_of_labels_say_the_same(tmp_path: Path):
    labels = crops.write(tmp_path, 3)
    first = open_dataset(tmp_path)
    (tmp_path / "labels.csv").unlink()
    np.savez(tmp_path / "labels.npz", crop=np.array(first.files), expression=labels.astype(np.float64))
    second = open_dataset(tmp_path)
    assert first.files == second.files == ("0000.png", "0001.png", "0002.png") and first.digest == second.digest
    assert (first.labels == labels).all() and (second.labels == labels).all()
    assert (first.crop(1) == cv2.imread(str(tmp_path / "0001.png"))).all()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("labels.csv", "", "has 0 crops"),
        ("labels.csv", "crop,a,b\n", "titles crop, expression00, expression01, ... expression28"),
        ("labels.csv", TITLES + "0000.png,1,2\n", "Line 2 .* has 3 values, not 30"),
        ("labels.csv", TITLES + "0000.png" + ",x" * 29, "Line 2 .* no number"),
        ("labels.csv", TITLES + "0000.png" + ",nan" * 29, "not finite or beyond 50"),
        ("labels.csv", TITLES + "0000.png" + ",1e3" * 29, "not finite or beyond 50"),
        ("labels.csv", TITLES + "gone.png" + ZEROS, "names gone.png, which is not there"),
        ("labels.csv", TITLES + "../secret.png" + ZEROS, "does not lie in"),
        ("labels.csv", TITLES + "/etc/passwd" + ZEROS, "does not lie in"),
        ("labels.csv", TITLES + f"0000.png{ZEROS}\n0000.png{ZEROS}\n", "names a file twice"),
        ("labels.csv", b"\xff\xfe", "no text in UTF-8"),
        ("labels.npz", b"PK", "is damaged or lacks"),
        ("labels.npz", {"crop": np.array(["0000.png"])}, "is damaged or lacks"),
        ("labels.npz", {"crop": np.array(["0000.png"], object), "expression": np.zeros((1, 29))}, "holds object"),
        ("labels.npz", {"crop": np.array(["0000.png"]), "expression": np.zeros((1, 28))}, r"float64 of shape .1, 28."),
        ("labels.npz", {"crop": np.array(["0000.png"]), "expression": np.zeros((2, 29))}, "does not have a row of 29"),
    ],
)  # fmt: skip
def test_labels_that_are_none_are_said(tmp_path: Path, name: str, content: object, words: str):
    folder = tmp_path / "data"
    crops.write(folder, 1)
    (tmp_path / "secret.png").touch()
    (folder / "labels.csv").unlink()
    if isinstance(content, dict):
        np.savez(folder / name, **content)
    else:
        (folder / name).write_bytes(content if isinstance(content, bytes) else str(content).encode())
    with pytest.raises(SourceError, match=words) as caught:
        open_dataset(folder)
    assert "\n" not in str(caught.value)


def test_a_folder_must_have_one_kind_of_labels(tmp_path: Path):
    with pytest.raises(SourceError, match="neither"):
        open_dataset(tmp_path)
    (tmp_path / "labels.csv").touch()
    (tmp_path / "labels.npz").touch()
    with pytest.raises(SourceError, match="both"):
        open_dataset(tmp_path)


def test_crops_that_are_none_are_said(tmp_path: Path):
    crops.write(tmp_path, 3)
    (tmp_path / "0000.png").write_text("no picture")
    cv2.imwrite(str(tmp_path / "0001.png"), np.zeros((100, 90, 3), np.uint8))
    data = open_dataset(tmp_path)
    (tmp_path / "0002.png").unlink()
    for index, words in enumerate(("no picture that can be read", "has 90 x 100 pixels, not 227 x 227", "not there")):
        with pytest.raises(SourceError, match=words):
            data.crop(index)


@given(st.integers(2, 200), st.integers(1, 40), st.integers(1, 4), st.integers(0, 3))
def test_an_interrupted_training_sees_what_an_uninterrupted_one_does(count: int, batch: int, epochs: int, seed: int):
    recipe = Recipe(batch=batch, epochs=epochs, seed=seed)
    training, held = recipe.split(count)
    assert not set(training) & set(held) and len(training) + len(held) == count and len(training) and len(held)
    whole = list(recipe.batches(training, 0))
    assert [step for step, _ in whole] == list(range(recipe.steps(len(training)) * epochs))
    half = len(whole) // 2
    for (step, rows), (again, other) in zip(whole[half:], recipe.batches(training, half), strict=True):
        assert step == again and (rows == other).all() and 1 <= len(rows) <= batch
    seen = np.concatenate([rows for _, rows in whole[: recipe.steps(len(training))]])
    assert len(set(seen.tolist())) == len(seen) >= len(training) - 1


def test_changes_are_small_seeded_and_can_be_left_out(tmp_path: Path):
    crops.write(tmp_path, 2)
    data = open_dataset(tmp_path)
    rows = np.array([0, 1])
    plain, first, again, other = (
        recipe.load(data, rows, step).astype(float)
        for recipe, step in ((Recipe(augment=False), 5), (Recipe(), 5), (Recipe(), 5), (Recipe(), 6))
    )
    assert (plain[0] == data.crop(0)).all() and (first == again).all() and (first != other).any()
    assert (Recipe().load(data, rows, None) == plain).all()
    assert 1 < np.abs(first - plain).mean() < 60
    rng = np.random.default_rng(0)
    spot = np.zeros((227, 227, 3), np.uint8)
    spot[100:127, 100:127] = 255
    for _ in range(50):
        seen = changed(spot, rng).astype(float).sum(-1)
        seen -= seen.min()
        centre = (seen.sum(0) * np.arange(227)).sum() / seen.sum(), (seen.sum(1) * np.arange(227)).sum() / seen.sum()
        assert np.abs(np.array(centre) - 113).max() < 20


@pytest.mark.parametrize("recipe", [{"epochs": 0}, {"batch": 0}, {"rate": 0.0}, {"rate": 9.0}, {"held_out": 1.0}])
def test_recipes_that_make_no_sense_are_refused(recipe: dict):
    with pytest.raises(ValueError):
        Recipe(**recipe).check()
