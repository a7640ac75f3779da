# SPDX-License-Identifier: GPL-3.0-or-later
"""The pytest hooks and fixtures of a session inside a bpy wheel: a conftest imports them by name."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

MODULE = "bl_ext.user_default.expnet"
STATUS = pytest.StashKey[int]()


def isolate() -> Path:
    """Give Blender a user folder of its own, which must happen before ``import bpy``; returns it."""
    if "bpy" in sys.modules:
        raise RuntimeError("bpy is already imported: the tests would write into the settings of this machine's user")
    resources = Path(tempfile.mkdtemp(prefix="expnet-blender-"))
    os.environ["BLENDER_USER_RESOURCES"] = str(resources)
    return resources


def extension_folder() -> Path:
    """Where the extension lies inside the user folder."""
    return Path(os.environ["BLENDER_USER_RESOURCES"], "extensions", "user_default", "expnet")


@pytest.fixture(autouse=True)
def empty_scene() -> None:
    """Every test starts from an empty file; unlike factory settings, a home file keeps extensions enabled."""
    import bpy

    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    session.config.stash[STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End the process at once.

    Freeing Blender's data at interpreter exit crashes the 4.2 wheel and hangs the 4.5 wheel when a timer or a draw
    handler is left, after the tests have passed.
    """
    import bpy

    if MODULE in bpy.context.preferences.addons:
        bpy.ops.preferences.addon_disable(module=MODULE)
    shutil.rmtree(os.environ["BLENDER_USER_RESOURCES"], ignore_errors=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(config.stash.get(STATUS, pytest.ExitCode.INTERNAL_ERROR))
