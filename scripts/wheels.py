# SPDX-License-Identifier: GPL-3.0-or-later
"""The wheels that a zip carries, for each platform and Python that Blender runs on.

NumPy is never among them: Blender brings its own, and extensions share one folder, so a second copy breaks others.
ONNX Runtime's own requirements (flatbuffers, protobuf, packaging) serve its converters; inference imports none of them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from platform import machine
from typing import Final

from .environments import development
from .paths import WHEELS


@dataclass(frozen=True)
class Platform:
    """Blender's name for a platform, the wheel tags that run on it, newest first, and the versions to bundle."""

    id: str
    tags: tuple[str, ...]
    bundled: tuple[str, ...]


_CURRENT: Final = ("opencv-python-headless==5.0.0.93", "onnxruntime==1.32.0", "msgpack==1.2.4", "h5py==3.16.0")
_INTEL_MAC: Final = ("opencv-python-headless==4.12.0.88", "onnxruntime==1.23.2", "msgpack==1.2.4", "h5py==3.16.0")
"""The last releases with wheels for Intel Macs."""

PLATFORMS: Final = {
    platform.id: platform
    for platform in (
        # Blender asks for glibc 2.28.
        Platform("linux-x64", ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux2014_x86_64"), _CURRENT),
        Platform("windows-x64", ("win_amd64",), _CURRENT),
        Platform("macos-arm64", ("macosx_14_0_arm64",), _CURRENT),
        Platform("macos-x64", ("macosx_13_0_x86_64",), _INTEL_MAC),
    )
}
"""Where all of them have wheels. Windows on ARM lacks OpenCV's."""

PYTHONS: Final = {
    "3.11": ("4.2.0", "5.1.0"),
    "3.13": ("5.1.0", None),
    "3.14": ("5.1.0", None),
}
"""Python version -> first Blender that a zip for it serves, and the first that it no longer serves.

3.14 is what Debian builds its Blender 5.2 against; Blender's own builds have 3.13.
"""


def here() -> Platform:
    """The platform that this program runs on."""
    system = {"linux": "linux", "win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)
    processor = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(machine().lower(), machine().lower())
    if (id := f"{system}-{processor}") not in PLATFORMS:
        raise SystemExit(f"No zip can be built for {id}: name a platform with --platform.")
    return PLATFORMS[id]


def fetch(platform: Platform, python: str) -> list[Path]:
    """Download the wheels of a platform and Python, or take those downloaded before; returns their paths."""
    folder = WHEELS / f"{platform.id}-py{python.replace('.', '')}"
    done = folder / "fetched"
    wanted = "\n".join(platform.bundled)
    if not done.exists() or done.read_text("utf-8") != wanted:
        for stale in folder.glob("*.whl"):
            stale.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        pip = [str(development().executable), "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        tags = [option for tag in platform.tags for option in ("--platform", tag)]
        exact = ["--only-binary=:all:", "--no-deps", "--python-version", python, *tags, "--dest", str(folder)]
        if subprocess.run([*pip, *exact, *platform.bundled], check=False).returncode:
            raise SystemExit(f"pip lacks a wheel for {platform.id} with Python {python}; its last lines say which.")
        done.write_text(wanted, "utf-8")
    return sorted(folder.glob("*.whl"))


def unpacked(platform: Platform, python: str) -> Path:
    """A folder to import the bundled packages from, as Blender's own folder for wheels is."""
    wheels = fetch(platform, python)
    folder = wheels[0].parent / "unpacked"
    listed = folder / "from"
    names = "\n".join(wheel.name for wheel in wheels)
    if not listed.exists() or listed.read_text("utf-8") != names:
        shutil.rmtree(folder, ignore_errors=True)
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder)
        listed.write_text(names, "utf-8")
    return folder
