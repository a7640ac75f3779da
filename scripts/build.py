# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds and validates the extension's zips, one for each platform and Python, with the builder inside the bpy wheel.

Early releases of Blender 4.2 unpack wheels of every Python on top of each other; hence one zip for each, told apart by
the Blender versions that they are for.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from .environments import development, make
from .paths import BUILD, DIST, MANIFEST
from .stage import stage
from .system import ensure_libraries
from .wheels import PLATFORMS, PYTHONS, Platform, fetch, here


def manifest(platform: Platform, blenders: tuple[str, str | None], wheels: list[str]) -> str:
    """The manifest of one zip: the one of the checkout, narrowed to ``platform`` and to ``blenders`` (``PYTHONS``)."""
    first, beyond = blenders
    lines = [f'blender_version_min = "{first}"']
    if beyond:
        lines.append(f'blender_version_max = "{beyond}"')
    lines.append(f"platforms = {json.dumps([platform.id])}")
    lines.append(f"wheels = {json.dumps([f'./wheels/{name}' for name in wheels], indent=2)}")
    text, found = re.subn(r"(?m)^blender_version_min = .*$", "\n".join(lines), MANIFEST.read_text("utf-8"))
    if found != 1 or tomllib.loads(text)["platforms"] != [platform.id]:
        raise SystemExit(f"{MANIFEST} must name blender_version_min once, at its top level.")
    return text


def _builder(*arguments: str) -> None:
    environment = development()
    tools = sorted(environment.site_packages.glob("bpy/*/scripts/addons_core/bl_pkg/cli/blender_ext.py"))
    if subprocess.run([str(environment.executable), str(tools[-1]), *arguments], check=False).returncode:
        raise SystemExit(f"Blender's builder refused: {' '.join(arguments)}")


def build(
    platform: Platform, python: str, folder: Path = DIST, blenders: tuple[str, str | None] | None = None
) -> Path:
    """Build and validate one zip in ``folder``; returns its path. ``blenders``: other versions than those whose own
    builds have this ``python``, for distributions that build theirs with another."""
    version = tomllib.loads(MANIFEST.read_text("utf-8"))["version"]
    abi = f"{platform.id}-py{python.replace('.', '')}"
    staged = stage(BUILD / "zip" / abi / "expnet", link=False)
    (staged / "wheels").mkdir()
    wheels = fetch(platform, python)
    for wheel in wheels:
        shutil.copy2(wheel, staged / "wheels")
    text = manifest(platform, blenders or PYTHONS[python], [wheel.name for wheel in wheels])
    (staged / MANIFEST.name).write_text(text, "utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / f"expnet-{version}-{abi}.zip"
    package.unlink(missing_ok=True)
    _builder("build", "--source-dir", str(staged), "--output-filepath", str(package))
    _builder("validate", str(package))
    return package


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.build", description=__doc__)
    parser.add_argument("--platform", action="append", choices=PLATFORMS, help="may be repeated (default: this one)")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="may be repeated (default: 3.11 and 3.13)")
    parser.add_argument("--all", action="store_true", help="every platform, for Python 3.11 and 3.13")
    arguments = parser.parse_args()
    ensure_libraries()
    make(development())
    names = list(PLATFORMS) if arguments.all else arguments.platform
    platforms = [PLATFORMS[name] for name in names] if names else [here()]
    packages = [
        build(platform, python)
        for platform in platforms
        for python in arguments.python or ("3.11", "3.13")
        # Blender 5 has no build for Intel Macs.
        if not (platform.id == "macos-x64" and python != "3.11")
    ]
    for package in packages:
        print(f"{package.stat().st_size / 1e6:7.1f} MB  {package}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
