# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the trunks' files lie: in the PyPI package ``mediapipe``, fetched once when they are absent."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..wheel import unpacked

PACKAGE: Final = "mediapipe==0.10.21"
ENVIRONMENT: Final = "EXPNET_MEDIAPIPE"
"""Environment variable that names an unpacked wheel (the folder that holds ``mediapipe/modules``)."""

_FACE: Final = "mediapipe/modules/face_landmark/face_landmark.tflite"
_EYE: Final = "mediapipe/modules/iris_landmark/iris_landmark.tflite"
_LIPS: Final = "mediapipe/modules/face_landmark/face_landmark_with_attention.tflite"
# One known build: the package has none for every Python, and only its data is read.
_BUILD: Final = ("--only-binary=:all:", "--python-version=3.11", "--platform=manylinux_2_28_x86_64")


def trunk_files() -> tuple[Path, Path, Path]:
    """``face_landmark.tflite``, ``iris_landmark.tflite`` and ``face_landmark_with_attention.tflite``; downloads the
    wheel at need. Errors: ``unpacked``."""
    root = unpacked(PACKAGE, ENVIRONMENT, (_FACE, _EYE, _LIPS), _BUILD)
    return root / _FACE, root / _EYE, root / _LIPS
