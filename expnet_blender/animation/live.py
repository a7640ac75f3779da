# SPDX-License-Identifier: GPL-3.0-or-later
"""The character follows the face while its video is being solved, without keys, refined as its take is as far as that
can be yet; then it is put back as it stood, and whenever the file is saved meanwhile."""

from __future__ import annotations

import bpy

from .. import target
from ..bridge.basis import BASES
from ..bridge.meanwhile import Meanwhile
from ..bridge.protocol import Row, floats
from ..bridge.refine import Settings
from ..settings import ApplySettings
from . import joint
from .refining import for_refine


class Live:
    """What ``obj`` looked like before. Objects are looked up at every step: undo replaces them. ``stored``: how the
    take is refined that is solved again."""

    def __init__(self, obj: bpy.types.Object, basis: str, stored: ApplySettings | None = None) -> None:
        self._basis = BASES[basis]
        settings = Settings() if stored is None else for_refine(stored, bpy.context.scene)
        self._meanwhile = Meanwhile(self._basis, settings)
        self._uid = obj.session_uid
        goal = target.find(obj, self._basis)
        self._values = {name: goal.key.key_blocks[name].value for name in goal.names}
        self._turns = (stored is None or stored.head_rotation) and joint.turnable(obj, "HEAD") is not None
        if self._turns:
            self._rest, self._rotation = joint.rest(obj, "HEAD"), joint.get(obj, "HEAD")
        bpy.app.handlers.save_pre.append(self._saving)

    def show(self, obj: bpy.types.Object, row: Row) -> None:
        """Pose ``obj`` as ``row`` says, as far as its sliders go."""
        if row.coefficients is None:
            return
        goal = target.find(obj, self._basis)
        coefficients = self._meanwhile.values(row.frame, floats.unpack(row.coefficients))
        values = goal.values(coefficients[None])[0]
        for name, value in zip(goal.names, values.tolist(), strict=True):
            goal.key.key_blocks[name].value = value  # Blender keeps it within the slider's range
        if row.rotation is not None and self._turns:
            joint.put(obj, "HEAD", joint.turned(obj, "HEAD", self._rest, self._meanwhile.turn(row.rotation)[None])[0])

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
