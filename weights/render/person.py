# SPDX-License-Identifier: GPL-3.0-or-later
"""One take: a person in one light before one camera, and the frames in which only face and head move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from weights.face import TargetSet

from . import camera, expression, glasses, identity, light, look
from .camera import Camera, Pose
from .expression import Expression
from .glasses import Glasses
from .identity import Identity
from .light import Light
from .look import Look
from .wardrobe import SPLITS, wardrobe

WEARS_GLASSES: Final = 0.16
AT_REST: Final = 0.08
"""Share of the frames of a take that show the neutral face."""


@dataclass(frozen=True)
class Person:
    """Everything that stays the same through a take."""

    identity: Identity
    look: Look
    glasses: Glasses | None
    light: Light
    camera: Camera


@dataclass(frozen=True)
class Frame:
    """What moves."""

    expression: Expression
    pose: Pose


def take_seed(seed: int, split: str, number: int) -> np.random.Generator:
    """The random numbers of take ``number``: none is shared between seeds, splits or takes."""
    return np.random.default_rng(np.random.SeedSequence((seed, SPLITS.index(split), number)))


def sample_person(rng: np.random.Generator, targets: TargetSet, split: str) -> Person:
    who = identity.sample(rng, targets)
    return Person(
        identity=who,
        look=look.sample(rng, who, wardrobe(split)),
        glasses=glasses.sample(rng) if rng.random() < WEARS_GLASSES else None,
        light=light.sample(rng, split),
        camera=camera.sample_camera(rng),
    )


def sample_frames(rng: np.random.Generator, person: Person, count: int) -> list[Frame]:
    """``count`` frames of the person; one frame alone may be turned further."""
    return [
        Frame(
            expression.neutral(rng) if rng.random() < AT_REST else expression.sample(rng),
            camera.sample_pose(rng, person.camera, alone=count == 1),
        )
        for _ in range(count)
    ]
