# SPDX-License-Identifier: GPL-3.0-or-later
"""What the demo does inside Blender: imported only within ``blender()``, which prepares the process for ``bpy``."""
