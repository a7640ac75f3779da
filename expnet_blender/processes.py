# SPDX-License-Identifier: GPL-3.0-or-later
"""The children of this Blender: one sender and one local bridge, started on demand and kept warm between solves.

They die with Blender whatever happens to it (``bridge/launch.py``); here they are stopped when the add-on goes or
Blender quits in order.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Literal

import bpy

from . import compat, preferences
from .errors import Refusal
from .later import launch, protocol

Role = Literal["serve", "send"]

_children: dict[Role, launch.Child] = {}
_commands: dict[Role, list[str]] = {}

device = ""
"""Where the bridge that answered last computes, as its model card says."""
engine = ""
"""And with which library."""


def start(role: Role) -> launch.Child:
    """The running child for ``role``, started if there is none or if it was started otherwise. Does not wait for
    it."""
    command = [role, *_arguments(role)]
    child = _children.get(role)
    if child is not None and child.running and _commands[role] == command:
        return child
    if child is not None:
        child.stop()
    _children[role], _commands[role] = launch.Child(command), command
    return _children[role]


def find_bridge() -> Generator[None, None, protocol.BridgeAddress]:
    """Yields while the local bridge is starting. Raises ``UserError`` where there is none to be had."""
    settings = preferences.get()
    if settings.bridge == "REMOTE":
        return preferences.remote(settings)
    return (yield from _ready("serve"))


def find_sender() -> Generator[None, None, protocol.BridgeAddress]:
    """Yields while the sender is starting. Raises ``UserError``."""
    return (yield from _ready("send"))


def _ready(role: Role) -> Generator[None, None, protocol.BridgeAddress]:
    child = start(role)  # once: a child that ends while it starts would end again
    while not child.poll():
        yield
    return child.address


def state() -> tuple[str, str]:
    """The bridge in one word or two, and in a sentence; never starts anything."""
    settings = preferences.get()
    if settings.bridge == "REMOTE":
        where = f"{settings.host or '?'}:{settings.port}"
        sent = f"Crops of the face are sent to {where}."
        if settings.tls != "none":
            sent = f"Crops of the face are sent to {where} over TLS."
        return where, " ".join((sent, f"It computes with {engine} ({device}).") if engine else (sent,))
    child = _children.get("serve")
    if child is None:
        return "Off", "Starts with the first video, on this computer."
    try:
        ready = child.poll()
    except launch.LaunchError as error:
        return "Failed", str(error)
    if not ready:
        return "Starting", "Loading the model on this computer."
    name = "CPU" if device == "cpu" else device
    if not engine:
        return "Ready", "Solves on this computer; kept running for the next video."
    return f"{name} ready", f"Solves on this computer with {engine}; kept running for the next video."


def stop(*_: object) -> None:
    """End the children and wait until they are gone."""
    while _children:
        _, child = _children.popitem()
        child.stop()


def _arguments(role: Role) -> list[str]:
    if role == "send":
        return []
    settings = preferences.get()
    model = bpy.path.abspath(settings.model)
    if model and not Path(model).is_file():
        text = f"There is no model {model}: choose another in the preferences of ExpNet or clear the field."
        raise Refusal(text, "expnet.show_preferences")
    return [*(["--model", model] if model else []), "--engine", settings.engine]


def register() -> None:
    compat.on_exit(stop)


def unregister() -> None:
    compat.off_exit(stop)
    stop()
