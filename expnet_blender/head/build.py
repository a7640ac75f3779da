# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the head object from the asset."""

from __future__ import annotations

from collections.abc import Generator

import bpy
import numpy as np

from ..bridge.basis import BASES
from ..bridge.stepwise import drained
from ..target import BASIS_KEY
from . import NAME
from .asset import HeadAsset
from .materials import make_material


def build_head(asset: HeadAsset) -> bpy.types.Object:
    """A new object with one mesh, its materials and one shape key per unit at value 0; not yet in any collection."""
    return drained(steps(asset))


def steps(asset: HeadAsset) -> Generator[None, None, bpy.types.Object]:
    """``build_head`` in pieces of a few milliseconds each, between which Blender can draw."""
    mesh = _mesh(asset)
    yield
    for name in asset.materials:
        mesh.materials.append(make_material(name))
        yield
    # With its slots there, so that the faces keep theirs.
    mesh.polygons.foreach_set("material_index", asset.material.astype(np.int32))
    obj = bpy.data.objects.new(NAME, mesh)
    yield from _shape_keys(obj, asset)
    return obj


def _mesh(asset: HeadAsset) -> bpy.types.Mesh:
    mesh = bpy.data.meshes.new(NAME)
    mesh.vertices.add(len(asset.vertices))
    mesh.vertices.foreach_set("co", asset.vertices.ravel())
    mesh.loops.add(len(asset.loops))
    mesh.loops.foreach_set("vertex_index", asset.loops.astype(np.int32))
    mesh.polygons.add(len(asset.sizes))
    mesh.polygons.foreach_set("loop_start", np.cumsum(asset.sizes, dtype=np.int32) - asset.sizes)
    mesh.uv_layers.new(name="UVMap").uv.foreach_set("vector", asset.uv.ravel())
    mesh.shade_smooth()
    mesh.update(calc_edges=True)
    return mesh


def _shape_keys(obj: bpy.types.Object, asset: HeadAsset) -> Generator[None, None, None]:
    basis = BASES[asset.basis]
    obj.shape_key_add(name="Basis", from_mix=False)
    for index, name in enumerate(asset.names):
        block = obj.shape_key_add(name=name, from_mix=False)
        block.points.foreach_set("co", asset.posed(index).ravel())
        block.slider_min, block.slider_max = basis.minimum[index], basis.maximum[index]
        block.value = 0.0  # Blender 5.0 makes new keys at 1
        if index % 8 == 7:
            yield
    obj.data.shape_keys[BASIS_KEY] = basis.id
    obj.active_shape_key_index = 0
