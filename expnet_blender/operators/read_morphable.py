# SPDX-License-Identifier: GPL-3.0-or-later
"""Read a chosen face model and add it: in a window from a timer, headless in one go."""

from __future__ import annotations

import time

import bpy
from bpy.app.translations import pgettext_iface as told

from ..bridge.errors import UserError
from ..errors import Refusal
from ..later import solving
from ..translations.sentences import said
from ..ui import redraw, reveal
from .import_morphable import MorphableOptions

TICK = 0.05
"""Seconds between two looks at the reader."""


class EXPNET_OT_read_morphable(MorphableOptions, bpy.types.Operator):
    """Read the chosen files and add the head. Esc cancels"""

    bl_idname = "expnet.read_morphable"
    bl_label = "Import 3D Morphable Face"
    bl_options = {"UNDO", "INTERNAL"}

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        self._begin()
        window = context.window_manager
        self._timer = window.event_timer_add(TICK, window=context.window)
        window.modal_handler_add(self)
        window.progress_begin(0, 100)
        return {"RUNNING_MODAL"}

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        if event.type == "ESC" and event.value == "PRESS":
            self._end(context)
            self.report({"INFO"}, said("Import cancelled."))
            return {"CANCELLED"}
        if event.type != "TIMER":
            return {"PASS_THROUGH"}
        try:
            step = next(self._steps)
        except StopIteration:
            self._end(context)
            return self._commit(context)
        except UserError as error:
            self._end(context)
            return self._fail(context, error)
        except Exception:  # a fault of ours, which Blender shows
            self._end(context)
            raise
        context.window_manager.progress_update(round(100 * step.share))
        context.workspace.status_text_set(f"{said(step.text)} {step.share:.0%}    {told('Esc: cancel')}")
        return {"PASS_THROUGH"}

    def cancel(self, context: bpy.types.Context) -> None:
        """Blender ends the operator: another file is loaded, or it quits."""
        self._end(context)

    def execute(self, context: bpy.types.Context) -> set[str]:
        self._begin()
        try:
            for _ in self._steps:
                time.sleep(0.01)
        except UserError as error:
            return self._fail(context, error)
        return self._commit(context)

    def _begin(self) -> None:
        from ..morphable.reading import Reading

        bpy.context.window_manager.expnet.sentence = ""
        self._reading = Reading(self.paths(), self.identities, self.jaw.lower())
        self._steps = self._reading.steps()

    def _fail(self, context: bpy.types.Context, error: UserError) -> set[str]:
        """Told in the panel too, with the way back to the choice of files."""
        self.report({"ERROR"}, solving.fail(context, Refusal(str(error), "expnet.import_morphable")))
        reveal.soon(context)
        redraw.panels(context)
        return {"CANCELLED"}

    def _commit(self, context: bpy.types.Context) -> set[str]:
        from ..morphable.add import add

        model = self._reading.model
        obj = add(context, model)
        keys = len(model.expressions) + len(model.identities)
        text = told('"{name}": {vertices} vertices, {keys} shape keys')
        self.report({"INFO"}, text.format(name=obj.name, vertices=len(model.mean), keys=keys))
        for note in model.notes:
            self.report({"WARNING"}, said(note))
        return {"FINISHED"}

    def _end(self, context: bpy.types.Context) -> None:
        self._steps.close()
        if self._timer is None:
            return
        context.window_manager.event_timer_remove(self._timer)
        context.window_manager.progress_end()
        self._timer = None
        if context.workspace is not None:
            context.workspace.status_text_set(None)


CLASSES = (EXPNET_OT_read_morphable,)
