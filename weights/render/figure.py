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

from . import glasses, hands, headwear, props, resting, strands
from .part import Part, make_part, triangulate
from .person import Frame, Person
from .solids import tube_places
from .surface import Surface

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
LIDS: Final = {"helper-l-eye": ("eyeBlinkLeft", "eyeSquintLeft"), "helper-r-eye": ("eyeBlinkRight", "eyeSquintRight")}
"""Members that move the edge of an eye's upper and lower lid furthest."""
REGIONS: Final = {"face": (0.6, 6.15, 7.65), "eyes": (0.55, 7.12, 7.62), "mouth": (0.42, 6.25, 6.9)}
"""Half width, lower and upper edge on the base mesh of what expressions move: brows to chin, brows and eyes, mouth."""
REGION_FRONT: Final = 0.9
SHELL_FROM: Final = 5.75  # height on the base mesh from which a shell can cover the skin
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
    ``radii`` (2,), subject's left first; ``lids`` (2,) how far they hang at rest, along the eyelid axis.
    """

    person: Person
    neutral: NDArray[np.float32]
    eyes: NDArray[np.float64]
    radii: NDArray[np.float64]
    lids: NDArray[np.float32]


@dataclass(frozen=True)
class Posed:
    """One frame.

    ``vertices`` by name of what is drawn, (n, 6) position and normal; the face's ``box_points`` (b, 3); ``points``
    (5, 3) as detectors give them: the subject's right eye, left eye, nose tip, right and left mouth corner;
    ``lids`` (2, 2) sine of the elevation of the upper and lower lid's edge seen from the left and right eyeball;
    ``outlines`` by name of a region of the face, (k, 3) points of which the hull in the picture is what shows of it.
    """

    vertices: dict[str, NDArray[np.float32]]
    box_points: NDArray[np.float32]
    points: NDArray[np.float64]
    lids: NDArray[np.float64]
    outlines: dict[str, NDArray[np.float32]]


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
        phones = headwear.phones_triangles()
        self.parts |= {
            "hand": make_part(hands.triangles(), None, None, tube_places(hands.TUBES, hands.RINGS)),
            "prop": make_part(props.triangles(), None, None, tube_places(1, props.RINGS)),
            "locks": make_part(strands.triangles(), None, None, tube_places(strands.LOCKS, strands.RINGS)),
            "peak": make_part(
                headwear.peak_triangles(), None, None, np.zeros((headwear.peak_triangles().max() + 1, 3))
            ),
            "phones": make_part(phones, None, None, np.zeros((phones.max() + 1, 3))),
        }
        for name, chosen in (("cavity", inside), ("tongue", tongue)):
            faces, corners = triangulate(mesh.quads[chosen], mesh.corners[chosen])
            self.parts[name] = make_part(faces, corners, mesh.uv, v)
        faces, corners = triangulate(mesh.quads[outside], mesh.corners[outside])
        covered = (v[faces, 1] > SHELL_FROM).all(1)
        self.parts["shell"] = make_part(faces[covered], corners[covered], mesh.uv, v)
        self.hem, more_faces, more_corners = hem(faces, corners, v)
        faces, corners = np.concatenate([faces, more_faces]), np.concatenate([corners, more_corners])
        self.parts["skin"] = make_part(faces, corners, mesh.uv, self._with_trunk(v))
        for name, proxy in face.proxies.items():
            self.parts[name] = make_part(*triangulate(proxy.faces, proxy.corners), proxy.uv, proxy.fit(v, v))
        self.lid_edges = {
            eye: [int(np.linalg.norm(self.deltas[basis.ARKIT.index(name)], axis=1).argmax()) for name in names]
            for eye, names in LIDS.items()
        }
        skin = np.unique(mesh.quads[outside])
        front = (v[:, 2] > 0.55) & (v[:, 1] > 6.1) & (v[:, 1] < 7.95)
        self.box_vertices = skin[front[skin]]
        at = v[skin]
        self.regions = {
            name: skin[(np.abs(at[:, 0]) < half) & (at[:, 1] > low) & (at[:, 1] < high) & (at[:, 2] > REGION_FRONT)]
            for name, (half, low, high) in REGIONS.items()
        }
        self.head = skin[v[skin, 1] > SHELL_FROM]
        self.top = int(skin[np.argmax(v[skin, 1])])
        self.nose_tip = int(skin[np.argmax(np.where(np.abs(v[skin, 0]) < 0.02, v[skin, 2], -9))])
        rim = np.intersect1d(skin, mesh.quads[inside])  # where the skin turns into the mouth
        self.mouth_corners = int(rim[np.argmin(v[rim, 0])]), int(rim[np.argmax(v[rim, 0])])

    def _with_trunk(self, skin: NDArray[np.floating]) -> NDArray[np.floating]:
        """The vertices (N, 3) and below the border of the shoulders those that close the picture at its lower edge."""
        return np.concatenate([skin, skin[self.hem] + TRUNK], dtype=skin.dtype)

    def shape(self, person: Person) -> Shaped:
        neutral = self.face.rest(dict(person.identity.targets)) + np.tensordot(person.rest, self.deltas, 1)
        groups = [neutral[self.face.mesh.groups[name]] for name in EYES]
        eyes = np.stack([group.mean(0) for group in groups])
        radii = [np.linalg.norm(group - eye, axis=1).mean() for group, eye in zip(groups, eyes, strict=True)]
        middle = eyes.mean(0)
        shape = (neutral - middle).astype(np.float32)
        return Shaped(person, shape, eyes - middle, np.array(radii) * EYE_FIT, resting.lids(person.rest))

    def pose(self, shaped: Shaped, frame: Frame) -> Posed:
        """The person with an expression on. Teeth and tongue are built only where the lips can part."""
        members = frame.expression.members.copy()
        for name, lid in zip(EYES, shaped.lids, strict=True):
            members[basis.ARKIT.index(LIDS[name][0])] *= 1 - lid  # closed is closed, however far it hung before
        active = np.nonzero(members)[0]
        skin = shaped.neutral + np.tensordot(members[active], self.deltas[active], 1)
        look = shaped.person.look
        built = {
            "skin": self.parts["skin"].vertices(self._with_trunk(skin)),
            "cavity": self.parts["cavity"].vertices(skin),
        }
        worn = [look.hair, look.brows, look.lashes]
        if members[PARTING].sum() > PARTED:
            built["tongue"] = self.parts["tongue"].vertices(skin)
            worn.append(look.teeth)
        for name in filter(None, worn):
            built[name] = self.parts[name].vertices(self.face.proxies[name].fit(skin, shaped.neutral))
        for name, eye, radius in zip(EYES, shaped.eyes, shaped.radii, strict=True):
            built[name] = np.concatenate([eye + radius * self.sphere, self.sphere], 1, dtype=np.float32)
        if shaped.person.glasses is not None:
            frame_, lens = glasses.build(shaped.person.glasses, shaped.eyes)
            built["frame"], built["lens"] = self.parts["frame"].vertices(frame_), self.parts["lens"].vertices(lens)
        built |= self._worn(shaped.person, skin) | self._before(shaped.person, frame, built["skin"])
        front = shaped.eyes + [0, 0, 1] * shaped.radii[:, None]
        points = np.stack([front[1], front[0], *skin[[self.nose_tip, *self.mouth_corners]]])
        edges = [
            (skin[self.lid_edges[name], 1] - eye[1]) / radius
            for name, eye, radius in zip(EYES, shaped.eyes, shaped.radii, strict=True)
        ]
        outlines = {name: skin[index] for name, index in self.regions.items()}
        return Posed(built, skin[self.box_vertices], points, np.array(edges, float), outlines)

    def _worn(self, person: Person, skin: NDArray[np.floating]) -> dict[str, NDArray[np.float32]]:
        """Headwear and close hair on the ``skin`` (N, 3)."""
        built: dict[str, NDArray[np.floating]] = {}
        if person.shell is not None:
            built["shell"] = headwear.grow(person.shell, skin, self.face.mesh.vertices)
        worn = person.headwear
        if worn is not None and worn.headphones:
            ears = skin[np.abs(skin[:, 1] + 0.2) < 0.15]
            built["phones"] = headwear.phones(worn, float(ears[:, 0].max()), float(skin[self.top, 1]))
        if worn is not None and worn.peak and worn.shell is not None:
            base = self.face.mesh.vertices[self.head]
            around = skin[self.head[np.abs(base[:, 1] - worn.shell.shape[0]) < 0.08]]
            height, half = float(around[:, 1].mean()), float(around[:, 0].max())
            built["peak"] = headwear.peak(worn, half, height, float(around[:, 2].max()))
        return {name: self.parts[name].vertices(points) for name, points in built.items()}

    def _before(self, person: Person, frame: Frame, skin: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        """What lies on or before the face whose ``skin`` is drawn from (n, 6) vertices."""
        if person.locks is None and frame.hand is None and frame.prop is None:
            return {}
        surface, built = Surface(skin), {}
        if person.locks is not None:
            built["locks"] = strands.build(person.locks, surface)
        if frame.hand is not None:
            built["hand"] = hands.build(frame.hand, surface)
        if frame.prop is not None:
            built["prop"] = props.build(frame.prop, surface)
        return {name: self.parts[name].vertices(points) for name, points in built.items()}
