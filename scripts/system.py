# SPDX-License-Identifier: GPL-3.0-or-later
"""The system libraries that the bpy wheel loads, and how to get those that a bare Debian machine lacks."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from typing import Final

LIBRARIES: Final = {
    "libX11.so.6": "libx11-6",
    "libXrender.so.1": "libxrender1",
    "libXfixes.so.3": "libxfixes3",
    "libXi.so.6": "libxi6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libXxf86vm.so.1": "libxxf86vm1",
    "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6",
    "libGL.so.1": "libgl1",
    "libgomp.so.1": "libgomp1",
    # Loaded only when something is drawn: without it a Workbench render ends the whole process.
    "libEGL.so.1": "libegl1",
}
"""Shared library -> Debian package."""


def _missing() -> list[str]:
    packages = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    return packages


def ensure_libraries() -> None:
    """Install what bpy needs where that is possible; otherwise end the program with a sentence that names it."""
    if not sys.platform.startswith("linux") or not (packages := _missing()):
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SystemExit(f"Blender needs libraries that are not here: install {' '.join(packages)} (Debian's names).")
    apt_install(packages)


def apt_install(packages: list[str]) -> None:
    """Install Debian packages, as root; ends the program with a sentence where that fails."""
    print("Installing", *packages, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            raise SystemExit(f"`{' '.join(command)}` failed: install {' '.join(packages)}, then try again.")
