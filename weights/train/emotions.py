# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Whether the 29 numbers tell emotions: each face gets the name that most of its five nearest neighbours among other
people's faces have (as ExpNet's authors compare expression coefficients, FG 2018).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from bridge.sender.detect import Detector
from weights.colour import LUMINANCE, to_srgb
from weights.processes import spread
from weights.render.emotions import NEUTRAL, sample
from weights.render.store import decode, encode

from . import backgrounds, compose, place
from .compose import coarsened
from .evaluate import Model
from .keeping import keep
from .renders import Render
from .score import less_mean

if TYPE_CHECKING:
    from weights.render.renderer import Renderer

PEOPLE: Final = 60
"""Rendered ones."""
_NEIGHBOURS: Final = 5
_SEED: Final = 41
_SIZE: Final = 192

Values = NDArray[np.floating]


@dataclass(frozen=True)
class Faces:
    """``crops`` (n, 192, 192, 3) RGB u8 and, of each, the ``person`` (n,) and the ``emotion`` (n,), "neutral" for one
    at rest; ``asked`` (n,): those whose emotion is to be told, the others only say how their person looks. ``missed``:
    pictures in which no face was found."""

    crops: NDArray[np.uint8]
    person: NDArray[np.str_]
    emotion: NDArray[np.str_]
    asked: NDArray[np.bool_]
    missed: int = 0


def less_rest(values: Values, person: NDArray[np.str_], emotion: NDArray[np.str_]) -> Values:
    """(n, 29) less the mean over the faces at rest of the same person, over all of them where none is at rest."""
    out = np.array(values, np.float64)
    for who in np.unique(person):
        own = person == who
        rest = own & (emotion == NEUTRAL)
        out[own] -= out[rest if rest.any() else own].mean(0)
    return out


def named(values: Values, person: NDArray[np.str_], emotion: NDArray[np.str_]) -> list[str]:
    """The emotion that each of the faces (n, 29) is taken for. Every channel counts by its deviation; of names that as
    many neighbours have, the one whose neighbour is nearest wins."""
    scaled = (values - values.mean(0)) / (values.std(0) + 1e-6)
    found = []
    for face, who in zip(scaled, person, strict=True):
        others = np.flatnonzero(person != who)
        near = others[np.argsort(np.square(scaled[others] - face).sum(1), kind="stable")[:_NEIGHBOURS]]
        names = emotion[near].tolist()
        found.append(max(names, key=names.count))  # the first of several: the nearest
    return found


def told(values: Values, person: NDArray[np.str_], emotion: NDArray[np.str_]) -> float:
    """Share of the faces (n, 29) that are ``named`` as they should be."""
    return float(np.mean(np.array(named(values, person, emotion)) == emotion))


@dataclass(frozen=True)
class Told:
    """Share of ``count`` faces of ``people`` whose emotion is told by the numbers as they are, less the person's mean,
    less the person at rest, and by those of the same faces 32 pixels high less the person's mean. ``missed``: pictures
    in which no face was found."""

    count: int
    people: int
    plain: float
    mean: float
    rest: float
    coarse: float
    missed: int


def score(model: Model, faces: Faces) -> Told:
    """Raises ``ValueError`` where no two people are asked for."""
    asked, person, emotion = faces.asked, faces.person, faces.emotion
    if len(np.unique(person[asked])) < 2:
        raise ValueError("An emotion is told from other people's faces: there must be two people at least.")

    def share(values: Values) -> float:
        return told(values[asked], person[asked], emotion[asked])

    found, coarse = (model(crops)["expression"] for crops in (faces.crops, coarsened(faces.crops)))
    return Told(
        int(asked.sum()),
        len(np.unique(person[asked])),
        share(found),
        share(less_mean(found, person)),
        share(less_rest(found, person, emotion)),
        share(less_mean(coarse, person)),
        faces.missed,
    )


_renderer: Renderer | None = None  # one OpenGL context per process


def _fill(folder: Path, number: int) -> None:
    """The crops of one person."""
    from weights.render.renderer import Renderer

    global _renderer
    if _renderer is None:
        _renderer = Renderer(_SIZE)
    person, shown = sample(number, _renderer.figures.face.identity)
    rng, skin = np.random.default_rng((_SEED, number)), float(to_srgb(person.look.skin_colour) @ LUMINANCE)
    detector, crops, names = Detector(), [], []
    for (name, _), made in zip(shown, _renderer.render(person, [frame for _, frame in shown]), strict=True):
        render = Render(decode(encode(made.rgba)[0]), skin)
        picture = compose.plain(rng, render, backgrounds.draw(rng, "test"))
        crop = place.seen(detector, np.ascontiguousarray(picture[..., ::-1]))
        if crop is not None:
            crops.append(crop)
            names.append(name)
    keep(
        _file(folder, number),
        crops=np.array(crops, np.uint8),
        names=np.array(names, np.str_),
        total=np.array(len(shown)),
    )


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number:04d}.npz"


def rendered(folder: Path, people: int, processes: int, report: Callable[[int], None]) -> Faces:
    """So many rendered people in plain light, at rest and in seven emotions. What was made before is found again in
    ``folder``; ``report(people)`` is called with how many are done."""
    missing = [number for number in range(people) if not _file(folder, number).is_file()]
    if missing:
        for done in spread(_fill, [(folder, number) for number in missing], processes):
            report(people - len(missing) + done)
    crops, person, emotion, total = [], [], [], 0
    for number in range(people):
        with np.load(_file(folder, number), allow_pickle=False) as file:
            total += int(file["total"])
            if len(file["crops"]):
                crops.append(file["crops"])
                emotion.append(file["names"])
                person += [str(number)] * len(file["crops"])
    joined = np.concatenate(crops)
    return Faces(joined, np.array(person), np.concatenate(emotion), np.ones(len(joined), np.bool_), total - len(joined))
