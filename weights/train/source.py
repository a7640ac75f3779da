# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the trunk's file lies: in the PyPI package ``mediapipe``, fetched once when it is absent."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..wheel import unpacked

PACKAGE: Final = "mediapipe==0.10.21"
ENVIRONMENT: Final = "EXPNET_MEDIAPIPE"
"""Environment variable that names an unpacked wheel (the folder that holds ``mediapipe/modules``)."""

_TRUNK: Final = "mediapipe/modules/face_landmark/face_landmark.tflite"
# One known build: the package has none for every Python, and only its data is read.
_BUILD: Final = ("--only-binary=:all:", "--python-version=3.11", "--platform=manylinux_2_28_x86_64")


def trunk_file() -> Path:
    """``face_landmark.tflite``; downloads the wheel at need. Errors: ``unpacked``."""
    return unpacked(PACKAGE, ENVIRONMENT, (_TRUNK,), _BUILD) / _TRUNK
