# SPDX-License-Identifier: GPL-3.0-or-later
"""Training, on features from which the answer can be read: it learns, repeats with the seed, and keeps slider units."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install '.[weights]'")
pytest.importorskip("tflite", reason="training needs tflite: pip install '.[weights]'")

from bridge.basis import DEFAULT  # noqa: E402
from bridge.rotation import about_z  # noqa: E402
from weights.render.store import SHARD  # noqa: E402
from weights.train import eyes, fit, heads, labels, learn, lips, score, trunk  # noqa: E402
from weights.train.features import Features, Maps  # noqa: E402

torch.set_num_threads(1)  # more only wait for each other where other tests run
COUNT = 4 * SHARD
RECIPE = fit.Recipe(steps=300, batch=32, nothing=8)


def features(seed: int) -> Features:
    """Each unit and the roll lie in channels of their own, under noise; the face's first channel falls with cover."""
    rng = np.random.default_rng(seed)
    units = np.where(rng.random((COUNT, len(DEFAULT))) < 0.3, rng.random((COUNT, len(DEFAULT))), 0).astype(np.float32)
    units[::16] = 0
    roll, gaze = rng.normal(0, 0.3, COUNT), rng.normal(0, 0.2, (COUNT, 2)).astype(np.float32)
    place, covered = rng.normal(0, 0.1, (COUNT, 3)).astype(np.float32), (rng.random(COUNT) ** 2).astype(np.float32)
    face = rng.normal(0, 0.1, (COUNT, trunk.CHANNELS, trunk.CELLS, trunk.CELLS))
    face[:, : len(DEFAULT)] += units[:, :, None, None]
    for channel, values in enumerate((roll, *place.T, 1 - covered), len(DEFAULT)):
        face[:, channel] += values[:, None, None]
    seen = rng.normal(0, 0.1, (COUNT, eyes.VIEWS, eyes.CHANNELS, eyes.CELLS, eyes.CELLS))
    for side in range(eyes.VIEWS):  # the subject's right eye is on the crop's left
        own = (1 - side, 3 - side)
        for channel, values in enumerate((*units[:, heads.EYES][:, own].T, *gaze.T)):
            seen[:, side, channel] += values[:, None, None]
    mouth = rng.normal(0, 0.1, (COUNT, lips.CHANNELS, lips.CELLS, lips.CELLS))
    return Features(
        maps=Maps(*(part.astype(np.float16) for part in (face, seen, mouth))),
        units=units,
        rotation=about_z(roll).astype(np.float32),
        gaze=gaze,
        place=place,
        covered=covered,
        take=np.arange(COUNT) // 8,
        flipped=np.zeros(COUNT, bool),
        index=np.arange(COUNT, dtype=np.int32),
    )


def nothing(count: int = 64) -> Maps:
    """Noise alone."""
    rng = np.random.default_rng(99)
    face = rng.normal(0, 0.1, (count, trunk.CHANNELS, trunk.CELLS, trunk.CELLS))
    seen = np.zeros((count, eyes.VIEWS, eyes.CHANNELS, eyes.CELLS, eyes.CELLS), np.float16)
    return Maps(face.astype(np.float16), seen, np.zeros((count, lips.CHANNELS, lips.CELLS, lips.CELLS), np.float16))


def lesson(seen: Features) -> learn.Lesson:
    return learn.Lesson(seen, seen.units, nothing())


@pytest.fixture(scope="module")
def committee(tmp_path_factory: pytest.TempPathFactory) -> learn.Committee:
    return learn.learn(lesson(features(0)), 2, RECIPE, tmp_path_factory.mktemp("heads"), lambda text: None)


def test_units_and_pose_are_learned_in_their_own_scale(committee: learn.Committee) -> None:
    unseen = features(1)
    answer = fit.predict(committee, unseen.maps)
    units, rotation = answer.units.numpy(), answer.rotation.numpy()
    r = [score.correlation(units[:, k], unseen.units[:, k]) for k in range(len(DEFAULT))]
    assert np.mean(r) > 0.55  # without training about 0
    assert units.std(0) == pytest.approx(unseen.units.std(0), rel=0.5)
    assert np.abs(np.median(units[(unseen.units == 0).all(1)], axis=0)).max() < 0.18
    assert np.median(score.turn_error(rotation, unseen.rotation)) < 8
    assert np.linalg.norm(rotation, axis=1) == pytest.approx(np.ones(COUNT), abs=1e-5)
    for found, wanted in ((answer.gaze, unseen.gaze), (answer.place, unseen.place)):
        for k in range(wanted.shape[1]):
            assert score.correlation(found[:, k].numpy(), wanted[:, k]) > 0.7
            assert 0.4 < float(found[:, k].std()) / wanted[:, k].std() < 1.3  # in its own scale, if shrunk


def test_the_answer_is_the_mean_of_what_the_two_teachers_say() -> None:
    rng = np.random.default_rng(0)
    said, true = rng.random((2, 5, len(DEFAULT)), np.float32)
    units = heads.columns(said, true) @ heads.Head().blend.numpy()
    for k, name in enumerate(DEFAULT.names):
        share = 1.0 if name in labels.TRUE else 0.5 if name in labels.BOTH else 0.0
        assert units[:, k] == pytest.approx(share * true[:, k] + (1 - share) * said[:, k], abs=1e-6)


def test_each_unit_has_a_reader_for_each_of_its_teachers() -> None:
    parts = heads.by_reader(torch.from_numpy(heads.columns(np.arange(29.0)[None], np.arange(100.0, 129)[None])[0]))
    *said, shown, hidden = (part.numpy() for part in parts)
    assert all((part < 100).all() for part in said) and (shown >= 100).all()
    assert {DEFAULT.names[int(k) - 100] for k in hidden} == set(labels.TRUE) - {"jawOpen"}


def test_each_lid_is_read_off_its_own_eye(committee: learn.Committee) -> None:
    maps = features(1).maps
    other = maps.eyes.copy()
    other[:, 1] = 0  # the eye on the crop's right: the subject's left
    before, after = (fit.predict(committee, Maps(maps.face, seen, maps.lips)).units for seen in (maps.eyes, other))
    left, right = (DEFAULT.index(f"eyelid{side}") for side in ("Left", "Right"))
    moved = (before - after).abs().mean(0)
    assert moved[left] > 0.05
    assert moved[right] == pytest.approx(moved[left].item() * heads.OTHER / (1 - heads.OTHER), rel=1e-3)


def test_confidence_is_high_on_faces_low_on_covered_ones_and_near_zero_on_none(committee: learn.Committee) -> None:
    unseen = features(1)
    sure = fit.predict(committee, unseen.maps).sight.numpy()
    assert sure.min() >= 0 and sure.max() <= 1
    plain, hidden = sure[unseen.covered < 0.1].mean(), sure[unseen.covered > 0.8].mean()
    none = fit.predict(committee, nothing()).sight.numpy().mean()
    assert plain > 0.8 > 0.4 > hidden
    assert none < 0.2


def test_confidence_rises_with_the_logit_and_by_one_in_all() -> None:
    logits = torch.tensor([-9.0, -1.0, 0.5, 2.0, 9.0])
    passed = heads.risen(logits, torch.tensor([-2.0, 0.0, 1.0]))
    assert passed.tolist() == [[0, 0], [0.5, 0], [1, 0.5], [1, 1], [1, 1]]


def test_the_same_seed_gives_the_same_head() -> None:
    seen = features(0)
    short = fit.Recipe(steps=5, batch=64, nothing=8)
    answers = (
        fit.predict(fit.fit(seen, seen.units, nothing(), seed, short), seen.maps.rows(slice(8))) for seed in (3, 3, 4)
    )
    first, again, other = (answer.units.numpy() for answer in answers)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_crops_without_a_face_are_told_from_faces_by_a_difference_that_is_the_same_in_all() -> None:
    """A batch norm that saw the two apart would take just that away."""
    seen, other = features(0), features(5).maps
    brighter = Maps(other.face + np.float16(0.2), other.eyes + np.float16(0.2), other.lips + np.float16(0.2))
    head = fit.fit(seen, seen.units, brighter, 0, fit.Recipe(steps=150, batch=48, nothing=24))
    plain = features(1)
    faces, none = (fit.predict(head, maps).sight.numpy() for maps in (plain.maps, brighter))
    assert (faces[plain.covered < 0.1] > 0).mean() > 0.9
    assert (none < 0).mean() > 0.95


def test_a_trained_head_is_found_again(tmp_path: Path) -> None:
    reports = []
    short = fit.Recipe(steps=100, batch=64, nothing=8)
    for _ in range(2):
        learn.learn(lesson(features(0)), 1, short, tmp_path, reports.append)
    assert len(reports) == 1


def test_labels_of_other_renders_are_refused() -> None:
    seen = features(0)
    with pytest.raises(learn.LabelsError, match="python -m weights estimate"):
        learn.taught(seen, seen.units, np.full_like(seen.units, np.nan), np.zeros(COUNT, np.float32))
