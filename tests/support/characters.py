# SPDX-License-Identifier: GPL-3.0-or-later
"""Meshes with shape keys, and takes stored on them."""

from __future__ import annotations

from collections.abc import Sequence

import bpy
import numpy as np
from bl_ext.user_default.expnet import takes
from bl_ext.user_default.expnet.bridge.basis import DEFAULT
from bl_ext.user_default.expnet.bridge.take import Take

from tests.support.takes import take as make_take


def mesh_object(name: str, shapes: Sequence[str] = ()) -> bpy.types.Object:
    """A square, active, with a shape key for each of ``shapes`` (none at all without them)."""
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([(0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)], [], [(0, 1, 2, 3)])
    obj = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(obj)
    bpy.context.view_layer.objects.active = obj
    if shapes:
        obj.shape_key_add(name="Basis")
    for shape in shapes:
        block = obj.shape_key_add(name=shape)
        block.value = 0.0
        block.data[0].co.z += 1.0
    return obj


def head(name: str = "Face") -> bpy.types.Object:
    """A mesh of the default basis."""
    return mesh_object(name, DEFAULT.names)


def ramp(frames: int = 25, rate: float = 24.0, **changes) -> Take:
    """A take whose every axis rises from 0 to 1."""
    made = make_take(np.linspace(0, 1, frames), np.arange(frames) / rate, **changes)
    return Take.from_bytes(made.to_bytes())


def store(obj: bpy.types.Object, take: Take, name: str = "clip", **settings):
    """The take on ``obj``, with raw settings unless others are named."""
    item = takes.add(obj, take, video="", name=name)
    for key, value in {"smoothing": 0.0, "head_rotation": False, **settings}.items():
        setattr(item.settings, key, value)
    return item


def value_at(obj: bpy.types.Object, shape: str, frame: float) -> float:
    """The evaluated value of a shape key at a frame."""
    bpy.context.scene.frame_set(int(frame), subframe=frame - int(frame))
    evaluated = obj.evaluated_get(bpy.context.evaluated_depsgraph_get())
    return evaluated.data.shape_keys.key_blocks[shape].value
