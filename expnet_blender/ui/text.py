# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences in a sidebar: labels do not wrap by themselves. ``told`` is a text in the language of the user: Blender
translates what it is given, but not what a number was put into."""

from __future__ import annotations

import textwrap

import bpy
from bpy.app.translations import pgettext_iface as told

from ..translations.sentences import said

__all__ = ["said", "sentence", "told"]

GLYPH = 6.6
"""Mean width of a character, pixels at scale 1; lines must rather be too short than cut."""

MARGIN = 60
"""Pixels of a sidebar that are not text, at scale 1."""


def sentence(
    context: bpy.types.Context, layout: bpy.types.UILayout, text: str, icon: str = "NONE", inset: int = 0
) -> None:
    """``text``, translated, in as many lines as the region needs, the first with ``icon``; ``inset``: pixels taken
    by what stands beside it, at scale 1."""
    scale = context.preferences.system.ui_scale
    width = (context.region.width / scale - MARGIN - inset) / GLYPH if context.region else 40
    column = layout.column(align=True)
    column.scale_y = 0.8
    for line in textwrap.wrap(said(text), max(16, int(width))):
        column.label(text=line, icon=icon, translate=False)
        icon = "BLANK1" if icon != "NONE" else "NONE"
