# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the head object from the asset."""

from __future__ import annotations

import bpy
import numpy as np

from ..bridge.basis import BASES
from ..target import BASIS_KEY
from . import NAME
from .asset import HeadAsset
from .materials import make_material


def build_head(asset: HeadAsset) -> bpy.types.Object:
    """A new object with one mesh, its materials and one shape key per unit at value 0; not yet in any collection."""
    obj = bpy.data.objects.new(NAME, _mesh(asset))
    _shape_keys(obj, asset)
    return obj


def _mesh(asset: HeadAsset) -> bpy.types.Mesh:
    mesh = bpy.data.meshes.new(NAME)
    mesh.vertices.add(len(asset.vertices))
    mesh.vertices.foreach_set("co", asset.vertices.ravel())
    mesh.loops.add(len(asset.loops))
    mesh.loops.foreach_set("vertex_index", asset.loops.astype(np.int32))
    mesh.polygons.add(len(asset.sizes))
    mesh.polygons.foreach_set("loop_start", np.cumsum(asset.sizes, dtype=np.int32) - asset.sizes)
    mesh.polygons.foreach_set("material_index", asset.material.astype(np.int32))
    mesh.uv_layers.new(name="UVMap").uv.foreach_set("vector", asset.uv.ravel())
    mesh.shade_smooth()
    for name in asset.materials:
        mesh.materials.append(make_material(name))
    mesh.update(calc_edges=True)
    return mesh


def _shape_keys(obj: bpy.types.Object, asset: HeadAsset) -> None:
    basis = BASES[asset.basis]
    obj.shape_key_add(name="Basis", from_mix=False)
    for index, name in enumerate(asset.names):
        block = obj.shape_key_add(name=name, from_mix=False)
        block.points.foreach_set("co", asset.posed(index).ravel())
        block.slider_min, block.slider_max = basis.minimum[index], basis.maximum[index]
        block.value = 0.0  # Blender 5.0 makes new keys at 1
    obj.data.shape_keys[BASIS_KEY] = basis.id
    obj.active_shape_key_index = 0
