# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders on disk: shards of pixels and labels that are complete or absent, so that a run can stop and go on anywhere.

A store is a folder with ``plan.json`` and, per shard of :data:`SHARD` renders, ``NNNNN.pixels.npy`` (memory-mapped) and
``NNNNN.labels.npz`` (written last: where it lies, the shard is complete). Shards take turns: even ones hold takes of
:data:`TAKE` or, every other, :data:`LONG_TAKE` frames of one person in one light, odd ones single pictures. What a
shard holds depends only on the plan and its number. No pickle.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from weights.colour import LUMINANCE

SHARD: Final = 128
TAKE: Final = 8
LONG_TAKE: Final = 12
RANGE: Final = 4.0  # linear light that 255 stands for
FACE_LIGHT: Final = 0.25  # linear luminance that the face is exposed to: 60th percentile
FORMAT: Final = 2


@dataclass(frozen=True)
class Plan:
    """What a store holds: ``count`` renders of ``size`` pixels, made from ``seed`` for one split."""

    count: int
    seed: int
    split: str
    size: int
    format: int = FORMAT

    @property
    def shards(self) -> int:
        return -(-self.count // SHARD)

    def takes(self, shard: int) -> list[tuple[int, int]]:
        """(number, frames) of the takes in a shard. A number names a take throughout the store."""
        length = 1 if shard % 2 else (TAKE, LONG_TAKE)[shard // 2 % 2]
        starts = range(0, SHARD, length)
        return [(shard * SHARD + i, min(length, SHARD - start)) for i, start in enumerate(starts)]


def encode(rgba: NDArray[np.float32]) -> tuple[NDArray[np.uint8], float]:
    """(S, S, 4) linear premultiplied light to uint8 (root of light, alpha as it is), and the exposure applied."""
    quarter = len(rgba) // 4
    middle = rgba[quarter:-quarter, quarter:-quarter]
    light = (middle[..., :3] @ LUMINANCE)[middle[..., 3] > 0.9]
    exposure = FACE_LIGHT / max(float(np.percentile(light, 60)) if light.size else FACE_LIGHT, 1e-3)
    out = np.empty(rgba.shape, np.uint8)
    out[..., :3] = np.sqrt(np.clip(rgba[..., :3] * (exposure / RANGE), 0, 1)) * 255 + 0.5
    out[..., 3] = np.clip(rgba[..., 3], 0, 1) * 255 + 0.5
    return out, exposure


DECODE: Final = ((np.arange(256) / 255) ** 2 * RANGE).astype(np.float32)
"""Linear light by stored value."""


def decode(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(..., 4) stored pixels to linear premultiplied RGB and alpha 0..1, float32."""
    return np.concatenate([DECODE[pixels[..., :3]], pixels[..., 3:] / np.float32(255)], -1)


def paths(folder: Path, shard: int) -> tuple[Path, Path]:
    return folder / f"{shard:05d}.pixels.npy", folder / f"{shard:05d}.labels.npz"


def write_shard(folder: Path, shard: int, pixels: NDArray[np.uint8], labels: dict[str, NDArray]) -> None:
    """Each file appears whole under its name or not at all."""
    at_pixels, at_labels = paths(folder, shard)
    for target, save in ((at_pixels, lambda f: np.save(f, pixels)), (at_labels, lambda f: np.savez(f, **labels))):
        partial = target.with_name(f".{target.name}.{os.getpid()}")
        with partial.open("wb") as file:
            save(file)
        partial.replace(target)


def prepare(folder: Path, plan: Plan) -> list[int]:
    """Makes the folder, or checks that it belongs to the same plan, and returns the shards that are missing.

    A store may grow: only ``count`` may differ. Raises ``ValueError`` otherwise.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "plan.json"
    if file.exists():
        found = read_plan(folder)
        if asdict(found) | {"count": 0} != asdict(plan) | {"count": 0}:
            raise ValueError(f"{folder} holds renders of another plan ({found}): choose another folder or delete it.")
    partial = file.with_name(f".plan.{os.getpid()}")
    partial.write_text(json.dumps(asdict(plan), indent=1), "utf-8")
    partial.replace(file)
    return [shard for shard in range(plan.shards) if not paths(folder, shard)[1].exists()]


def read_plan(folder: Path) -> Plan:
    """Raises ``FileNotFoundError`` where there is no store and ``ValueError`` for one of another format."""
    values = json.loads((folder / "plan.json").read_text("utf-8"))
    if values.get("format") != FORMAT:
        raise ValueError(f"{folder} holds renders of format {values.get('format')}, not {FORMAT}: render them again.")
    return Plan(**values)


class Store:
    """The complete shards of a folder, read-only. ``labels`` by name, one row per render; ``pixels(i)`` one picture."""

    def __init__(self, folder: Path) -> None:
        self.plan = read_plan(folder)
        done = [shard for shard in range(self.plan.shards) if paths(folder, shard)[1].exists()]
        if not done:
            raise ValueError(f"{folder} holds no complete shard yet: let the renderer go on.")
        self._pixels = [np.load(paths(folder, shard)[0], mmap_mode="r") for shard in done]
        rows = []
        for shard in done:
            with np.load(paths(folder, shard)[1]) as labels:
                rows.append({name: labels[name] for name in labels.files})
        self.labels: dict[str, NDArray] = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}

    def __len__(self) -> int:
        return len(self._pixels) * SHARD

    def pixels(self, index: int) -> NDArray[np.uint8]:
        """(S, S, 4) stored pixels of render ``index``, a view into the file."""
        return self._pixels[index // SHARD][index % SHARD]
