# SPDX-License-Identifier: GPL-3.0-or-later
"""Solve a video: in a window from a timer, headless in one go."""

from __future__ import annotations

import sys

import bpy
from bpy.props import IntProperty, StringProperty

from ..bridge import MOST_FACES
from ..bridge.errors import UserError
from ..later import face_picture, framing, live, session, solving, stepwise, takes
from ..preferences import get as preferences
from ..translations.sentences import said
from ..ui import redraw, reveal
from ..ui.text import told

TICK = 0.03
"""Seconds between two looks at the sender: Esc must be felt at once."""


FIRST = -(2**31)
"""Start that stands for the scene's first frame."""


class EXPNET_OT_solve(bpy.types.Operator):
    """Find the face in every frame of the video and animate the character with it"""

    bl_idname = "expnet.solve"
    bl_label = "Solve Face Video"
    # No UNDO: the steps are pushed where the scene changes, long after the operator was called. No REGISTER: the
    # redo panel would solve again at every change; it belongs to Apply.
    bl_options = set()

    filepath: StringProperty(name="Video", subtype="FILE_PATH", options={"SKIP_SAVE"})
    target: StringProperty(
        name="Object", description="The character; empty for a new head", options={"SKIP_SAVE"}
    )
    take: StringProperty(options={"HIDDEN", "SKIP_SAVE"})
    """Id of the take that is solved again, empty for a new one."""
    faces: IntProperty(
        name="Faces",
        description="How many faces of the video are solved at once, 0 for as many as the preferences say",
        default=0, min=0, max=MOST_FACES, options={"SKIP_SAVE"},
    )  # fmt: skip
    start: IntProperty(
        name="Start", description="Scene frame on which the video begins, by default the scene's first",
        default=FIRST, options={"SKIP_SAVE"},
    )  # fmt: skip

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        if not self.filepath:
            return bpy.ops.expnet.choose_video("INVOKE_DEFAULT", target=self.target)
        if not self._begin(context):
            reveal.soon(context)  # where the reason is, and what to do
            return {"CANCELLED"}
        self._steps = self._solve.steps()
        self._scene = context.scene.session_uid
        self._live = self._ending = self._shown = self._sentences = None
        self._timer = context.window_manager.event_timer_add(TICK, window=context.window)
        context.window_manager.modal_handler_add(self)
        self._revealed = reveal.tab(context)
        redraw.panels(context)
        return {"RUNNING_MODAL"}

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        escaped = event.type == "ESC" and event.value == "PRESS"
        if escaped:
            self._solve.cancel()
        elif event.type != "TIMER":
            return {"PASS_THROUGH"}
        try:
            result = self._tick(context)
            return {"RUNNING_MODAL"} if escaped and "PASS_THROUGH" in result else result
        except Exception:  # a fault of ours, which Blender shows: the next solve must be free to start
            self._end(context)
            raise

    def cancel(self, context: bpy.types.Context) -> None:
        """Blender ends the operator: its window was closed, another file is loaded, or it quits."""
        self._steps.close()
        self._pose_back()
        self._end(context)
        solving.keep_soon(self._solve, self.start, self._scene)

    def execute(self, context: bpy.types.Context) -> set[str]:
        if not self._begin(context):
            return {"CANCELLED"}
        try:
            solving.run(self._solve, lambda status: print(f"ExpNet: {status.line()}", file=sys.stderr))
        except UserError as error:
            self.report({"ERROR"}, solving.fail(context, error))
            return {"CANCELLED"}
        return self._commit(context)

    def _begin(self, context: bpy.types.Context) -> bool:
        context.window_manager.expnet.sentence = ""
        obj = bpy.data.objects.get(self.target) if self.target else None
        try:
            if self.target and obj is None:
                raise UserError(f'There is no object "{self.target}": name one that is in the file.')
            self._solve = solving.begin(self.filepath, obj, self.faces or preferences().faces)
            self._solve.replaces = self.take
            self.start = context.scene.frame_start if self.start == FIRST else self.start
        except UserError as error:
            self.report({"ERROR"}, solving.fail(context, error))
            return False
        return True

    def _tick(self, context: bpy.types.Context) -> set[str]:
        before = self._solve.status
        self._revealed = self._revealed or reveal.tab(context)
        try:
            if self._ending is not None:
                return self._finish(context)
            status = next(self._steps)
            if (head := solving.grow_head(context, self._solve)) is not None:
                framing.face(context, head)
            self._show(context)
        except StopIteration:
            self._pose_back()
            if not self._solve.rows.found:  # cancelled before the first face
                self._end(context)
                return {"CANCELLED"}
            self._known = {obj.session_uid for obj in context.scene.objects}
            self._ending = solving.finish(context, self._solve, self.start)
            return {"PASS_THROUGH"}
        except UserError as error:
            self._pose_back()
            self._end(context)
            self.report({"ERROR"}, solving.fail(context, error))
            return {"CANCELLED"}
        if status != before:
            context.workspace.status_text_set(f"{status.line(told)}    {told('Esc: stop and keep what is done')}")
            redraw.panels(context)
        return {"PASS_THROUGH"}

    def _finish(self, context: bpy.types.Context) -> set[str]:
        """A piece of keeping what was solved; the last one makes an undo step of it."""
        if self._sentences is None:
            try:
                stepwise.advance(self._ending)
            except StopIteration as end:
                self._sentences = end.value
                if (obj := solving.find_object(self._solve.uid)) is not None:
                    framing.include(context, obj, self._known)
            return {"PASS_THROUGH"}
        self._end(context)
        solving.apply(self._solve)
        for sentence in self._sentences:
            self.report({"WARNING"}, said(sentence))
        return {"FINISHED"}

    def _show(self, context: bpy.types.Context) -> None:
        """The newest frame in the panel and on the character."""
        if self._solve.preview is not None:
            face_picture.show(self._solve.preview)
            self._solve.preview = None
        row = self._solve.rows.last
        obj = solving.find_object(self._solve.uid)
        if row is None or obj is None or row is self._shown:
            return
        self._shown = row
        if self._live is None:
            item = takes.find(obj, self._solve.replaces)
            self._live = live.Live(obj, self._solve.basis, item and item.settings)
        self._live.show(obj, row)

    def _pose_back(self) -> None:
        if self._live is not None:
            self._live.end()
        self._live = None

    def _commit(self, context: bpy.types.Context) -> set[str]:
        try:
            for sentence in solving.commit(context, self._solve, self.start):
                self.report({"WARNING"}, said(sentence))
        except UserError as error:
            self.report({"ERROR"}, solving.fail(context, error))
            return {"CANCELLED"}
        return {"FINISHED"}

    def _end(self, context: bpy.types.Context) -> None:
        if session.current is not self._solve:
            return
        session.current = None
        face_picture.clear()
        context.window_manager.event_timer_remove(self._timer)
        if context.workspace is not None:
            context.workspace.status_text_set(None)
        redraw.panels(context)


CLASSES = (EXPNET_OT_solve,)
