# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays the extension out as it ships: manifest, add-on, bridge and default weights in one folder.

Blender wants ``__init__.py`` beside the manifest, which the folders of a checkout do not give. A stage of links serves
development and the tests (an edit is live after *Reload Scripts*); a stage of copies is what the zip is built from.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from .paths import MANIFEST, ROOT, STAGE

SHIPPED_WEIGHTS = ("*.onnx", "NOTICE*")
SKIPPED = shutil.ignore_patterns("__pycache__", "*.pyc", ".*", "*.blend1")


def contents() -> Iterator[tuple[Path, Path]]:
    """Yield (source, path inside the stage) of all that ships, wheels apart."""
    yield MANIFEST, Path(MANIFEST.name)
    yield ROOT / "LICENSE", Path("LICENSE")
    yield ROOT / "bridge", Path("bridge")
    for source in sorted((ROOT / "expnet_blender").iterdir()):
        if source.name != "__pycache__" and not source.name.startswith("."):
            yield source, Path(source.name)
    for pattern in SHIPPED_WEIGHTS:
        for source in sorted((ROOT / "weights").glob(pattern)):
            yield source, Path("weights", source.name)


def stage(target: Path, *, link: bool) -> Path:
    """Make ``target`` anew as a stage of links or of copies; returns it."""
    if target.is_symlink():
        raise SystemExit(f"{target} is a link; remove it, so that nothing behind it is overwritten.")
    shutil.rmtree(target, ignore_errors=True)
    for source, inside in contents():
        destination = target / inside
        destination.parent.mkdir(parents=True, exist_ok=True)
        if link:
            destination.symlink_to(source, target_is_directory=source.is_dir())
        elif source.is_dir():
            shutil.copytree(source, destination, ignore=SKIPPED)
        else:
            shutil.copy2(source, destination)
    return target


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.stage", description=__doc__)
    parser.add_argument("--target", type=Path, default=STAGE, help="folder to make (default: build/stage/expnet)")
    parser.add_argument("--copy", action="store_true", help="copy the files instead of linking to them")
    arguments = parser.parse_args()
    print(stage(arguments.target, link=not arguments.copy))
    return 0


if __name__ == "__main__":
    sys.exit(main())
