# SPDX-License-Identifier: GPL-3.0-or-later
"""Real Blenders with a window, without a screen: roots that hold them, a virtual display, hands and eyes.

``roots`` makes the file systems, ``window`` starts a Blender in one and drives it, ``guest`` runs inside.
"""
