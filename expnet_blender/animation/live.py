# SPDX-License-Identifier: GPL-3.0-or-later
"""The character follows the face while its video is being solved, without keys; then it is put back as it stood, and
whenever the file is saved meanwhile."""

from __future__ import annotations

import bpy
import numpy as np

from .. import target
from ..bridge.basis import BASES
from ..bridge.protocol import Row, floats
from . import joint


class Live:
    """What ``obj`` looked like before. Objects are looked up at every step: undo replaces them."""

    def __init__(self, obj: bpy.types.Object, basis: str) -> None:
        self._basis = BASES[basis]
        self._uid = obj.session_uid
        goal = target.find(obj, self._basis)
        self._values = {name: goal.key.key_blocks[name].value for name in goal.names}
        self._turns = joint.turnable(obj, "HEAD") is not None
        if self._turns:
            self._rest, self._rotation = joint.rest(obj, "HEAD"), joint.get(obj, "HEAD")
        bpy.app.handlers.save_pre.append(self._saving)

    def show(self, obj: bpy.types.Object, row: Row) -> None:
        """Pose ``obj`` as ``row`` says, raw, as far as its sliders go."""
        if row.coefficients is None:
            return
        goal = target.find(obj, self._basis)
        values = goal.values(floats.unpack(row.coefficients)[None])[0]
        for name, value in zip(goal.names, values.tolist(), strict=True):
            goal.key.key_blocks[name].value = value  # Blender keeps it within the slider's range
        if row.rotation is not None and self._turns:
            joint.put(obj, "HEAD", joint.turned(obj, "HEAD", self._rest, np.array([row.rotation]))[0])

    def end(self) -> None:
        """Undo all that ``show`` did, if the character is still there."""
        if self._saving in bpy.app.handlers.save_pre:  # another file that is loaded takes it away
            bpy.app.handlers.save_pre.remove(self._saving)
        self._saving()

    def _saving(self, *_: object) -> None:
        obj = next((obj for obj in bpy.data.objects if obj.session_uid == self._uid), None)
        if obj is not None:
            self._restore(obj)

    def _restore(self, obj: bpy.types.Object) -> None:
        for name, value in self._values.items():
            block = obj.data.shape_keys.key_blocks.get(name) if obj.data.shape_keys else None
            if block is not None:
                block.value = value
        if self._turns:
            joint.put(obj, "HEAD", self._rotation)
