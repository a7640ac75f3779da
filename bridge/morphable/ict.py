# SPDX-License-Identifier: GPL-3.0-or-later
"""ICT-FaceKit's FaceXModel (MIT): a folder of ``.obj`` files with one order of vertices, cm.

Its 53 expressions are Apple's with ``_L`` and ``_R``: here they get Apple's own names, and the two that Apple does not
split are added up, so that every ARKit-driven animation, the default weights' too, drives the head."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..basis import ARKIT
from . import wavefront
from .model import Components, Morphable, MorphableError, Report, identities, none

NEUTRAL: Final = "generic_neutral_mesh.obj"
_LIST: Final = "vertex_indices.json"
_EXTRA: Final = ("PupilDilate_L", "PupilDilate_R", "cheekRaiser_L", "cheekRaiser_R")
"""There as files, but not in the list."""

_SIDES: Final = {"_L": "Left", "_R": "Right"}
_MOST: Final = 200
_LONGEST_LIST: Final = 16 << 20
"""Bytes read of the list, which names vertices too."""


def read(folder: Path, count: int, report: Report) -> Morphable:
    """The model in ``folder``, with no more than ``count`` identity components. Raises ``MorphableError``."""
    if not (folder / NEUTRAL).is_file():
        raise MorphableError(f"{folder} has no {NEUTRAL}: choose the folder FaceXModel of ICT-FaceKit.")
    report("Reading the neutral face", 0.0)
    neutral = wavefront.read(folder / NEUTRAL)
    people = sorted(path for path in folder.glob("identity[0-9]*.obj"))[:count]
    names = _names(folder)
    total, done = len(names) + len(people), 0
    shapes: dict[str, NDArray[np.float32]] = {}
    for name in names:
        report(f"Reading {name}", 0.05 + 0.9 * done / total)
        delta = _delta(folder / f"{name}.obj", neutral.places)
        arkit = _arkit(name)
        shapes[arkit] = shapes[arkit] + delta if arkit in shapes else delta
        done += 1
    others = []
    for path in people:
        report(f"Reading {path.stem}", 0.05 + 0.9 * done / total)
        others.append(_delta(path, neutral.places))
        done += 1
    number = len(shapes)
    return Morphable(
        name="ICT Face",
        basis="",
        mean=neutral.places,
        faces=neutral.faces,
        expressions=Components(tuple(shapes), np.array(list(shapes.values())), (0.0,) * number, (1.0,) * number),
        identities=identities(np.array(others)) if others else none(len(neutral.places)),
        unit=0.01,
        uv=neutral.uv,
        uv_faces=neutral.uv_faces,
    )


def _names(folder: Path) -> list[str]:
    """The listed expressions, then those that are only there as files."""
    try:
        with open(folder / _LIST, "rb") as file:
            listed = json.loads(file.read(_LONGEST_LIST))["expressions"]
        names = [name for name in listed if re.fullmatch(r"\w{1,40}", name)]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise MorphableError(
            f"{folder / _LIST} is missing or names no expressions: download ICT-FaceKit again."
        ) from None
    if not names or len(names) > _MOST:
        raise MorphableError(f"{folder / _LIST} names {len(names)} expressions: download ICT-FaceKit again.")
    names = list(dict.fromkeys(names))
    return names + [name for name in _EXTRA if name not in names and (folder / f"{name}.obj").is_file()]


def _arkit(name: str) -> str:
    """Apple's spelling; a side that Apple does not tell apart is dropped."""
    stem, side = name[:-2], _SIDES.get(name[-2:])
    if side is None:
        return name
    return stem if stem in ARKIT else stem + side


def _delta(path: Path, neutral: NDArray[np.float32]) -> NDArray[np.float32]:
    places = wavefront.read_places(path)
    if places.shape != neutral.shape:
        raise MorphableError(f"{path.name} has {len(places)} vertices, the neutral face {len(neutral)}.")
    return places - neutral
