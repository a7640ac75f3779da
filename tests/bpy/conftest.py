# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests inside the bpy wheel, against the stage linked in as the extension that it ships as."""

from __future__ import annotations

import pytest

from scripts.stage import stage
from tests.support.bpy_session import (
    MODULE,
    empty_scene,
    extension_folder,
    isolate,
    pytest_sessionfinish,
    pytest_unconfigure,
)

__all__ = ("empty_scene", "pytest_sessionfinish", "pytest_unconfigure")


def pytest_configure(config: pytest.Config) -> None:
    isolate()
    stage(extension_folder(), link=True)
    import bpy

    # Before the tests are collected: they import from the extension at their top.
    bpy.ops.preferences.addon_enable(module=MODULE)
