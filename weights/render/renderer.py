# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Draws a person's frames off-screen: linear light, no background, with where the face lies in the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import moderngl
import numpy as np
from numpy.typing import NDArray

from weights.face import Face, data_folder, load_face

from . import textures
from .camera import FIELD, View, frame_face
from .figure import EYES, PIVOT, Figures, Posed, Shaped
from .gpu import Item, Programs, create_context, read_shader, texture
from .light import Light
from .look import Look
from .occlusion import openness
from .person import Frame, Person
from .wrinkles import lines

SIZE: Final = 224
SHADOW_SIZE: Final = 256
SHADOW_REACH: Final = np.array([2.2, 2.2, 4.0])  # dm around the pivot that the shadow map sees
SUPERSAMPLE: Final = 1.5
"""Drawn larger, then shrunk by area. On llvmpipe four samples per pixel cost twice as much and smooth only outlines."""
DEPTH: Final = 3.5  # dm before and behind the pivot
NEAREST: Final = 0.5  # dm before the camera: what is nearer is cut away
OFFSET: Final = 8.0  # added to the nearness layer by the shaders, so that 0 means nothing drawn
HELD: Final = 1.01  # the shaders write 1 where hair or headwear hides the face, 2 where something before it does
COVERED: Final = 0.02  # coverage from which a pixel counts as part of the figure
SURFACE, SHADOWS, NOISE, PAINT = range(4)  # texture units
KINDS: Final = {"brows": 1.0, "lashes": 2.0, "tongue": 1.0, "teeth": 2.0, "lens": 1.0, "prop": 1.0, "locks": 2.0,
                "peak": 3.0, "phones": 3.0}  # fmt: skip
FRAGMENTS: Final = ("mouth", "eye", "hair", "glass", "thing", "shell")
BLENDED: Final = ("brows", "lashes", "lens")
CASTS: Final = ("skin", "hair", "frame", "hand", "prop", "locks", "peak", "phones")
NO_UNIFORM: Final = frozenset(("skin", "hair", "brows", "lashes", "teeth", "wrinkle_depth", "rest_lines", "occlusion"))


@dataclass(frozen=True)
class Render:
    """``rgba`` (S, S, 4) float32: linear, premultiplied with coverage. ``box`` (4,) x0 y0 x1 y1 and ``points``
    (5, 2) of the face in pixels (subject's right eye, left eye, nose tip, right and left mouth corner). ``covered``
    by region (face, eyes, mouth): share 0..1 that hair, headwear, dark glasses, hands or things hide."""

    rgba: NDArray[np.float32]
    box: NDArray[np.float64]
    points: NDArray[np.float64]
    view: View
    covered: dict[str, float]


def program_of(name: str) -> str:
    """Which program draws a part."""
    kind = name.partition("/")[0]
    table = {"helper-l-eye": "eye", "helper-r-eye": "eye", "cavity": "mouth", "tongue": "mouth", "teeth": "mouth",
             "brows": "hair", "lashes": "hair", "frame": "glass", "lens": "glass", "hand": "thing", "prop": "thing",
             "locks": "thing", "peak": "thing", "phones": "thing"}  # fmt: skip
    return table.get(kind, kind)


class Renderer:
    """Owns one OpenGL context: use it in the thread that made it. ``size`` is the side of a picture in pixels."""

    def __init__(self, size: int = SIZE, face: Face | None = None) -> None:
        self.size = size
        self.figures = Figures(face or load_face())
        ctx = self.ctx = create_context()
        vertex = read_shader("figure.vert")
        fragments = {name: read_shader("common.glsl", f"{name}.frag") for name in FRAGMENTS}
        fragments["skin"] = read_shader("common.glsl", "wrinkles.glsl", "skin.frag")
        sources = {name: (vertex, fragment) for name, fragment in fragments.items()}
        for name, defines in (("shadow", ()), ("shadow-cut", ("CUT_OUT",))):
            sources[name] = (read_shader("shadow.vert"), read_shader("shadow.frag", defines=defines))
        self.programs = Programs(ctx, sources)
        for name, unit in (("surface", SURFACE), ("shadow_map", SHADOWS), ("noise_map", NOISE), ("paint_map", PAINT)):
            self.programs.unit(name, unit)
        self._items: dict[str, Item] = {}
        self._textures: dict[str, moderngl.Texture] = {}
        self._means: dict[str, NDArray[np.float32]] = {}
        texture(ctx, textures.noise(), repeat=True).use(NOISE)
        texture(ctx, textures.paint_map(data_folder())).use(PAINT)
        self._shadow_depth = ctx.depth_texture((SHADOW_SIZE, SHADOW_SIZE))
        self._shadow_depth.compare_func = "<="
        self._shadow = ctx.framebuffer(depth_attachment=self._shadow_depth)
        self._side = round(size * SUPERSAMPLE)
        square = (self._side, self._side)
        layers = [ctx.texture(square, 4, dtype="f2"), ctx.texture(square, 2, dtype="f4")]
        self._drawn = ctx.framebuffer(layers, ctx.depth_renderbuffer(square))

    def render(self, person: Person, frames: list[Frame]) -> list[Render]:
        """The person's frames, in order."""
        shaped = self.figures.shape(person)
        self._put_person(person)
        return [self._render(shaped, frame) for frame in frames]

    def _render(self, shaped: Shaped, frame: Frame) -> Render:
        person, posed = shaped.person, self.figures.pose(shaped, frame)
        view = frame_face(posed.box_points, frame.pose, PIVOT, person.camera.distance, self.size)
        for name, vertices in posed.vertices.items():
            self._item(name).write(vertices)
        self._put_view(view, person.light)
        for name, value in lines(frame.expression, person.look).items():
            self.programs.put(name, value)
        if person.light.shadow:
            self._draw_shadow(posed, person.look)
        self._put_before(frame)
        self._draw(posed, person, frame.expression.gaze)
        pixels = view.pixels(posed.box_points)
        rgba, hidden = self._read(person.look.occlusion)
        return Render(
            rgba,
            np.concatenate([pixels.min(0), pixels.max(0)]),
            view.pixels(posed.points),
            view,
            {name: covered_share(hidden, view.pixels(points)) for name, points in posed.outlines.items()},
        )

    def _item(self, name: str) -> Item:
        if name not in self._items:
            part = self.figures.parts["eye" if name in EYES else name]
            shadow = "shadow-cut" if name.startswith("hair/") else "shadow"
            programs = [self.programs.by_name[program_of(name)], self.programs.by_name[shadow]]
            self._items[name] = Item(self.ctx, part, programs)
        return self._items[name]

    def _texture(self, name: str) -> moderngl.Texture:
        if name not in self._textures:
            self._textures[name] = texture(self.ctx, textures.asset(name))
        return self._textures[name]

    def _skin_mean(self, name: str) -> NDArray[np.float32]:
        if name not in self._means:
            part = self.figures.parts["skin"]
            face = np.isin(part.source, self.figures.box_vertices)
            self._means[name] = textures.mean_colour(textures.asset(name), part.uv[face])
        return self._means[name]

    def _put_person(self, person: Person) -> None:
        for name, value in vars(person.look).items():
            if name not in NO_UNIFORM:
                self.programs.put(name, value)
        self.programs.put("skin_mean", self._skin_mean(person.look.skin))
        if person.glasses is not None:
            self.programs.put("frame_colour", person.glasses.colour)
            self.programs.put("lens_opacity", person.glasses.lens)
            self.programs.put("lens_colour", person.glasses.tint)
            self.programs.put("lens_window", person.glasses.window)
        if person.headwear is not None:
            self.programs.put("worn_colour", person.headwear.colour)
        if person.shell is not None:
            self.programs.put("shell_cut", float(person.shell.cut))
            for name in ("shape", "fibre", "rib", "colour"):
                self.programs.put(f"shell_{name}", getattr(person.shell, name))
        self.programs.put("harmonics", person.light.harmonics)
        self.programs.put("lamp_direction", person.light.directions)
        self.programs.put("lamp_colour", person.light.colours)
        self.programs.put("shadow_on", float(person.light.shadow))

    def _put_before(self, frame: Frame) -> None:
        if frame.hand is not None:
            self.programs.put("hand_tone", frame.hand.tone)
            self.programs.put("hand_sleeve", frame.hand.sleeve)
        if frame.prop is not None:
            self.programs.put("thing_colour", frame.prop.colour)
            self.programs.put("thing_gloss", frame.prop.gloss)
            self.programs.put("thing_stripe", frame.prop.stripe)

    def _put_view(self, view: View, light: Light) -> None:
        put, distance, scale = self.programs.put, view.distance, 2 / view.side
        near, far = max(distance - DEPTH, NEAREST), distance + DEPTH
        put("rotation", view.rotation)
        put("shift", -view.rotation @ view.pivot)
        put("camera_distance", distance)
        put("window", (scale, scale, *(-view.centre * scale)))
        put("depth_row", ((far + near) / (far - near), -2 * far * near / (far - near)))
        towards = light.directions[0].astype(float)
        aside = np.cross((0, 1, 0) if abs(towards[1]) < 0.9 else (1, 0, 0), towards)
        aside /= np.linalg.norm(aside)
        matrix = np.eye(4)
        matrix[:3, :3] = np.stack([aside, np.cross(towards, aside), -towards]) / SHADOW_REACH[:, None]
        put("shadow_matrix", matrix)

    def _draw_shadow(self, posed: Posed, look: Look) -> None:
        self.ctx.enable_only(moderngl.DEPTH_TEST)
        self._shadow.use()
        self._shadow.clear(depth=1.0)
        for name in posed.vertices:
            if name.partition("/")[0] in CASTS:
                if look.hair == name:
                    self._texture(name).use(SURFACE)
                self._item(name).draw(1)
        self._shadow_depth.use(SHADOWS)

    def _draw(self, posed: Posed, person: Person, gaze: NDArray[np.float32]) -> None:
        ctx, look = self.ctx, person.look
        blended = BLENDED if person.glasses is None or not person.glasses.dark else BLENDED[:2]
        self._drawn.use()
        self._drawn.color_mask = ((True,) * 4, (True,) * 4)
        self._drawn.clear()
        names = sorted(
            posed.vertices, key=lambda name: (name.partition("/")[0] in blended, not name.startswith("hair/"))
        )
        for name in names:
            kind = name.partition("/")[0]
            ctx.enable_only(moderngl.DEPTH_TEST | (moderngl.CULL_FACE if kind == "skin" else 0))
            if kind in blended:
                self._drawn.color_mask = ((True,) * 4, (False,) * 4)
                ctx.enable(moderngl.BLEND)
                ctx.blend_func = (
                    moderngl.SRC_ALPHA,
                    moderngl.ONE_MINUS_SRC_ALPHA,
                    moderngl.ONE,
                    moderngl.ONE_MINUS_SRC_ALPHA,
                )
            if name in EYES:
                self.programs.put("gaze", gaze_direction(gaze))
                self.programs.put("lids", posed.lids[EYES.index(name)])
            elif kind == "skin" or "/" in name:
                self._texture(look.skin if kind == "skin" else name).use(SURFACE)
            self.programs.put("kind", KINDS.get(kind, 0.0))
            self._item(name).draw()

    def _read(self, occlusion: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The picture, and (S, S) how far each pixel shows something that hides the face."""
        rgba, layer = self._layer(0, 4, np.float16), self._layer(1, 2, np.float32)
        covered, held = rgba[..., 3] > COVERED, layer[..., 1] > HELD
        near = layer[..., 0] / np.maximum(rgba[..., 3], COVERED)
        rgba[..., :3] *= openness(near - OFFSET, covered, held, self.size / FIELD, occlusion)[..., None]
        return rgba, np.minimum(layer[..., 1], 1.0)

    def _layer(self, index: int, channels: int, dtype: type) -> NDArray[np.float32]:
        """A layer of the drawing (S, S, channels), first row at the top, shrunk to the picture's size."""
        data = self._drawn.read(components=channels, attachment=index, dtype=f"f{np.dtype(dtype).itemsize}")
        layer = np.frombuffer(data, dtype).reshape(self._side, self._side, channels)[::-1].astype(np.float32)
        small = cv2.resize(layer, (self.size, self.size), interpolation=cv2.INTER_AREA)
        return small.reshape(self.size, self.size, channels).astype(np.float32, copy=False)


def covered_share(hidden: NDArray[np.float32], outline: NDArray[np.floating]) -> float:
    """Share of the hull of the ``outline`` points (n, 2) that ``hidden`` (S, S), 0..1 per pixel, takes."""
    hull = cv2.convexHull(outline.astype(np.float32)).round().astype(np.int32)
    inside = cv2.fillConvexPoly(np.zeros(hidden.shape, np.uint8), hull, (1,)) > 0
    return float(hidden[inside].mean()) if inside.any() else 0.0


def gaze_direction(gaze: NDArray[np.floating]) -> NDArray[np.float64]:
    """(side, up) radians to a unit vector in the subject's frame."""
    side, up = float(gaze[0]), float(gaze[1])
    return np.array([np.sin(side) * np.cos(up), np.sin(up), np.cos(side) * np.cos(up)])
