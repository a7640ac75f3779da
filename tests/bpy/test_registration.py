# SPDX-License-Identifier: GPL-3.0-or-later
"""The extension goes in and out of Blender without leaving anything."""

from __future__ import annotations

import sys

import bpy

from tests.support.bpy_session import MODULE


def registered() -> set[str]:
    """Names of all of Blender's classes that come from the extension."""
    types = bpy.types
    return {
        f"{base.__name__}.{cls.__name__}"
        for base in (types.Operator, types.Panel, types.PropertyGroup, types.FileHandler, types.AddonPreferences)
        for cls in base.__subclasses__()
        if cls.__module__.startswith(MODULE) and cls.is_registered
    }


def test_is_enabled_as_an_extension():
    assert MODULE in bpy.context.preferences.addons
    assert MODULE in sys.modules


def test_disable_and_enable_leave_the_same_classes():
    before = registered()
    assert before
    bpy.ops.preferences.addon_disable(module=MODULE)
    assert registered() == set()
    bpy.ops.preferences.addon_enable(module=MODULE)
    assert registered() == before
