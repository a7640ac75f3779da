# SPDX-License-Identifier: GPL-3.0-or-later
"""What the panel shows while a video is being solved."""

from __future__ import annotations

from pathlib import Path

import bpy

from ..later import face_picture, session
from .text import told

PICTURE = 7.0
"""Height of the face's picture, in buttons."""


def draw(layout: bpy.types.UILayout, solve: session.Solve) -> None:
    status = solve.status
    column = layout.column()
    column.label(text=Path(solve.video).name, icon="FILE_MOVIE")
    if icon := face_picture.icon():
        column.template_icon(icon, scale=PICTURE)
    if status.factor is None:
        column.label(text=f"{told(status.text)} ...", icon="TIME", translate=False)
    else:
        text = f"{told(status.text)} {status.factor:.0%}"
        column.progress(factor=min(status.factor, 1.0), text=text, translate=False)
    if status.decoded:
        facts = column.column(align=True)
        for line in session.facts(status, told):
            facts.label(text=line, translate=False)
        if (people := len(solve.rows.people)) > 1:
            facts.label(text=told("{0} faces in this video so far").format(people), translate=False)
    row = column.row()
    row.scale_y = 1.3
    row.enabled = not solve.cancelled
    row.operator("expnet.cancel", text="Stop and Keep What Is Done", icon="CANCEL")
