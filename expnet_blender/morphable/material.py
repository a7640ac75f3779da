# SPDX-License-Identifier: GPL-3.0-or-later
"""The look of an imported face: its colours where it has them, skin otherwise."""

from __future__ import annotations

from typing import Final

import bpy
import numpy as np
from numpy.typing import NDArray

from .. import compat

COLOURS: Final = "Texture Mean"
"""Name of the colour attribute."""

SKIN: Final = (0.60, 0.31, 0.20)
"""Linear RGB."""


def make_material(name: str, colour: NDArray[np.uint8] | None) -> bpy.types.Material:
    """A new material that shows the attribute ``COLOURS``; in Solid, which knows no attributes by itself, the mean of
    ``colour`` (N, 3) sRGB."""
    material = bpy.data.materials.new(name)
    compat.give_nodes(material)
    tree = material.node_tree
    shader = next(node for node in tree.nodes if node.type == "BSDF_PRINCIPLED")
    plain = SKIN if colour is None else _linear(colour.mean(0) / 255)
    material.diffuse_color = (*plain, 1.0)
    material.roughness = 0.5
    shader.inputs["Base Color"].default_value = (*plain, 1.0)
    shader.inputs["Roughness"].default_value = 0.5
    if colour is not None:
        painted = tree.nodes.new("ShaderNodeVertexColor")
        painted.location = (-300, 300)
        painted.layer_name = COLOURS
        tree.links.new(painted.outputs["Color"], shader.inputs["Base Color"])
    return material


def _linear(srgb: NDArray[np.floating]) -> tuple[float, ...]:
    """sRGB 0..1 to linear (IEC 61966-2-1)."""
    return tuple(map(float, np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)))
