# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything at once, with all indices in one numbering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge.basis import ARKIT

from .assets import load_proxies
from .identity import TargetSet, load_identity
from .mesh import BaseMesh, load_base
from .proxy import Proxy
from .source import data_folder
from .units import fold_expressions, load_expressions

SEAL: Final = 0.05
"""Share of mouthClose that brings the lips of the base mesh, which are parted by a millimetre, together."""


@dataclass(frozen=True)
class Face:
    """The base mesh, its displacements and what fits it; see the package's description."""

    mesh: BaseMesh
    expressions: NDArray[np.float32]
    units: NDArray[np.float32]
    identity: TargetSet
    proxies: dict[str, Proxy]

    def rest(self, weights: Mapping[str, float]) -> NDArray[np.float64]:
        """Vertices (N, 3) of a person at rest, lips closed; ``weights`` of identity targets by name."""
        sealed = SEAL * self.expressions[ARKIT.index("mouthClose")]
        return self.mesh.vertices + self.identity.blend(weights) + sealed


@cache
def load_face() -> Face:
    """Read the MakeHuman data and the packed assets. Raises what ``source.data_folder`` raises."""
    folder = data_folder()
    proxies = load_proxies()
    needed = np.concatenate([np.r_[p.base.ravel(), p.scale_vertices.ravel()] for p in proxies.values()])
    mesh = load_base(folder, np.unique(needed))
    expressions = load_expressions(folder, mesh)
    return Face(
        mesh=mesh,
        expressions=expressions,
        units=fold_expressions(expressions),
        identity=load_identity(folder, mesh),
        proxies={
            name: replace(
                proxy,
                base=mesh.renumber(proxy.base).astype(np.int32),
                scale_vertices=mesh.renumber(proxy.scale_vertices).astype(np.int32),
            )
            for name, proxy in proxies.items()
        },
    )
