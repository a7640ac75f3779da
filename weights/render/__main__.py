# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m weights.render OUT --count N``: fill a store with renders, or go on where it stopped."""

from __future__ import annotations

import argparse
import os

from .run import render
from .wardrobe import SPLITS


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m weights.render", description="Render faces to train on.")
    parser.add_argument("out", help="folder of the store; an interrupted run goes on there")
    parser.add_argument("--count", type=int, default=10240, help="renders (default %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="every seed gives other people (default %(default)s)")
    parser.add_argument(
        "--split", choices=SPLITS, default="train", help="which assets and lights (default %(default)s)"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="default: one per core")
    arguments = parser.parse_args()
    try:
        render(arguments.out, arguments.count, arguments.seed, arguments.processes, arguments.split)
    except (FileNotFoundError, ConnectionError, RuntimeError, ValueError) as error:
        raise SystemExit(str(error)) from None
    except KeyboardInterrupt:
        raise SystemExit("Stopped. The same command goes on from here.") from None


if __name__ == "__main__":
    main()
