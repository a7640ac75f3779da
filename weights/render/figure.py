# SPDX-License-Identifier: GPL-3.0-or-later
"""The geometry of one frame: identity, expression and what is worn, as vertices for each part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge import basis
from weights.face import Face
from weights.face.regions import eye_socket, mouth_cavity

from . import glasses
from .expression import Expression
from .part import Part, make_part, triangulate
from .person import Person

EYES: Final = ("helper-l-eye", "helper-r-eye")
PIVOT: Final = np.array([0.0, -0.35, -0.75])
"""What the head turns about, from the middle between the eyes, dm."""
EYE_RINGS, EYE_STEPS = 14, 22
EYE_FIT: Final = 0.985  # of the helper's radius, so that the ball stays behind the lids
TONGUE: Final = "helper-tongue"
TRUNK: Final = np.array([0.0, -5.0, 0.0], np.float32)
"""From the border of the shoulders, where the mesh ends, to the lower edge of the trunk, dm."""
HEM_BELOW: Final = 6.2  # the only border of the skin that lies this low is the shoulders'
PARTED: Final = 0.05  # total of the members in PARTING from which teeth can show
PARTING_STEMS: Final = (
    "jawOpen", "mouthFunnel", "mouthUpperUp", "mouthLowerDown", "mouthSmile", "mouthStretch", "tongueOut",
)  # fmt: skip
PARTING: Final = [i for i, name in enumerate(basis.ARKIT) if name.startswith(PARTING_STEMS)]


def member_deltas(face: Face) -> NDArray[np.float32]:
    """(52, N, 3) what each ARKit member does to the mesh here.

    Members of a signed axis are that axis's own shape at the place the fold gives them, so that a picture shows exactly
    what its label does on the head. Looking moves no skin: the sampler lets the lids follow as eyelid units.
    """
    deltas = face.expressions.copy()
    for row, unit in enumerate(basis.UNITS):
        for name in (*unit.positive, *unit.negative) if unit.negative else ():
            i = basis.ARKIT.index(name)
            deltas[i] = basis.FOLD[row, i] * face.units[row]
    for i, name in enumerate(basis.ARKIT):
        if name.startswith("eyeLook"):
            deltas[i] = 0
    return deltas


def _sphere() -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    polar, turn = np.linspace(0, np.pi, EYE_RINGS), np.arange(EYE_STEPS) * 2 * np.pi / EYE_STEPS
    sin = np.sin(polar)[:, None]
    points = np.stack(np.broadcast_arrays(sin * np.cos(turn), sin * np.sin(turn), np.cos(polar)[:, None]), -1)
    ring, step = np.mgrid[: EYE_RINGS - 1, :EYE_STEPS]
    here, beside = ring * EYE_STEPS + step, ring * EYE_STEPS + (step + 1) % EYE_STEPS
    below, beyond = here + EYE_STEPS, beside + EYE_STEPS
    triangles = np.concatenate([np.stack([here, below, beside], -1), np.stack([beside, below, beyond], -1)])
    return points.reshape(-1, 3), triangles.reshape(-1, 3).astype(np.int32)


def hem(
    faces: NDArray[np.int32], corners: NDArray[np.int32], vertices: NDArray[np.floating]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Border vertices (k,) of the shoulders, and the triangles that hang from them with their uv indices.

    The lower vertices are numbered from ``len(vertices)`` on, in the order of the border vertices.
    """
    first, second = faces.ravel(), np.roll(faces, -1, 1).ravel()
    uv_first, uv_second = corners.ravel(), np.roll(corners, -1, 1).ravel()
    count = len(vertices)
    single = ~np.isin(first.astype(np.int64) * count + second, second.astype(np.int64) * count + first)
    single &= (vertices[first, 1] < HEM_BELOW) & (vertices[second, 1] < HEM_BELOW)
    a, b, uv_a, uv_b = first[single], second[single], uv_first[single], uv_second[single]
    border = np.unique([a, b])
    lower_a, lower_b = count + np.searchsorted(border, a), count + np.searchsorted(border, b)
    hanging = np.concatenate([np.stack([b, a, lower_a], 1), np.stack([b, lower_a, lower_b], 1)])
    uvs = np.concatenate([np.stack([uv_b, uv_a, uv_a], 1), np.stack([uv_b, uv_a, uv_b], 1)])
    return border.astype(np.int64), hanging.astype(np.int32), uvs.astype(np.int32)


@dataclass(frozen=True)
class Shaped:
    """A person's head at rest.

    ``neutral`` (N, 3) with the middle between the eyes at the origin; the eyeballs' centres ``eyes`` (2, 3) and
    ``radii`` (2,), subject's left first.
    """

    person: Person
    neutral: NDArray[np.float32]
    eyes: NDArray[np.float64]
    radii: NDArray[np.float64]


@dataclass(frozen=True)
class Posed:
    """One frame.

    ``vertices`` by name of what is drawn, (n, 6) position and normal; the face's ``box_points`` (b, 3); ``points``
    (5, 3) as detectors give them: the subject's right eye, left eye, nose tip, right and left mouth corner.
    """

    vertices: dict[str, NDArray[np.float32]]
    box_points: NDArray[np.float32]
    points: NDArray[np.float64]


class Figures:
    """Builds frames from ``parts``: ``skin``, ``cavity``, ``tongue``, ``eye``, ``frame``, ``lens`` and the proxies."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.deltas = member_deltas(face)
        mesh, v = face.mesh, face.mesh.vertices
        inside, tongue = mouth_cavity(mesh), mesh.part == TONGUE
        outside = ~(inside | tongue | eye_socket(mesh, 1) | eye_socket(mesh, -1))
        self.sphere, ball = _sphere()
        self.parts: dict[str, Part] = {"eye": make_part(ball, None, None, self.sphere)}
        for name, triangles in (("frame", glasses.frame_triangles()), ("lens", glasses.lens_triangles())):
            self.parts[name] = make_part(triangles, None, None, np.zeros((triangles.max() + 1, 3)))
        for name, chosen in (("cavity", inside), ("tongue", tongue)):
            faces, corners = triangulate(mesh.quads[chosen], mesh.corners[chosen])
            self.parts[name] = make_part(faces, corners, mesh.uv, v)
        faces, corners = triangulate(mesh.quads[outside], mesh.corners[outside])
        self.hem, more_faces, more_corners = hem(faces, corners, v)
        faces, corners = np.concatenate([faces, more_faces]), np.concatenate([corners, more_corners])
        self.parts["skin"] = make_part(faces, corners, mesh.uv, self._with_trunk(v))
        for name, proxy in face.proxies.items():
            self.parts[name] = make_part(*triangulate(proxy.faces, proxy.corners), proxy.uv, proxy.fit(v, v))
        skin = np.unique(mesh.quads[outside])
        front = (v[:, 2] > 0.55) & (v[:, 1] > 6.1) & (v[:, 1] < 7.95)
        self.box_vertices = skin[front[skin]]
        self.nose_tip = int(skin[np.argmax(np.where(np.abs(v[skin, 0]) < 0.02, v[skin, 2], -9))])
        rim = np.intersect1d(skin, mesh.quads[inside])  # where the skin turns into the mouth
        self.mouth_corners = int(rim[np.argmin(v[rim, 0])]), int(rim[np.argmax(v[rim, 0])])

    def _with_trunk(self, skin: NDArray[np.floating]) -> NDArray[np.floating]:
        """The vertices (N, 3) and below the border of the shoulders those that close the picture at its lower edge."""
        return np.concatenate([skin, skin[self.hem] + TRUNK], dtype=skin.dtype)

    def shape(self, person: Person) -> Shaped:
        neutral = self.face.rest(dict(person.identity.targets))
        groups = [neutral[self.face.mesh.groups[name]] for name in EYES]
        eyes = np.stack([group.mean(0) for group in groups])
        radii = [np.linalg.norm(group - eye, axis=1).mean() for group, eye in zip(groups, eyes, strict=True)]
        middle = eyes.mean(0)
        return Shaped(person, (neutral - middle).astype(np.float32), eyes - middle, np.array(radii) * EYE_FIT)

    def pose(self, shaped: Shaped, expression: Expression) -> Posed:
        """The person with an expression on. Teeth and tongue are built only where the lips can part."""
        active = np.nonzero(expression.members)[0]
        skin = shaped.neutral + np.tensordot(expression.members[active], self.deltas[active], 1)
        look = shaped.person.look
        built = {
            "skin": self.parts["skin"].vertices(self._with_trunk(skin)),
            "cavity": self.parts["cavity"].vertices(skin),
        }
        worn = [look.hair, look.brows, look.lashes]
        if expression.members[PARTING].sum() > PARTED:
            built["tongue"] = self.parts["tongue"].vertices(skin)
            worn.append(look.teeth)
        for name in filter(None, worn):
            built[name] = self.parts[name].vertices(self.face.proxies[name].fit(skin, shaped.neutral))
        for name, eye, radius in zip(EYES, shaped.eyes, shaped.radii, strict=True):
            built[name] = np.concatenate([eye + radius * self.sphere, self.sphere], 1, dtype=np.float32)
        if shaped.person.glasses is not None:
            frame, lens = glasses.build(shaped.person.glasses, shaped.eyes)
            built["frame"], built["lens"] = self.parts["frame"].vertices(frame), self.parts["lens"].vertices(lens)
        front = shaped.eyes + [0, 0, 1] * shaped.radii[:, None]
        points = np.stack([front[1], front[0], *skin[[self.nose_tip, *self.mouth_corners]]])
        return Posed(built, skin[self.box_vertices], points)
