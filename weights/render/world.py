# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Makes ``assets/world_light.npz`` from Blender's eight CC0 world lights: ``python -m weights.render.world FOLDER``.

FOLDER is ``datafiles/studiolights/world`` of any Blender or bpy wheel (EXR, RGB, 1024 x 512, latitude and longitude).
What the renderer needs of them is small: nine coefficients each and a picture for the background. Reads EXR with the
package OpenEXR.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from weights.colour import to_srgb

from .light import ASSET

WIDTH, HEIGHT = 512, 256
COSINE = np.array([np.pi] + [2 * np.pi / 3] * 3 + [np.pi / 4] * 5) / np.pi
"""The clamped cosine in each band over pi (Ramamoorthi and Hanrahan, equation 8): white light shades to the albedo."""


def harmonic_basis(d: NDArray[np.floating]) -> NDArray[np.float64]:
    """(..., 3) unit directions to (..., 9) real spherical harmonics in the order of :mod:`weights.render.light`."""
    x, y, z = d[..., 0], d[..., 1], d[..., 2]
    bands = (0.282095 + 0 * x, 0.488603 * y, 0.488603 * z, 0.488603 * x, 1.092548 * x * y, 1.092548 * y * z)
    return np.stack((*bands, 0.315392 * (3 * z * z - 1), 1.092548 * x * z, 0.546274 * (x * x - y * y)), -1)


def directions(height: int, width: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(H, W, 3) direction and (H, W) solid angle of each pixel of a latitude-longitude picture, y up."""
    polar = (np.arange(height) + 0.5) / height * np.pi
    around = (np.arange(width) + 0.5) / width * 2 * np.pi
    sin = np.sin(polar)[:, None]
    d = np.stack(np.broadcast_arrays(sin * np.cos(around), np.cos(polar)[:, None], sin * np.sin(around)), -1)
    return d, np.broadcast_to(sin * (np.pi / height) * (2 * np.pi / width), d.shape[:2])


def harmonics(picture: NDArray[np.floating]) -> NDArray[np.float64]:
    """(H, W, 3) linear radiance to (9, 3) irradiance coefficients over pi."""
    d, angle = directions(*picture.shape[:2])
    projected = np.einsum("hwk,hwc,hw->kc", harmonic_basis(d), picture.astype(np.float64), angle)
    return projected * COSINE[:, None]


def read(path: Path) -> NDArray[np.float32]:
    """(512, 1024, 3) linear RGB of one EXR; the sun is cut at 200 so that one pixel does not light the world."""
    import OpenEXR  # a build-time dependency only

    with OpenEXR.File(str(path)) as file:
        return np.clip(file.channels()["RGB"].pixels, 0, 200).astype(np.float32)


def shrink(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    return cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32)


def main(folder: str) -> None:
    paths = sorted(Path(folder).glob("*.exr"))
    if not paths:
        raise SystemExit(f"No EXR lies in {folder}. Name the folder datafiles/studiolights/world of a bpy wheel.")
    pictures = [shrink(read(path)) for path in paths]
    shown = [to_srgb(np.clip(p * 0.6 / np.percentile(p, 80), 0, 1)) for p in pictures]
    ASSET.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        ASSET,
        names=np.array([path.stem for path in paths]),
        harmonics=np.stack([harmonics(p) for p in pictures]).astype(np.float32),
        panoramas=(np.stack(shown) * 255 + 0.5).astype(np.uint8),
    )
    print(f"{ASSET}: {len(paths)} lights, {ASSET.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
