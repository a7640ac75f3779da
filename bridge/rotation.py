# SPDX-License-Identifier: GPL-3.0-or-later
"""Head rotations as unit quaternions (..., 4), w x y z.

A rotation takes the subject's frame (x = subject's left, y = up, z = out of the face) to the upright camera frame
(x = image right, y = up, z = towards the camera); upright and facing the camera is the identity. Both are right-handed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

IDENTITY = (1.0, 0.0, 0.0, 0.0)


def normalise(quaternion: ArrayLike) -> Array:
    """Scaled to length 1; a zero quaternion becomes the identity."""
    q = np.asarray(quaternion, float)
    length = np.linalg.norm(q, axis=-1, keepdims=True)
    unit: Array = np.divide(q, np.maximum(length, 1e-12))
    unit[length[..., 0] <= 1e-12] = IDENTITY
    return unit


def conjugate(quaternion: ArrayLike) -> Array:
    """The inverse of a unit quaternion."""
    return np.asarray(quaternion, float) * (1.0, -1.0, -1.0, -1.0)


def mirrored(quaternion: ArrayLike) -> Array:
    """The rotation of the same head in a mirror."""
    return np.asarray(quaternion, float) * (1.0, 1.0, -1.0, -1.0)


def multiply(first: ArrayLike, second: ArrayLike) -> Array:
    """The rotation ``second`` followed by ``first`` (the product of their matrices in this order). Broadcasts."""
    a: Array
    b: Array
    a, b = np.broadcast_arrays(np.asarray(first, float), np.asarray(second, float))
    aw, av, bw, bv = a[..., :1], a[..., 1:], b[..., :1], b[..., 1:]
    scalar = aw * bw - (av * bv).sum(-1, keepdims=True)
    return np.concatenate((scalar, aw * bv + bw * av + np.cross(av, bv)), -1)


def about_z(radians: ArrayLike) -> Array:
    """Turning by ``radians`` (...,) around the third axis, from x towards y."""
    half = np.asarray(radians, float) / 2
    zero = np.zeros_like(half)
    return np.stack((np.cos(half), zero, zero, np.sin(half)), -1)


def to_matrix(quaternion: ArrayLike) -> Array:
    """(..., 4) to (..., 3, 3), acting on column vectors."""
    w, x, y, z = np.moveaxis(normalise(quaternion), -1, 0)
    rows = (
        (1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
        (2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
        (2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
    )
    return np.stack([np.stack(row, -1) for row in rows], -2)


def from_matrix(matrix: ArrayLike) -> Array:
    """(..., 3, 3) rotation matrices to (..., 4) with w >= 0.

    The quaternion is the eigenvector of the largest eigenvalue of a symmetric 4 x 4 matrix, which holds for all angles
    and gives the nearest rotation for a noisy matrix (Bar-Itzhack, J. Guidance 23(6), 2000)."""
    m = np.asarray(matrix, float)
    k = np.empty((*m.shape[:-2], 4, 4))
    k[..., 0, 0] = m[..., 0, 0] + m[..., 1, 1] + m[..., 2, 2]
    k[..., 1:, 1:] = m + np.swapaxes(m, -1, -2) - k[..., :1, :1] * np.eye(3)
    skew = np.stack((m[..., 2, 1] - m[..., 1, 2], m[..., 0, 2] - m[..., 2, 0], m[..., 1, 0] - m[..., 0, 1]), -1)
    k[..., 0, 1:] = k[..., 1:, 0] = skew
    q = np.linalg.eigh(k)[1][..., -1]
    return np.where(q[..., :1] < 0, -q, q)


def continuous(quaternions: ArrayLike) -> Array:
    """(T, 4) with signs chosen so that neighbours lie on the same side: the same rotations, but no jumps between
    keys."""
    q = np.array(quaternions, float)
    if len(q) > 1:
        flips = np.where((q[1:] * q[:-1]).sum(-1) < 0, -1.0, 1.0)
        q[1:] *= np.cumprod(flips)[:, None]
    return q


def slerp(first: ArrayLike, second: ArrayLike, share: ArrayLike) -> Array:
    """From ``first`` (..., 4) at ``share`` 0 to ``second`` at 1 along the shorter way, at constant speed. ``share``
    (...,)."""
    a, b = np.asarray(first, float), np.asarray(second, float)
    dot = (a * b).sum(-1, keepdims=True)
    b = np.where(dot < 0, -b, b)
    angle = np.arccos(np.clip(np.abs(dot), 0.0, 1.0))
    t = np.asarray(share, float)[..., None]
    sine = np.sin(angle)
    small = sine < 1e-6
    safe = np.where(small, 1.0, sine)
    from_a = np.where(small, 1 - t, np.sin((1 - t) * angle) / safe)
    from_b = np.where(small, t, np.sin(t * angle) / safe)
    return normalise(from_a * a + from_b * b)


def scaled(quaternion: ArrayLike, gain: float) -> Array:
    """The rotation about the same axis by ``gain`` times the angle, of the two ways the shorter one."""
    q = np.asarray(quaternion, float)
    q = np.where(q[..., :1] < 0, -q, q)
    half = np.arccos(np.clip(q[..., :1], -1.0, 1.0))
    sine = np.sin(half)
    small = sine < 1e-6
    share = np.where(small, gain, np.sin(gain * half) / np.where(small, 1.0, sine))
    return normalise(np.concatenate((np.cos(gain * half), q[..., 1:] * share), -1))


def mean(quaternions: ArrayLike) -> Array:
    """(T, 4) to the (4,) rotation nearest to all of them in the sense of Markley et al., J. Guidance 30(4), 2007."""
    q = np.asarray(quaternions, float)
    vector = np.linalg.eigh(q.T @ q)[1][:, -1]
    return -vector if vector[0] < 0 else vector


def from_vector(vector: ArrayLike) -> Array:
    """(..., 3) rotation vectors (axis times angle in radians, as Rodrigues' formula takes them) to (..., 4)."""
    v = np.asarray(vector, float)
    half = np.linalg.norm(v, axis=-1, keepdims=True) / 2
    return np.concatenate((np.cos(half), v * np.sinc(half / np.pi) / 2), -1)


def to_blender(quaternion: ArrayLike) -> Array:
    """The same rotation for an object in Blender whose face looks along -Y with Z up and its left at X, seen by a
    camera in front of it: axes (x, y, z) become (x, -z, y)."""
    q = np.asarray(quaternion, float)
    return np.stack((q[..., 0], q[..., 1], -q[..., 3], q[..., 2]), -1)


def to_euler(quaternion: ArrayLike) -> Array:
    """(..., 4) to (..., 3) yaw, pitch, roll in radians: R = yaw(y) pitch(x) roll(z).

    Positive yaw turns to the subject's left, positive pitch down, positive roll tilts the head towards its own right
    shoulder (counter-clockwise in the image).
    """
    m = to_matrix(quaternion)
    pitch = np.arcsin(np.clip(-m[..., 1, 2], -1.0, 1.0))
    yaw = np.arctan2(m[..., 0, 2], m[..., 2, 2])
    roll = np.arctan2(m[..., 1, 0], m[..., 1, 1])
    return np.stack((yaw, pitch, roll), -1)


def from_euler(angles: ArrayLike) -> Array:
    """The inverse of ``to_euler``."""
    yaw, pitch, roll = np.moveaxis(np.asarray(angles, float) / 2, -1, 0)
    zero = np.zeros_like(yaw)
    about_y = np.stack((np.cos(yaw), zero, np.sin(yaw), zero), -1)
    about_x = np.stack((np.cos(pitch), np.sin(pitch), zero, zero), -1)
    return multiply(multiply(about_y, about_x), about_z(2 * roll))
