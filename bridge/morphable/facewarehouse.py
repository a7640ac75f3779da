# SPDX-License-Identifier: GPL-3.0-or-later
"""One person of FaceWarehouse (Cao, Weng, Zhou, Tong, Zhou, TVCG 2014): ``shape.bs``, one neutral face and 46 shapes.

The file holds places alone; the faces come from any ``.obj`` of the same person, which has the same vertices. What its
shapes are called and how large a unit is the file does not say: the names follow the list that CPEM publishes, spelled
as Apple's where they mean the same, and the unit is the power of ten that makes the face nearest to life-size."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from . import wavefront
from .binary import Numbers
from .model import MAX_COMPONENTS, MAX_VERTICES, Components, Morphable, MorphableError, Report, none


def _sides(*stems: str) -> tuple[str, ...]:
    return tuple(stem + side for stem in stems for side in ("Left", "Right"))


NAMES: Final = (
    *_sides("eyeBlink", "eyeSquint", "eyeLookDown", "eyeLookIn", "eyeWide", "eyeLookOut", "eyeLookUp", "browDown"),
    "browInnerUp", *_sides("browOuterUp"), "jawForward", "jawLeft", "jawOpen", "jawRight", "mouthLeft", "mouthRight",
    *_sides("mouthFrown", "mouthSmile", "mouthPress", "mouthDimple"), "mouthRollUpper", "mouthRollLower",
    "mouthUpperUp", "mouthLowerDown", "lipLowerDown", "mouthFunnel", "mouthPucker", "mouthShrug", "lipUpperUp",
    "noseSneer", "cheekPuff", *_sides("cheekSquint"),
)  # fmt: skip
"""The 46 shapes after the neutral one."""

HEIGHT: Final = 0.25
"""Metres from the chin to the top of a head, about."""


def is_model(head: bytes, size: int) -> bool:
    """Whether a file of ``size`` bytes that begins with ``head`` may be one: its three counts give its length."""
    shapes, count, faces = (int(value) for value in np.frombuffer(head[:12].ljust(12, b"\xff"), "<i4"))
    plausible = 0 < shapes <= MAX_COMPONENTS and 3 <= count <= MAX_VERTICES and faces > 0
    return plausible and size == 12 + (shapes + 1) * count * 12


def read(path: Path, mesh: Path | None, report: Report) -> Morphable:
    """The person in ``path`` with the faces of ``mesh``. Raises ``MorphableError``."""
    report("Reading the blendshapes", 0.1)
    numbers = Numbers(path)
    number, count, _ = (numbers.number("i") for _ in range(3))
    if not 0 < number <= MAX_COMPONENTS or not 3 <= count <= MAX_VERTICES:
        raise numbers.damaged()
    shapes = numbers.array((number + 1) * count * 3, "<f4").reshape(-1, count, 3)
    mesh = mesh or _beside(path)
    if mesh is None:
        raise MorphableError(
            f"{path.name} holds no faces: choose an .obj of the same person with it, or leave it in its Tester folder "
            "beside TrainingPose."
        )
    report("Reading the faces", 0.6)
    form = wavefront.read(mesh)
    if len(form.places) != count:
        raise MorphableError(f"{mesh.name} has {len(form.places)} vertices, {path.name} {count}: choose one that fits.")
    names = NAMES if number == len(NAMES) else tuple(f"shape{index:02d}" for index in range(1, number + 1))
    unit = _unit(shapes[0])
    return Morphable(
        name="FaceWarehouse Face",
        basis="",
        mean=shapes[0],
        faces=form.faces,
        expressions=Components(names, shapes[1:] - shapes[0], (0.0,) * number, (1.0,) * number),
        identities=none(count),
        unit=unit,
        uv=form.uv,
        uv_faces=form.uv_faces,
        notes=(f"{path.name} names no unit: one was taken for {unit:g} m, scale the head if that is wrong.",),
    )


def _unit(mean: NDArray[np.float32]) -> float:
    """Metres in one unit, a power of ten."""
    height = float(np.ptp(mean[:, 1]))
    if not 0 < height < 1e9:
        raise MorphableError("The face has no height: the file is damaged.")
    return float(10.0 ** np.clip(np.round(np.log10(HEIGHT / height)), -6, 1))


def _beside(path: Path) -> Path | None:
    """The first pose of the person whose folder ``path`` lies in."""
    for folder in (path.parent, path.parent.parent / "TrainingPose"):
        found = sorted(folder.glob("*.obj"))
        if found:
            return found[0]
    return None
