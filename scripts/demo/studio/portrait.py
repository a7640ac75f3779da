# SPDX-License-Identifier: GPL-3.0-or-later
"""The set: a camera before the head, a backdrop, a dark collar round the neck, and soft light from the upper left.

Everything is shown by Workbench, the one engine that renders a film in a minute on two cores without a GPU.
"""

from __future__ import annotations

import math
from typing import Final

import bpy
import numpy as np

from .. import script

SIZE: Final = 928
"""Side of the square frames in pixels: 1.6 times what is shown, which smooths edges cheaper than Workbench itself."""

WARM: Final = (0.38, 0.27, 0.20)
COOL: Final = (0.17, 0.27, 0.38)
"""Backdrops, linear RGB."""

_LIGHTS: Final = (
    # direction (x right, y up, z towards the camera), diffuse, specular, wrap
    ((-0.60, 0.50, 0.60), (1.00, 0.89, 0.78), (0.35, 0.33, 0.30), 0.25),
    ((0.90, 0.10, 0.35), (0.22, 0.28, 0.40), (0.08, 0.10, 0.14), 0.50),
    ((0.55, 0.65, -0.55), (0.90, 0.95, 1.00), (0.50, 0.50, 0.55), 0.05),
    ((0.00, -0.85, 0.40), (0.10, 0.06, 0.05), (0.00, 0.00, 0.00), 0.80),
)
_AMBIENT: Final = (0.15, 0.15, 0.17)

_SHADE: Final = {"tongue": 0.55, "teeth": 0.80}
"""How much of its colour a material inside the mouth keeps."""


def new_scene() -> bpy.types.Scene:
    """An empty file at the demo's frame rate; the extension stays enabled."""
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    scene = bpy.context.scene
    scene.render.fps, scene.render.fps_base = script.RATE, 1.0
    scene.frame_start = 1
    return scene


def add_head() -> bpy.types.Object:
    """The default head in the origin, active."""
    bpy.ops.expnet.add_head()
    head = bpy.context.object
    for material in head.data.materials:
        _dim(material)
    return head


def furnish(scene: bpy.types.Scene, head: bpy.types.Object, backdrop: tuple[float, float, float]) -> None:
    """Put camera, clothes and backdrop around the head in the origin. The collar hides where its neck ends, and turns
    with it."""
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    camera.location, camera.rotation_euler = (0.0, -1.15, 0.022), (math.pi / 2.0, 0.0, 0.0)
    camera.data.sensor_width, camera.data.lens = 24.0, 90.0
    scene.collection.objects.link(camera)
    scene.camera = camera
    cloth = _material("Cloth", (0.030, 0.034, 0.042))
    bpy.ops.mesh.primitive_torus_add(major_radius=0.072, minor_radius=0.026, major_segments=64, minor_segments=24)
    _dress("Collar", cloth, (0.0, 0.005, -0.122), (1.0, 1.0, 1.4))
    bpy.context.object.parent = head
    bpy.ops.mesh.primitive_uv_sphere_add(segments=64, ring_count=32, radius=1.0)
    _dress("Shoulders", cloth, (0.0, 0.035, -0.200), (0.31, 0.105, 0.112))
    _backdrop(backdrop)
    _light(scene)


def _dim(material: bpy.types.Material) -> None:
    """Darken what lies behind the lips, where Workbench, which casts no shadows, would light it like the skin."""
    factor = next((share for name, share in _SHADE.items() if name in material.name.lower()), None)
    picture = next((node for node in material.node_tree.nodes if node.type == "TEX_IMAGE"), None)
    if factor is None or picture is None:
        return
    pixels = np.empty(len(picture.image.pixels), np.float32)
    picture.image.pixels.foreach_get(pixels)
    pixels.reshape(-1, 4)[:, :3] *= factor
    picture.image.pixels.foreach_set(pixels)
    picture.image.pack()


def _material(name: str, colour: tuple[float, float, float]) -> bpy.types.Material:
    material = bpy.data.materials.new(name)
    material.diffuse_color = (*colour, 1.0)
    material.roughness = 0.9
    return material


def _dress(
    name: str,
    material: bpy.types.Material,
    place: tuple[float, float, float],
    scale: tuple[float, float, float],
) -> None:
    """Name, place and clothe the object that was just added."""
    piece = bpy.context.object
    piece.name, piece.location, piece.scale = name, place, scale
    piece.data.materials.append(material)
    piece.data.shade_smooth()


def _backdrop(colour: tuple[float, float, float]) -> None:
    """A wall that is bright behind the head and dark in the corners: painted, since Workbench throws no light on it."""
    size = 128
    x, y = np.meshgrid(np.linspace(-1.0, 1.0, size), np.linspace(-1.0, 1.0, size))
    fall = np.exp(-0.9 * ((x + 0.15) ** 2 + (y - 0.05) ** 2))
    pixels = np.ones((size, size, 4), np.float32)
    pixels[..., :3] = (np.array(colour) * fall[..., None]) ** (1.0 / 2.2)
    image = bpy.data.images.new("Backdrop", size, size)
    image.pixels.foreach_set(pixels.ravel())
    image.pack()
    material = _material("Backdrop", colour)
    if material.node_tree is None:  # Blender 5 makes it with the material
        material.use_nodes = True
    picture = material.node_tree.nodes.new("ShaderNodeTexImage")
    picture.image = image
    shader = material.node_tree.nodes["Principled BSDF"]
    material.node_tree.links.new(picture.outputs["Color"], shader.inputs["Base Color"])
    material.node_tree.nodes.active = picture
    bpy.ops.mesh.primitive_plane_add(size=1.0, location=(0.0, 0.8, 0.0), rotation=(math.pi / 2.0, 0.0, 0.0))
    bpy.context.object.name = "Backdrop"
    bpy.context.object.data.materials.append(material)


def _light(scene: bpy.types.Scene) -> None:
    render, display = scene.render, scene.display
    render.engine = "BLENDER_WORKBENCH"
    render.resolution_x = render.resolution_y = SIZE
    scene.view_settings.view_transform = "Standard"
    display.render_aa = "OFF"
    shading = display.shading
    shading.light, shading.color_type = "STUDIO", "TEXTURE"
    shading.show_cavity, shading.cavity_type = True, "SCREEN"
    shading.show_specular_highlight = True
    system = bpy.context.preferences.system
    system.use_studio_light_edit = True
    system.light_ambient = _AMBIENT
    for light, (direction, diffuse, specular, wrap) in zip(system.solid_lights, _LIGHTS, strict=True):
        light.use = True
        light.direction, light.diffuse_color, light.specular_color, light.smooth = direction, diffuse, specular, wrap
