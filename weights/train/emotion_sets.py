# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs of posed emotions, for those who have them: the Extended Cohn-Kanade set (CK+; Lucey et al., CVPRW 2010)
and JAFFE (Lyons et al., FG 1998). Measured on, never trained on, and no picture of them is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bridge.sender.detect import Detector
from weights.render.emotions import NEUTRAL

from .emotions import Faces
from .place import seen

_CODES: Final[dict[float, str]] = dict(
    enumerate((NEUTRAL, "anger", "contempt", "disgust", "fear", "happiness", "sadness", "surprise"))
)
"""By the number in a label file of CK+."""
_LETTERS: Final = {
    "AN": "anger", "DI": "disgust", "FE": "fear", "HA": "happiness", "NE": NEUTRAL, "SA": "sadness", "SU": "surprise",
}  # fmt: skip
"""In a file's name of JAFFE."""
_SUFFIXES: Final = (".png", ".tiff", ".tif", ".jpg")
_LABEL: Final = "_emotion.txt"


class _Picture(NamedTuple):
    path: Path
    person: str
    emotion: str
    asked: bool


def _pictures(root: Path) -> dict[str, Path]:
    """All of a folder's pictures by the name without its ending."""
    return {path.stem: path for path in sorted(root.rglob("*")) if path.suffix.lower() in _SUFFIXES}


def _code(path: Path) -> str:
    """The emotion in a label file, which holds a number such as 3.0000000e+00."""
    try:
        return _CODES[float(path.read_text("utf-8", "replace"))]
    except (ValueError, KeyError):
        raise ValueError(f"{path} is no label of CK+: it should hold a number from 0 to 7.") from None


def _cohn_kanade(root: Path) -> Iterator[_Picture]:
    """Of each labelled sequence the last picture, whose emotion is asked for, and the first, at rest. A label is named
    as that last picture is: S005_001_00000011_emotion.txt."""
    pictures = _pictures(root)
    for label in sorted(root.rglob("S*" + _LABEL)):
        last = label.name.removesuffix(_LABEL)
        sequence = last.rpartition("_")[0] + "_"
        first = min((name for name in pictures if name.startswith(sequence)), default=None)
        if first is not None and last in pictures:
            person = last.partition("_")[0]
            yield _Picture(pictures[first], person, NEUTRAL, False)
            yield _Picture(pictures[last], person, _code(label), True)


def _jaffe(root: Path) -> Iterator[_Picture]:
    """All pictures, named as KA.AN1.39.tiff is: person, emotion and its turn, number."""
    for path in _pictures(root).values():
        person, _, rest = path.name.partition(".")
        if rest[:2] in _LETTERS:
            yield _Picture(path, person, _LETTERS[rest[:2]], True)


SETS: Final = {"EXPNET_CKPLUS": ("CK+", _cohn_kanade), "EXPNET_JAFFE": ("JAFFE", _jaffe)}
"""Environment variable that names the folder of a set, the set's name, and what lists its pictures."""


def _read(path: Path) -> NDArray[np.uint8]:
    """(H, W, 3) BGR."""
    picture = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR) if path.stat().st_size else None
    if picture is None:
        raise ValueError(f"{path} cannot be read as a picture: copy the set anew.")
    return np.asarray(picture, np.uint8)


def faces() -> Iterator[tuple[str, Faces]]:
    """The name and the faces of each set whose folder the environment names. Raises ``ValueError`` for a folder that
    does not hold the set, and for a file in it that cannot be read."""
    for variable, (name, listed) in SETS.items():
        if not (folder := os.environ.get(variable)):
            continue
        pictures = list(listed(Path(folder)))
        if not pictures:
            raise ValueError(f"{variable} is {folder}, which holds no pictures and labels of {name}: name its folder.")
        detector = Detector()
        crops = [seen(detector, _read(picture.path)) for picture in pictures]
        found = [picture for picture, crop in zip(pictures, crops, strict=True) if crop is not None]
        if not found:
            raise ValueError(f"{variable} is {folder}, in whose pictures no face is found: name the folder of {name}.")
        yield (
            name,
            Faces(
                np.stack([crop for crop in crops if crop is not None]),
                np.array([picture.person for picture in found]),
                np.array([picture.emotion for picture in found]),
                np.array([picture.asked for picture in found]),
                len(pictures) - len(found),
            ),
        )
