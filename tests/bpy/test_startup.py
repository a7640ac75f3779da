# SPDX-License-Identifier: GPL-3.0-or-later
"""What enabling the add-on loads into a Blender whose user may not open the tab today."""

from __future__ import annotations

import os
import subprocess
import sys

ENABLE = """
import sys, bpy
sys.modules.pop("numpy", None)  # the wheel loads it for its own sound module
bpy.ops.preferences.addon_enable(module="bl_ext.user_default.expnet")
print("LOADED", *[name for name in sys.modules if name.startswith("bl_ext.user_default.expnet.")], *[
    name for name in ("numpy", "msgpack", "ssl") if name in sys.modules])
"""


def test_enabling_loads_neither_numpy_nor_sockets_nor_the_protocol():
    run = subprocess.run([sys.executable, "-c", ENABLE], env=os.environ, capture_output=True, text=True, timeout=120)
    (line,) = (line for line in run.stdout.splitlines() if line.startswith("LOADED"))
    loaded = set(line.removeprefix("LOADED ").replace("bl_ext.user_default.expnet.", "").split())
    assert {"registration", "ui.panel", "operators.solve"} <= loaded
    assert not loaded & {"numpy", "msgpack", "bridge.protocol", "bridge.take", "session", "solving", "animation.bake"}
