# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Where the front of a head lies: things are laid on it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

NEIGHBOURS: Final = 4


class Surface:
    """The front of a head given by vertices (n, 6), position and normal in the subject's frame."""

    def __init__(self, vertices: NDArray[np.floating]) -> None:
        unit = vertices[:, 3:] / (np.linalg.norm(vertices[:, 3:], axis=1, keepdims=True) + 1e-12)
        front = (unit[:, 2] > 0.1) & (vertices[:, 1] > -1.3) & (vertices[:, 2] > -0.9)
        self._points, self._normals = vertices[front, :3].astype(float), unit[front].astype(float)
        self._tree = KDTree(self._points[:, :2])

    def at(self, x: float, y: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Point (3,) of the skin before which (x, y) lies, and the direction (3,) out of it."""
        _, near = self._tree.query((x, y), NEIGHBOURS)
        normal = self._normals[near].mean(0)
        return np.array([x, y, self._points[near, 2].max()]), normal / (np.linalg.norm(normal) + 1e-12)

    def depth(self, places: NDArray[np.floating]) -> NDArray[np.float64]:
        """(n,) how far forward the skin lies at ``places`` (n, 2)."""
        _, near = self._tree.query(places, NEIGHBOURS)
        return self._points[near, 2].max(-1)
