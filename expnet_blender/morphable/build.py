# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the mesh of a 3D morphable face: metres, z up, the face along -y, its own left at +x."""

from __future__ import annotations

from typing import Final

import bpy
import numpy as np
from numpy.typing import NDArray

from ..bridge.morphable.model import Components, Morphable
from ..target import BASIS_KEY
from .material import COLOURS, make_material

SOURCES: Final = "expnet_sources"
"""Custom property of the Key: the files that the head was made from, with their SHA-256."""


def build(model: Morphable) -> bpy.types.Object:
    """A new object with one mesh and a shape key at value 0 for each component; not yet in any collection."""
    rest = oriented(model, model.mean)
    obj = bpy.data.objects.new(model.name, _mesh(model, rest))
    if len(model.expressions) or len(model.identities):
        obj.shape_key_add(name="Basis", from_mix=False)
        for components in (model.expressions, model.identities):
            _shape_keys(obj, model, rest, components)
        key = obj.data.shape_keys
        key[SOURCES] = [f"{source.name} sha256:{source.sha256}" for source in model.sources]
        if model.basis:
            key[BASIS_KEY] = model.basis
        obj.active_shape_key_index = 0
    return obj


def oriented(model: Morphable, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """(..., 3) places or displacements of the model in Blender's axes, in metres."""
    x, y, z = np.moveaxis(vectors, -1, 0)
    turned = (x, -z, y) if model.up == "Y" else (x, y, z)
    return np.stack(turned, -1) * np.float32(model.unit)


def _mesh(model: Morphable, rest: NDArray[np.float32]) -> bpy.types.Mesh:
    mesh = bpy.data.meshes.new(model.name)
    corner = model.faces >= 0
    sizes = corner.sum(1, dtype=np.int32)
    mesh.vertices.add(len(rest))
    mesh.vertices.foreach_set("co", rest.ravel())
    mesh.loops.add(int(sizes.sum()))
    mesh.loops.foreach_set("vertex_index", model.faces[corner])
    mesh.polygons.add(len(sizes))
    mesh.polygons.foreach_set("loop_start", np.cumsum(sizes, dtype=np.int32) - sizes)
    if model.uv is not None and model.uv_faces is not None:
        mesh.uv_layers.new(name="UVMap").uv.foreach_set("vector", model.uv[model.uv_faces[corner]].ravel())
    mesh.shade_smooth()
    mesh.update(calc_edges=True)
    # Files of others: a triangle with a corner twice would crash Blender later. Nothing is left out otherwise.
    mesh.validate(clean_customdata=False)
    if model.colour is not None:
        _paint(mesh, model.colour)
    mesh.materials.append(make_material(model.name, model.colour))
    return mesh


def _paint(mesh: bpy.types.Mesh, colour: NDArray[np.uint8]) -> None:
    """The mean texture as the colour attribute that Blender shows and paints on."""
    rgba = np.ones((len(colour), 4), np.float32)
    rgba[:, :3] = colour / np.float32(255)
    attribute = mesh.color_attributes.new(COLOURS, "BYTE_COLOR", "POINT")
    attribute.data.foreach_set("color_srgb", rgba.ravel())
    mesh.color_attributes.active_color = attribute
    mesh.color_attributes.render_color_index = mesh.color_attributes.active_color_index


def _shape_keys(
    obj: bpy.types.Object, model: Morphable, rest: NDArray[np.float32], components: Components
) -> None:
    for index, name in enumerate(components.names):
        block = obj.shape_key_add(name=name, from_mix=False)
        block.data.foreach_set("co", (rest + oriented(model, components.deltas[index])).ravel())
        block.slider_min, block.slider_max = components.minimum[index], components.maximum[index]
        block.value = 0.0  # Blender 5.0 makes new keys at 1
