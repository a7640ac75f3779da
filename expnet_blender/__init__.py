# SPDX-License-Identifier: GPL-3.0-or-later
"""The Blender add-on: drop a video of a face on a character and get keyframes on its shape keys.

Everything here imports ``bpy``; what does not need it lives in ``bridge`` and is imported relatively.
"""

from __future__ import annotations

from . import registration


def register() -> None:
    registration.register()


def unregister() -> None:
    registration.unregister()
