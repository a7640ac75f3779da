# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the built zip, installed into an empty user folder with its wheels as a user installs it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.bpy_session import MODULE, empty_scene, isolate, pytest_sessionfinish, pytest_unconfigure

__all__ = ("empty_scene", "pytest_sessionfinish", "pytest_unconfigure")


def pytest_configure(config: pytest.Config) -> None:
    isolate()


@pytest.fixture(scope="session")
def package() -> Path:
    """The zip under test, which ``python -m scripts.test installed`` builds and names."""
    path = os.environ.get("EXPNET_ZIP")
    if not path:
        pytest.fail("run these tests with `python -m scripts.test installed`, which builds the zip for this Python")
    return Path(path)


@pytest.fixture(scope="session")
def installed(package: Path) -> str:
    """The extension's module name, after *Install from Disk* has put it in and enabled it."""
    import bpy

    bpy.ops.extensions.package_install_files(filepath=str(package), repo="user_default", enable_on_install=True)
    assert MODULE in bpy.context.preferences.addons
    return MODULE


@pytest.fixture(scope="session")
def wheels() -> Path:
    """Where Blender unpacks the wheels of all extensions."""
    import sys

    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return Path(os.environ["BLENDER_USER_RESOURCES"], "extensions", ".local", "lib", python, "site-packages")
