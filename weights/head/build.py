# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the parts, turns them into Blender's frame and writes the asset."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge.basis import DEFAULT
from weights.face import load_face, texture_path
from weights.face.units import fold_expressions

from . import atlas, recipe
from .dressing import narrowed, proxy_part
from .eyes import eye_part, socket
from .iris import paint_eye
from .lids import clear_eyes
from .part import Part, join
from .pictures import save, skin_picture
from .skin import skin_part

FOLDER: Final = Path(__file__).resolve().parents[2] / "expnet_blender" / "assets" / "head"
FORMAT: Final = 1
METRES: Final = 0.1
SMALLEST: Final = 1e-7
"""A displacement below this many metres along every axis is rounding and is not stored."""

DRESSING: Final = {
    "teeth": recipe.TEETH,
    "tongue": recipe.TONGUE,
    "brows": recipe.BROWS,
    "lashes": recipe.LASHES,
    "hair": recipe.HAIR,
}


def build(folder: Path = FOLDER) -> None:
    """Write ``head.npz`` and the textures. Raises what ``load_face`` raises."""
    face = load_face()
    shape = face.rest(recipe.IDENTITY)
    units = fold_expressions(clear_eyes(face.expressions, face.mesh, shape))
    skin = skin_part(face.mesh, shape, units)
    placed = _placed(skin)
    eyes = [eye_part(*socket(face.mesh, shape, side)) for side in "lr"]
    worn = {name: proxy_part(face.proxies[proxy], shape, units, name) for name, proxy in DRESSING.items()}
    worn["teeth"] = narrowed(worn["teeth"], *recipe.ARCH)

    folder.mkdir(parents=True, exist_ok=True)
    pivot = shape[face.mesh.groups["joint-head"]].mean(axis=0)
    np.savez_compressed(folder / "head.npz", **_arrays(join([placed, *eyes, *worn.values()]), pivot))
    hair_picture = texture_path(recipe.HAIR)
    save(skin_picture(face.mesh, shape, skin, placed, worn["hair"], hair_picture), folder / "skin.jpg")
    save(paint_eye(), folder / "eye.jpg")
    for name, proxy in DRESSING.items():
        shutil.copyfile(texture_path(proxy), folder / f"{name}.png")


def _placed(skin: Part) -> Part:
    """The skin with the coordinates of its new picture; inside the mouth the old ones stay."""
    outer = np.unique(skin.corners[skin.materials == "skin"])
    uv = skin.uv.astype(np.float64)
    uv[outer] = atlas.place(uv[outer])
    return replace(skin, uv=uv)


def _arrays(head: Part, pivot: NDArray[np.floating]) -> dict[str, NDArray[np.generic]]:
    """What ``expnet_blender/head/asset.py`` reads: metres, z up, the face towards -y, origin at ``pivot``."""
    materials, material = np.unique(head.materials, return_inverse=True)
    triangle = head.faces[:, 2] == head.faces[:, 3]
    used = np.ones(head.faces.shape, bool)
    used[triangle, 3] = False
    units = _turned(head.units * METRES).astype(np.float32)
    moved = (np.abs(units) > SMALLEST).any(axis=2)
    return {
        "format": np.array(FORMAT),
        "basis": np.array(DEFAULT.id),
        "names": np.array(DEFAULT.names),
        "materials": materials,
        "vertices": _turned((head.vertices - pivot) * METRES).astype(np.float32),
        "sizes": used.sum(axis=1).astype(np.uint8),
        "loops": head.faces[used].astype(np.uint16),
        "uv": head.uv[head.corners[used]].astype(np.float32),
        "material": material.astype(np.uint8),
        "counts": moved.sum(axis=1).astype(np.int32),
        "moved": np.nonzero(moved)[1].astype(np.uint16),
        "deltas": units[moved],
    }


def _turned(points: NDArray[np.floating]) -> NDArray[np.floating]:
    """From x left, y up, z out of the face to Blender's x left, -y out of the face, z up."""
    return np.stack([points[..., 0], -points[..., 2], points[..., 1]], axis=-1)
