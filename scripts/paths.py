# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things lie in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
BUILD: Final = ROOT / "build"
STAGE: Final = BUILD / "stage" / "expnet"
WHEELS: Final = BUILD / "wheels"
DIST: Final = ROOT / "dist"
OUT: Final = ROOT / "out"
MANIFEST: Final = ROOT / "blender_manifest.toml"
