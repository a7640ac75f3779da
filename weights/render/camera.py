# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the camera stands, how the head is turned, and which square of the image becomes the render.

Camera's frame: x = image right, y = up, z = towards the camera, origin = the point the head turns about, in decimetres.
The head's rotation takes the subject's frame (x = subject's left, y = up, z = out of the face) into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

NEAR, ARM, FAR = 3.2, 5.5, 28.0
"""Camera distance in dm: on a helmet or a phone held close, at arm's length, a portrait lens across a room."""
CLOSE: Final = 0.12  # share of the takes nearer than ARM
YAW, PITCH, ROLL = np.radians(75), np.radians(45), np.radians(40)
FIELD: Final = 1.75
"""Side of a render over the longer side of its face box: room to turn, scale and shift the crop afterwards."""


@dataclass(frozen=True)
class Pose:
    """Radians. ``yaw`` turns the nose to the image's right, ``pitch`` lowers it, ``roll`` turns it anticlockwise."""

    yaw: float
    pitch: float
    roll: float

    def matrix(self) -> NDArray[np.float64]:
        """(3, 3) rotation from the subject's frame to the camera's."""
        (cy, cp, cr), (sy, sp, sr) = np.cos(self._angles), np.sin(self._angles)
        turn = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
        nod = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
        tilt = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
        return np.asarray(tilt @ nod @ turn, np.float64)

    def quaternion(self) -> NDArray[np.float32]:
        """(4,) unit quaternion w, x, y, z of :meth:`matrix`, w >= 0."""
        (cy, cp, cr), (sy, sp, sr) = np.cos(self._angles / 2), np.sin(self._angles / 2)
        w, x, y, z = cp * cy, sp * cy, cp * sy, sp * sy  # nod * turn; its z part is +sin sin
        q = np.array([cr * w - sr * z, cr * x - sr * y, cr * y + sr * x, cr * z + sr * w])
        return (q if q[0] >= 0 else -q).astype(np.float32)

    @property
    def _angles(self) -> NDArray[np.float64]:
        return np.array([self.yaw, self.pitch, self.roll])


@dataclass(frozen=True)
class Camera:
    """One take: the camera's ``distance`` (dm) and the pose that the head keeps coming back to."""

    distance: float
    rest: Pose


def _bounded(yaw: float, pitch: float, roll: float) -> Pose:
    return Pose(*(float(np.clip(a, -b, b)) for a, b in ((yaw, YAW), (pitch, PITCH), (roll, ROLL))))


def _turned(rng: np.random.Generator) -> float:
    """A yaw over the whole range, the further the rarer."""
    return float(YAW * rng.choice((-1.0, 1.0)) * rng.beta(1.0, 1.5))


def sample_camera(rng: np.random.Generator) -> Camera:
    low, high = (NEAR, ARM) if rng.random() < CLOSE else (ARM, FAR)
    distance = float(np.exp(rng.uniform(np.log(low), np.log(high))))
    yaw = _turned(rng) if rng.random() < 0.22 else rng.normal(0, 0.22)
    return Camera(distance, _bounded(yaw, rng.normal(0, 0.15), rng.normal(0, 0.08)))


def sample_pose(rng: np.random.Generator, camera: Camera, alone: bool) -> Pose:
    """The head in one frame: near the take's rest pose, or, for a picture that stands alone, over the whole range."""
    rest = camera.rest
    if alone and rng.random() < 0.4:
        return _bounded(_turned(rng), rng.normal(0, 0.28), rng.normal(0, 0.2))
    return _bounded(rest.yaw + rng.normal(0, 0.18), rest.pitch + rng.normal(0, 0.12), rest.roll + rng.normal(0, 0.08))


@dataclass(frozen=True)
class View:
    """Pinhole projection onto the square of the image that becomes the render.

    ``rotation`` (3, 3), ``pivot`` (3,) the point of the subject's frame that stays put, ``centre`` (2,) and ``side`` of
    the square in the plane at distance 1, ``size`` its pixels.
    """

    rotation: NDArray[np.float64]
    pivot: NDArray[np.float64]
    distance: float
    centre: NDArray[np.float64]
    side: float
    size: int

    def place(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """(n, 3) subject's frame to camera's frame."""
        return (points - self.pivot) @ self.rotation.T

    def pixels(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """(n, 3) subject's frame to (n, 2) pixels of the render, x right, y down."""
        plane = project(self.place(points), self.distance)
        return ((plane - self.centre) * (1, -1) / self.side + 0.5) * self.size


def project(placed: NDArray[np.floating], distance: float) -> NDArray[np.float64]:
    """(n, 3) camera's frame to (n, 2) in the plane at distance 1."""
    return placed[:, :2] / (distance - placed[:, 2:])


def frame_face(face: NDArray[np.floating], pose: Pose, pivot: NDArray[np.floating], distance: float, size: int) -> View:
    """The view whose square is centred on the box of the ``face`` points (n, 3), :data:`FIELD` times as large."""
    rotation, pivot = pose.matrix(), np.asarray(pivot, np.float64)
    plane = project((face - pivot) @ rotation.T, distance)
    low, high = plane.min(0), plane.max(0)
    return View(rotation, pivot, distance, (low + high) / 2, float((high - low).max()) * FIELD, size)
