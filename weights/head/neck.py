# SPDX-License-Identifier: GPL-3.0-or-later
"""The edge loop around the neck at which the head ends."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np
from numpy.typing import NDArray

from weights.face import BaseMesh

FRONT: Final = 5.64
"""Height of the loop on the base mesh's throat, dm: no unit moves it at all, so that a body can be joined to it."""


def neck_loop(mesh: BaseMesh) -> list[int]:
    """Vertices of the edge loop in order, from the throat around the subject's left.

    Raises ``ValueError`` if the edges from there do not close, which they do on MakeHuman's mesh.
    """
    quads = mesh.quads[mesh.part == "body"]
    faces: dict[frozenset[int], set[int]] = defaultdict(set)
    around: dict[int, set[int]] = defaultdict(set)
    for number, quad in enumerate(quads.tolist()):
        for a, b in zip(quad, quad[1:] + quad[:1], strict=True):
            faces[frozenset((a, b))].add(number)
            around[a].add(b)
            around[b].add(a)

    x, y, z = mesh.vertices.T
    throat = np.flatnonzero((np.abs(x) < 1e-3) & (z > 0.5) & np.isin(np.arange(len(x)), quads))
    loop = [int(throat[np.argmin(np.abs(y[throat] - FRONT))])]
    loop.append(max(around[loop[0]], key=lambda vertex: x[vertex]))
    while len(loop) < len(quads):
        before, here = loop[-2:]
        beside = faces[frozenset((before, here))]
        onward = [v for v in around[here] - {before} if not faces[frozenset((here, v))] & beside]
        if len(around[here]) != 4 or len(onward) != 1:
            break
        if onward[0] == loop[0]:
            return loop
        loop.append(onward[0])
    raise ValueError(f"No edge loop runs around the neck at a height of {FRONT} dm.")


def above(mesh: BaseMesh, loop: list[int], inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Faces (F,) of the body joined to those in ``inside`` (F,) without crossing the loop."""
    barred = {frozenset(pair) for pair in zip(loop, loop[1:] + loop[:1], strict=True)}
    beside: dict[frozenset[int], list[int]] = defaultdict(list)
    body = mesh.part == "body"
    for number in np.flatnonzero(body).tolist():
        quad = mesh.quads[number].tolist()
        for pair in zip(quad, quad[1:] + quad[:1], strict=True):
            beside[frozenset(pair)].append(number)
    joined = np.array([pair for edge, pair in beside.items() if len(pair) == 2 and edge not in barred])
    found = inside & body
    while True:
        touched = found[joined].any(axis=1)
        grown = found.copy()
        grown[joined[touched]] = True
        if (grown == found).all():
            return found
        found = grown
