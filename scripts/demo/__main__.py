# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m scripts.demo [VIDEO]``: a video of a face becomes out/demo.blend, out/demo.mp4 and out/curves.png.

Without a video, one is made first: the head speaks and emotes from known curves, which the result is compared with.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bridge.errors import UserError

from ..paths import OUT
from .blender import blender, prepare
from .clock import Clock


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.demo", description=__doc__)
    parser.add_argument("video", nargs="?", type=Path, metavar="VIDEO", help="video of a face (default: one is made)")
    parser.add_argument("--model", type=Path, metavar="ONNX", help="weights to use in place of the default ones")
    arguments = parser.parse_args()
    video: Path | None = arguments.video
    if video is not None and not video.is_file():
        print(f"There is no file {video}: give the path of a video of a face.", file=sys.stderr)
        return 1
    OUT.mkdir(exist_ok=True)
    prepare()
    clock = Clock()
    try:
        with blender(arguments.model):
            from . import show

            show.run(OUT, video, clock)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{clock.total:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
