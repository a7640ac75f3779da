# SPDX-License-Identifier: GPL-3.0-or-later
"""Apply: the active take of the active object becomes keyframes; the redo panel changes how, live."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as told
from bpy.props import IntProperty, StringProperty

from .. import settings
from ..bridge.errors import UserError
from ..later import shown, solving, takes
from ..translations.sentences import said


class EXPNET_OT_apply_take(settings.ApplySettings, bpy.types.Operator):
    """Turn the take into keyframes on the shape keys. Keys in the take's range are replaced, others stay"""
    # What a script does not name stays as it is stored with the take.

    bl_idname = "expnet.apply_take"
    bl_label = "Apply Face Take"
    bl_options = {"REGISTER", "UNDO", "PRESET"}

    target: StringProperty(
        name="Object", description="The character, by default the active object", options={"HIDDEN", "SKIP_SAVE"}
    )
    take: IntProperty(
        name="Take", description="Number of its take, by default the active one", default=-1, min=-1,
        options={"HIDDEN", "SKIP_SAVE"},
    )  # fmt: skip

    solve: IntProperty(options={"HIDDEN", "SKIP_SAVE"})
    """The solve that the take is from: one undo step takes its keys, take and head back, and the redo panel, which
    undoes before it does, needs them again."""

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if context.mode != "OBJECT":
            cls.poll_message_set("Leave edit or sculpt mode first.")
            return False
        return True

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """Begin with the settings that the take has."""
        _, item = self._find(context)
        if item is not None:
            settings.copy(item.settings, self)
        return self.execute(context)

    def execute(self, context: bpy.types.Context) -> set[str]:
        if self.solve:
            try:
                solving.restore(context, self.solve)
            except UserError as error:
                self.report({"ERROR"}, said(str(error)))
                return {"CANCELLED"}
        obj, item = self._find(context)
        if obj is None or item is None:
            self.report({"ERROR"}, said("There is no take to apply: solve a video first."))
            return {"CANCELLED"}
        before = {name: getattr(item.settings, name) for name in settings.NAMES}
        for name, value in before.items():
            if not self.properties.is_property_set(name):
                setattr(self, name, value)
        settings.copy(self, item.settings)
        try:
            done = solving.written(self.solve, item, context.scene) or shown.show(obj, item, context.scene)
        except UserError as error:
            with settings.quiet():
                for name, value in before.items():
                    setattr(item.settings, name, value)
            self.report({"ERROR"}, said(str(error)))
            return {"CANCELLED"}
        facts = [told('"{0}": frames {1:g} to {2:g}').format(item.name, done.first, done.last)]
        if item.settings.reduce:
            facts.append(told("{0:.0f} keys a curve").format(done.keys))
        if done.bridged:
            facts.append(told("{0} bridged where no face was found").format(done.bridged))
        self.report({"INFO"}, ", ".join(facts))
        return {"FINISHED"}

    def draw(self, context: bpy.types.Context) -> None:
        from ..ui import refine

        refine.draw(self.layout, self)

    def _find(self, context: bpy.types.Context):
        if self.solve:
            return solving.find_take(self.solve)
        obj = bpy.data.objects.get(self.target) if self.target else context.object
        if obj is None:
            return None, None
        if self.take < 0:
            return obj, takes.active(obj)
        return obj, obj.expnet.takes[self.take] if self.take < len(obj.expnet.takes) else None


CLASSES = (EXPNET_OT_apply_take,)
