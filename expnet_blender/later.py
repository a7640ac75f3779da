# SPDX-License-Identifier: GPL-3.0-or-later
"""Modules that load when they are first used.

Blender starts with every enabled add-on: what registers must not drag in numpy, sockets and the protocol for a user who
may not open the tab today. What registers takes the names below in place of the modules.
"""

from __future__ import annotations

from importlib import import_module


class Later:
    """Stands for a module of this package: reading or setting an attribute loads it."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "_name", name)

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self._name, __package__), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(import_module(self._name, __package__), name, value)


actions = Later(".animation.actions")
bake = Later(".animation.bake")
bands = Later(".ui.bands")
basis = Later(".bridge.basis")
faces = Later(".faces")
face_picture = Later(".ui.face_picture")
framing = Later(".framing")
launch = Later(".bridge.launch")
live = Later(".animation.live")
nla = Later(".animation.nla")
picking = Later(".picking")
place = Later(".clip.place")
placement = Later(".placement")
protocol = Later(".bridge.protocol")
plot = Later(".ui.plot")
presets = Later(".presets")
rig = Later(".rig")
session = Later(".session")
shown = Later(".animation.shown")
solving = Later(".solving")
stepwise = Later(".bridge.stepwise")
take_csv = Later(".bridge.take_csv")
take_file = Later(".bridge.take")
takes = Later(".takes")
target = Later(".target")
units = Later(".units")
videos = Later(".bridge.sender.video")
