# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of docs/guide.md, from the screenshots that ``make gui-test`` has left: cut, shrunk and few-coloured.

Run as ``python -m scripts.gui.guide``.
"""

from __future__ import annotations

import sys
from typing import Final

from PIL import Image

from ..paths import OUT, ROOT

BLENDER: Final = "5.2"
COLOURS: Final = 192

VIEW: Final = (0, 30, 1056, 720)
"""The viewport and its sidebar, of a screen of 1280 x 800: left, top, right, bottom."""

SIDEBAR: Final = (764, 84, 1056, 720)

PICTURES: Final = {
    "install": ("01-install", (0, 0, 1280, 800), 720),
    "tab": ("02-tab", VIEW, 720),
    "head": ("03-head", VIEW, 720),
    "drop": ("04-drop", (200, 84, 1056, 640), 720),
    "solving": ("05-solving", (0, 30, 1056, 800), 720),
    "solved": ("07-solved", VIEW, 720),
    "refine": ("09-refined", SIDEBAR, 292),
    "faces": ("70-faces", (764, 84, 1030, 640), 266),
    "error": ("10-error", (0, 30, 1056, 800), 720),
    "redo": ("31-redo-panel", VIEW, 720),
}
"""Name -> screenshot, part of it, and width in the guide, pixels."""


def main() -> int:
    target = ROOT / "docs" / "guide"
    target.mkdir(parents=True, exist_ok=True)
    for name, (source, part, width) in PICTURES.items():
        path = OUT / "gui" / BLENDER / f"{source}.png"
        if not path.exists():
            raise SystemExit(f"{path} is not there: run `make gui-test` first.")
        picture = Image.open(path).convert("RGB").crop(part)
        height = round(picture.height * width / picture.width)
        small = picture.resize((width, height), Image.Resampling.LANCZOS)
        small.quantize(COLOURS, dither=Image.Dither.NONE).save(target / f"{name}.png", optimize=True)
    print(f"{len(PICTURES)} pictures in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
