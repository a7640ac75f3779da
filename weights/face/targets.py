# SPDX-License-Identifier: GPL-3.0-or-later
"""MakeHuman ``.target`` files: sparse vertex displacements as text."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .mesh import BaseMesh


def read_target(path: Path, mesh: BaseMesh) -> NDArray[np.float32]:
    """Displacements in dm at strength 1, (N, 3), from a ``.target`` or ``.target.gz`` file."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(b"#")]
    rows = np.array(b" ".join(lines).split(), np.float64).reshape(-1, 4)
    delta = np.zeros((len(mesh.vertices), 3), np.float32)
    index = mesh.renumber(rows[:, 0].astype(int))
    delta[index[index >= 0]] = rows[index >= 0, 1:]
    return delta


def target_name(path: Path) -> str:
    """``nose-hump-incr`` for ``nose-hump-incr.target.gz``."""
    return path.name.removesuffix(".gz").removesuffix(".target")
