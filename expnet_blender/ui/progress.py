# SPDX-License-Identifier: GPL-3.0-or-later
"""What the panel shows while a video is being solved."""

from __future__ import annotations

import bpy

from ..later import session


def draw(layout: bpy.types.UILayout, solve: session.Solve) -> None:
    status = solve.status
    column = layout.column()
    if status.factor is None:
        column.label(text=f"{status.text} ...", icon="TIME")
    else:
        column.progress(factor=min(status.factor, 1.0), text=f"{status.text} {status.factor:.0%}")
    if status.decoded:
        facts = column.column(align=True)
        facts.label(text=f"{status.decoded} frames, {status.found} with a face")
        rest = "" if status.remaining is None else f", {session.clock(status.remaining)} left"
        facts.label(text=f"{status.fps:.0f} frames/s{rest}")
    row = column.row()
    row.enabled = not solve.cancelled
    row.operator("expnet.cancel", text="Cancel", icon="CANCEL")
