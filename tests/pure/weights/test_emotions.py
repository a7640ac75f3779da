# SPDX-License-Identifier: GPL-3.0-or-later
"""Telling emotions by nearest neighbours: among other people's faces alone, on renders and on sets of photographs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.face import load_or_skip
from weights import pipeline
from weights.train import emotion_sets, emotions, tables
from weights.train.evaluate import Model

PEOPLE = np.repeat([f"p{i}" for i in range(6)], 8)
NAMES = np.tile(np.repeat(["neutral", "anger", "fear", "surprise"], 2), 6)


def spread(seed: int) -> np.ndarray:
    """(48, 29) noise."""
    return np.random.default_rng(seed).normal(0, 0.1, (len(NAMES), 29))


def of_emotions() -> np.ndarray:
    """(48, 29) that tell the emotions."""
    values = spread(0)
    for k, name in enumerate(("anger", "fear", "surprise")):
        values[NAMES == name, k * 4 : k * 4 + 4] += 1
    return values


def of_people() -> np.ndarray:
    """(48, 29) that tell the people."""
    return np.random.default_rng(1).normal(0, 3, (6, 29)).repeat(8, axis=0)


def test_emotions_are_told_where_the_numbers_tell_them_and_hardly_where_they_do_not() -> None:
    assert emotions.told(of_emotions(), PEOPLE, NAMES) == 1.0
    assert emotions.told(spread(3), PEOPLE, NAMES) < 0.45


def test_a_persons_own_faces_are_no_neighbours() -> None:
    alike = spread(4)[::2].repeat(6, axis=0)  # each shows every emotion six times in a manner of their own
    names, people = NAMES[::2].repeat(6), PEOPLE[::2].repeat(6)
    assert emotions.told(alike, np.arange(len(names)).astype(str), names) == 1.0
    assert emotions.told(alike, people, names) < 0.6


def test_of_names_that_are_as_frequent_the_nearest_wins() -> None:
    values, people = np.arange(6.0)[:, None].repeat(2, 1), np.arange(6).astype(str)
    for names in ("?abbac", "?baabc"):
        assert emotions.named(values, people, np.array(list(names)))[0] == names[1]


def test_without_the_persons_mean_or_rest_people_do_not_matter() -> None:
    values = of_emotions() + of_people()
    assert emotions.told(values, PEOPLE, NAMES) < 0.8
    for less in (emotions.less_mean(values, PEOPLE), emotions.less_rest(values, PEOPLE, NAMES)):
        assert emotions.told(less, PEOPLE, NAMES) > 0.9
    assert emotions.less_rest(values, PEOPLE, NAMES)[NAMES == "neutral"].mean(0) == pytest.approx(0, abs=1e-9)
    nobody = np.full_like(NAMES, "anger")
    assert emotions.less_rest(values, PEOPLE, nobody) == pytest.approx(emotions.less_mean(values, PEOPLE))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("emotions")


@pytest.fixture(scope="module")
def rendered(folder: Path) -> emotions.Faces:
    pytest.importorskip("moderngl", reason="rendering needs moderngl: pip install '.[weights]'")
    load_or_skip()
    try:
        return emotions.rendered(folder, 2, 1, lambda done: None)
    except RuntimeError as error:
        pytest.skip(str(error))


def test_rendered_people_are_found_again_and_their_emotions_told(rendered: emotions.Faces, folder: Path) -> None:
    assert len(rendered.crops) + rendered.missed == 2 * 15 and rendered.missed <= 2
    assert set(Counter(rendered.emotion.tolist()).values()) <= {2, 3, 4} and len(set(rendered.emotion)) == 8
    reports: list[int] = []
    again = emotions.rendered(folder, 2, 1, reports.append)
    assert not reports and np.array_equal(again.crops, rendered.crops)
    model = Model(pipeline.MODEL)
    found = emotions.score(model, rendered)
    assert found.count == len(rendered.crops) and found.people == 2
    assert found.mean > 0.3  # 0.13 by chance
    row = f"| renders | {found.count} | 2 | {rendered.missed} | {found.plain:.2f} | {found.mean:.2f} |"
    assert row in tables.emotions({"renders": found})


def photograph(path: Path, crop: np.ndarray | None) -> None:
    """A grey picture, with the face of a crop in it or without one."""
    picture = np.full((320, 420), 90, np.uint8)
    if crop is not None:
        picture[60:252, 100:292] = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), picture)


def label(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def cohn_kanade(rendered: emotions.Faces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two people, three sequences with labels and one without."""
    crops = iter(rendered.crops)
    for sequence, code in (("S010/001", "7"), ("S010/002", "1"), ("S011/001", "3"), ("S011/009", "")):
        stem = sequence.replace("/", "_")
        for number in (1, 2, 3):
            picture = tmp_path / "cohn-kanade-images" / sequence / f"{stem}_{number:08d}.png"
            photograph(picture, next(crops) if number != 2 else None)
        if code:
            label(tmp_path / "Emotion" / sequence / f"{stem}_00000003_emotion.txt", f"   {code}.0000000e+00\n")
    monkeypatch.setenv("EXPNET_CKPLUS", str(tmp_path))
    monkeypatch.delenv("EXPNET_JAFFE", raising=False)
    return tmp_path


def test_of_cohn_kanade_first_and_last_pictures_of_labelled_sequences_are_taken(cohn_kanade: Path) -> None:
    ((name, faces),) = emotion_sets.faces()
    assert name == "CK+" and faces.missed == 0
    assert faces.person.tolist() == ["S010"] * 4 + ["S011"] * 2
    assert faces.emotion[faces.asked].tolist() == ["surprise", "anger", "disgust"]
    assert faces.emotion[~faces.asked].tolist() == ["neutral"] * 3
    assert emotions.score(Model(pipeline.MODEL), faces).count == 3


def test_jaffes_names_tell_person_and_emotion(
    rendered: emotions.Faces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, crop in zip(("KA.AN1.39.tiff", "KA.NE2.27.tiff", "NM.SU3.96.tiff"), rendered.crops, strict=False):
        photograph(tmp_path / name, crop)
    photograph(tmp_path / "NM.HA1.95.tiff", None)
    photograph(tmp_path / "other.png", rendered.crops[0])
    monkeypatch.setenv("EXPNET_JAFFE", str(tmp_path))
    monkeypatch.delenv("EXPNET_CKPLUS", raising=False)
    ((name, faces),) = emotion_sets.faces()
    assert name == "JAFFE" and faces.missed == 1 and faces.asked.all()
    assert list(zip(faces.person, faces.emotion, strict=True)) == [
        ("KA", "anger"), ("KA", "neutral"), ("NM", "surprise")
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "joy", "8", "-1", "nan", "1e999"])
def test_a_label_that_is_none_is_named(cohn_kanade: Path, text: str) -> None:
    label(cohn_kanade / "Emotion/S010/001/S010_001_00000003_emotion.txt", text)
    with pytest.raises(ValueError, match="S010_001_00000003_emotion.txt is no label"):
        list(emotion_sets.faces())


@pytest.mark.parametrize("data", [b"", b"no picture"])
def test_a_picture_that_cannot_be_read_is_named(cohn_kanade: Path, data: bytes) -> None:
    (cohn_kanade / "cohn-kanade-images/S010/001/S010_001_00000001.png").write_bytes(data)
    with pytest.raises(ValueError, match="S010_001_00000001.png cannot be read"):
        list(emotion_sets.faces())


@pytest.mark.parametrize("variable", ["EXPNET_CKPLUS", "EXPNET_JAFFE"])
def test_a_folder_that_does_not_hold_the_set_is_named(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in emotion_sets.SETS:
        monkeypatch.delenv(other, raising=False)
    assert not list(emotion_sets.faces())
    monkeypatch.setenv(variable, str(tmp_path / "nowhere"))
    with pytest.raises(ValueError, match=f"{variable} is .*nowhere"):
        list(emotion_sets.faces())
