# SPDX-License-Identifier: GPL-3.0-or-later
"""The looks of the head: Principled BSDF set-ups that are the same from Blender 4.2 to 5.2, pictures packed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import bpy

from .. import compat
from .asset import FOLDER

PREFIX: Final = "ExpNet "


@dataclass(frozen=True)
class Look:
    """``colour`` linear RGB: shown in Solid, and in a render where there is no ``picture``.

    ``cut`` takes the picture's alpha; ``solid`` is the opacity in Solid, which knows no picture; ``bump`` is the height
    of a fine relief in metres; ``bleeding`` is how much light goes through, 0..1.
    """

    colour: tuple[float, float, float]
    picture: str = ""
    roughness: float = 0.5
    specular: float = 0.5
    cut: bool = False
    solid: float = 1.0
    bump: float = 0.0
    bleeding: float = 0.0


LOOKS: Final = {
    "skin": Look((0.60, 0.31, 0.20), "skin.jpg", roughness=0.48, specular=0.4, bump=0.0002, bleeding=0.12),
    "mouth": Look((0.22, 0.045, 0.04), roughness=0.35),
    "eye": Look((0.75, 0.72, 0.70), "eye.jpg", roughness=0.08, specular=0.5),
    "iris": Look((0.17, 0.10, 0.04), "eye.jpg", roughness=0.08, specular=0.5),
    "pupil": Look((0.005, 0.005, 0.005), "eye.jpg", roughness=0.08, specular=0.5),
    "teeth": Look((0.75, 0.70, 0.62), "teeth.png", roughness=0.2, bleeding=0.05),
    "tongue": Look((0.55, 0.18, 0.16), "tongue.png", roughness=0.35, bleeding=0.1),
    "brows": Look((0.05, 0.03, 0.02), "brows.png", roughness=0.7, specular=0.2, cut=True, solid=0.6),
    "lashes": Look((0.02, 0.015, 0.01), "lashes.png", roughness=0.7, specular=0.2, cut=True, solid=0.15),
    "hair": Look((0.08, 0.05, 0.03), "hair.png", roughness=0.8, specular=0.1, cut=True),
}
"""By the name of the asset's material."""


def make_material(name: str) -> bpy.types.Material:
    """A new material for one of ``LOOKS``."""
    look = LOOKS[name]
    material = bpy.data.materials.new(PREFIX + name.capitalize())
    compat.give_nodes(material)
    material.diffuse_color = (*look.colour, look.solid)
    material.roughness = look.roughness
    tree = material.node_tree
    shader = next(node for node in tree.nodes if node.type == "BSDF_PRINCIPLED")
    shader.inputs["Base Color"].default_value = (*look.colour, 1.0)
    shader.inputs["Roughness"].default_value = look.roughness
    shader.inputs["Specular IOR Level"].default_value = look.specular
    if look.bleeding:
        shader.inputs["Subsurface Weight"].default_value = look.bleeding
        shader.inputs["Subsurface Radius"].default_value = (1.0, 0.35, 0.2)
        shader.inputs["Subsurface Scale"].default_value = 0.01
    if look.picture:
        _add_picture(tree, shader, look)
    if look.bump:
        _add_bump(tree, shader, look.bump)
    return material


def warm_up() -> None:
    """Load a picture and forget it: the first one of a session costs Blender 50 ms more than the others (its colour
    management, 5.2), which nobody notices at a click and everybody in an animation."""
    bpy.data.images.remove(bpy.data.images.load(str(FOLDER / LOOKS["brows"].picture)))


def _add_picture(tree: bpy.types.NodeTree, shader: bpy.types.Node, look: Look) -> None:
    picture = tree.nodes.new("ShaderNodeTexImage")
    picture.location = (-600, 300)
    picture.image = _image(look.picture)
    tree.links.new(picture.outputs["Color"], shader.inputs["Base Color"])
    if look.cut:
        tree.links.new(picture.outputs["Alpha"], shader.inputs["Alpha"])
    tree.nodes.active = picture  # what Solid shows with Color: Texture


def _add_bump(tree: bpy.types.NodeTree, shader: bpy.types.Node, height: float) -> None:
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.location = (-600, -300)
    noise.inputs["Scale"].default_value = 900.0
    place = tree.nodes.new("ShaderNodeTexCoord")
    place.location = (-800, -300)
    bump = tree.nodes.new("ShaderNodeBump")
    bump.location = (-250, -300)
    bump.inputs["Distance"].default_value = height
    bump.inputs["Strength"].default_value = 0.5
    tree.links.new(place.outputs["Object"], noise.inputs["Vector"])
    tree.links.new(noise.outputs["Fac"], bump.inputs["Height"])
    tree.links.new(bump.outputs["Normal"], shader.inputs["Normal"])


def _image(name: str) -> bpy.types.Image:
    """The picture, packed so that the .blend does not depend on where the extension lies; shared by all heads."""
    image = bpy.data.images.load(str(FOLDER / name), check_existing=True)
    if image.packed_file is None:
        image.pack()
    return image
