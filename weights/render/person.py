# SPDX-License-Identifier: GPL-3.0-or-later
"""One take: a person in one light before one camera, and the frames in which only face and head move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from weights.face import TargetSet

from . import camera, expression, glasses, hands, headwear, identity, light, look, props, resting, strands
from .camera import Camera, Pose
from .expression import Expression
from .glasses import Glasses
from .hands import Hand
from .headwear import Headwear, Shell
from .identity import Identity
from .light import Light
from .look import Look
from .props import Prop
from .strands import Locks
from .wardrobe import SPLITS, wardrobe

WEARS_GLASSES: Final = 0.22
WEARS_HEADWEAR: Final = 0.14
CLOSE_HAIR: Final = 0.28
"""Share of the people whose hair is a shell over the skull instead of a mesh of its own."""
LOCKS: Final = 0.22
"""Share of the people with hair who have some in the face."""
VISITED: Final = 0.3
"""Share of the takes into which hands or things come, in some of the frames; of the single pictures, a third less."""
AT_REST: Final = 0.08
"""Share of the frames of a take that show the neutral face."""


@dataclass(frozen=True)
class Person:
    """Everything that stays the same through a take. ``rest`` (52,): what the face shows where its labels say 0."""

    identity: Identity
    rest: NDArray[np.float32]
    look: Look
    glasses: Glasses | None
    headwear: Headwear | None
    close_hair: Shell | None
    locks: Locks | None
    light: Light
    camera: Camera

    @property
    def shell(self) -> Shell | None:
        """The one shell over the head, if any."""
        return self.headwear.shell if self.headwear and self.headwear.shell else self.close_hair


@dataclass(frozen=True)
class Frame:
    """What moves."""

    expression: Expression
    pose: Pose
    hand: Hand | None = None
    prop: Prop | None = None


def take_seed(seed: int, split: str, number: int) -> np.random.Generator:
    """The random numbers of take ``number``: none is shared between seeds, splits or takes."""
    return np.random.default_rng(np.random.SeedSequence((seed, SPLITS.index(split), number)))


def sample_person(rng: np.random.Generator, targets: TargetSet, split: str) -> Person:
    who = identity.sample(rng, targets)
    appearance = look.sample(rng, who, wardrobe(split))
    worn = headwear.sample(rng) if rng.random() < WEARS_HEADWEAR else None
    close = headwear.hair_shell(rng, appearance.hair_colour) if rng.random() < CLOSE_HAIR else None
    if worn is not None and worn.hides_hair:
        close = None
    if close is not None or worn is not None and worn.hides_hair:
        appearance = replace(appearance, hair=None)
    bare = appearance.hair is None and close is None
    return Person(
        identity=who,
        rest=resting.sample(rng),
        look=appearance,
        glasses=glasses.sample(rng) if rng.random() < WEARS_GLASSES else None,
        headwear=worn,
        close_hair=close,
        locks=strands.sample(rng) if not bare and rng.random() < LOCKS else None,
        light=light.sample(rng, split),
        camera=camera.sample_camera(rng),
    )


def _before(rng: np.random.Generator, size: float, tone: float, sleeve: float) -> tuple[Hand | None, Prop | None]:
    """What is before the face: a hand, a thing, or a thing in a hand."""
    hand, prop = hands.sample(rng, size, tone, sleeve), props.sample(rng)
    draw = rng.random()
    if draw < 0.6:
        return hand, None
    return (hands.holding(rng, hand, prop) if draw < 0.85 else None), prop


def sample_frames(rng: np.random.Generator, person: Person, count: int) -> list[Frame]:
    """``count`` frames of the person; one frame alone may be turned further."""
    size, tone, sleeve = rng.uniform(0.82, 1.08), float(np.exp(rng.normal(0, 0.08))), float(rng.random() < 0.6)
    visited = rng.random() < VISITED
    share = (0.67 if count == 1 else rng.uniform(0.2, 0.9)) * visited
    frames = []
    for _ in range(count):
        shown = expression.neutral(rng) if rng.random() < AT_REST else expression.sample(rng)
        pose = camera.sample_pose(rng, person.camera, alone=count == 1)
        hand, prop = _before(rng, size, tone, sleeve) if rng.random() < share else (None, None)
        frames.append(Frame(shown, pose, hand, prop))
    return frames
