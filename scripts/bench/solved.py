# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside Blender: a solve that has just come to its end, as if a video of the take had been solved."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bridge.take import Take

MODULE = "bl_ext.user_default.expnet"


def solved(take: Take, uid: int, video: str = "/no/clip.mp4") -> Any:
    """A ``session.Solve`` with all rows of ``take`` for the object with the session id ``uid``."""
    session, protocol = (importlib.import_module(f"{MODULE}.{name}") for name in ("session", "bridge.protocol"))
    solve = session.Solve(video, take.basis)
    solve.uid = uid
    card = protocol.ModelCard(
        id="synthetic", sha256="0" * 64, basis=take.basis, names=take.names, size=192, color="RGB", dtype="uint8",
        crop_rule="none", crop_scale=1.0, crop_shift=0.0, outputs=("expression",), reliability={}, licence="",
        notice="", engine="none", device="none",
    )  # fmt: skip
    solve.rows.opened = protocol.Opened("clip.mp4", "0" * 64, 640, 360, 30.0, len(take), take.time[-1], card)
    for row, found in enumerate(take.found.tolist()):
        frame, time = int(take.frame[row]), float(take.time[row])
        if not found:
            solve.rows.add(protocol.Row(frame, time, False))
            continue
        rotation, box = (tuple(array[row].tolist()) for array in (take.rotation, take.box))
        vector = protocol.floats.pack(take.coefficients[row])
        solve.rows.add(protocol.Row(frame, time, True, 0, box, float(take.confidence[row]), vector, rotation))
    return solve
