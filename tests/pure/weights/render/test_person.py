# SPDX-License-Identifier: GPL-3.0-or-later
"""Random people: the same from the same numbers, other people in the test split, and of both sexes and all ages."""

from __future__ import annotations

import numpy as np
import pytest

from bridge import basis
from tests.support.face import load_or_skip
from weights.face import TargetSet
from weights.render import identity, person, resting, wardrobe
from weights.render.glasses import build, frame_triangles, lens_triangles
from weights.render.glasses import sample as sample_glasses


@pytest.fixture(scope="module")
def targets() -> TargetSet:
    return load_or_skip().identity


def test_the_same_take_gives_the_same_person_and_frames(targets: TargetSet):
    def take(number: int):
        rng = person.take_seed(4, "train", number)
        who = person.sample_person(rng, targets, "train")
        return who, person.sample_frames(rng, who, 3)

    (first, frames), (again, repeated), (other, _) = take(7), take(7), take(8)
    assert (
        (first.rest == again.rest).all() and first.headwear == again.headwear and first.close_hair == again.close_hair
    )
    assert [(f.hand, f.prop) for f in frames] == [(f.hand, f.prop) for f in repeated]
    assert first.identity == again.identity and first.look == again.look and first.camera == again.camera
    assert [f.pose for f in frames] == [f.pose for f in repeated]
    assert all((a.expression.members == b.expression.members).all() for a, b in zip(frames, repeated, strict=True))
    assert first.identity != other.identity


def test_splits_share_no_asset_and_no_random_numbers(targets: TargetSet):
    worn = {}
    for split in wardrobe.SPLITS:
        people = [person.sample_person(person.take_seed(1, split, i), targets, split) for i in range(60)]
        worn[split] = {
            name
            for who in people
            for name in (who.look.skin, who.look.hair, who.look.brows, who.look.lashes, who.look.teeth)
            if name
        } | {who.light.environment for who in people}
    assert not worn["train"] & worn["test"]
    assert worn["test"] <= wardrobe.HELD_OUT | {"courtyard", "interior"}
    draws = [person.take_seed(1, split, 0).random(4) for split in wardrobe.SPLITS]
    assert (draws[0] != draws[1]).all()


def test_an_unknown_split_is_refused():
    with pytest.raises(ValueError, match="train, test"):
        wardrobe.wardrobe("valid")


def test_people_differ_in_sex_age_and_origin(targets: TargetSet):
    rng = np.random.default_rng(2)
    people = [identity.sample(rng, targets) for _ in range(300)]
    assert 0.3 < np.mean([who.male > 0.5 for who in people]) < 0.7
    ages = np.array([who.age for who in people])
    assert (ages < -0.2).mean() > 0.05 and (ages > 0.5).mean() > 0.1
    for origin in identity.ORIGINS:
        assert np.mean([getattr(who, origin) > 0.5 for who in people]) > 0.15
    for who in people[:20]:
        assert who.african + who.asian + who.caucasian == pytest.approx(1)
        assert all(weight > 0 for name, weight in who.targets if name not in identity.BROWS)


def test_heads_are_nearly_but_not_quite_symmetric(targets: TargetSet):
    rng = np.random.default_rng(6)
    mesh = load_or_skip().mesh
    uneven = []
    for _ in range(8):
        shape = mesh.vertices + targets.blend(dict(identity.sample(rng, targets).targets))
        mirrored = shape[mesh.mirror] * (-1, 1, 1)
        uneven.append(np.abs(shape - mirrored).max())
    assert 0.005 < np.mean(uneven) < 0.3  # dm


def test_things_come_and_go_within_a_take(targets: TargetSet):
    mixed = held = 0
    for number in range(120):
        rng = person.take_seed(3, "train", number)
        who = person.sample_person(rng, targets, "train")
        seen = [f.hand is not None or f.prop is not None for f in person.sample_frames(rng, who, 8)]
        mixed, held = mixed + (any(seen) and not all(seen)), held + sum(seen)
    assert mixed > 15 and 0.05 < held / 960 < 0.35


def test_nobody_wears_two_shells_or_hair_under_one(targets: TargetSet):
    worn = 0
    for number in range(200):
        who = person.sample_person(person.take_seed(5, "train", number), targets, "train")
        if who.headwear is not None and who.headwear.hides_hair:
            worn += 1
            assert who.close_hair is None and who.look.hair is None and who.shell is who.headwear.shell
        if who.close_hair is not None:
            assert who.look.hair is None and who.close_hair.fibre == 1
    assert worn > 8


def test_brows_are_not_lowered_on_average(targets: TargetSet):
    """What details do to the brows over many people, from the brows' own mesh."""
    face, rng = load_or_skip(), np.random.default_rng(4)
    brow = face.proxies["brows/eyebrow001"]
    heights = []
    for _ in range(60):
        chosen = dict(identity.sample(rng, targets).targets)
        heights.append(
            brow.follow(targets.blend({k: v for k, v in chosen.items() if k in identity.BROWS}))[:, 1].mean()
        )
    assert np.mean(heights) > 0 and np.std(heights) > 0.01


def test_lids_that_hang_at_rest_have_less_way_to_go():
    rest = np.zeros(len(basis.ARKIT), np.float32)
    rest[basis.ARKIT.index("eyeBlinkLeft")], rest[basis.ARKIT.index("eyeWideRight")] = 0.25, 1.0
    assert resting.lids(rest) == pytest.approx([0.25, -basis.WIDE])


def test_glasses_are_whole_meshes_before_the_eyes():
    eyes = np.array([[0.31, 0, 0], [-0.31, 0, 0]])
    rng = np.random.default_rng(1)
    for _ in range(20):
        frame, lens = build(sample_glasses(rng), eyes)
        assert set(frame_triangles().ravel()) == set(range(len(frame)))
        assert set(lens_triangles().ravel()) == set(range(len(lens)))
        assert np.isfinite(frame).all() and lens[:, 2].min() > -0.1
        assert frame[:, 0].min() < -0.5 < 0.5 < frame[:, 0].max()
