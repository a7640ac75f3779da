# SPDX-License-Identifier: GPL-3.0-or-later
"""Which shape keys of a mesh a basis drives, and one sentence where it drives none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import bpy
import numpy as np
from numpy.typing import NDArray

from .bridge.basis import ARKIT, BASES, DEFAULT, Basis, expand
from .errors import Refusal

BASIS_KEY: Final = "expnet_basis"
"""Custom property of a Key, mesh or object: the id of the basis that its shape keys are."""

ENOUGH: Final = len(ARKIT) // 2
"""So many of the 52 ARKit names make a mesh one for ARKit; characters often lack the tongue and a few others."""

ADD_HEAD: Final = "expnet.new_head"
"""The operator that remedies a missing character."""

IMPORT_HEAD: Final = "expnet.import_morphable"
"""The one that remedies a missing character of another basis."""


@dataclass(frozen=True)
class Target:
    """The shape keys ``names`` of ``key``, driven by the ``columns`` of the expanded or plain coefficients.

    ``missing``: names of the axes or blendshapes that the mesh lacks. Valid until the next change of the file.
    """

    key: bpy.types.Key
    names: tuple[str, ...]
    columns: NDArray[np.intp]
    arkit: bool
    missing: tuple[str, ...]

    def values(self, coefficients: NDArray[np.float32]) -> NDArray[np.float32]:
        """(K, 29) coefficients to (K, len(names)) shape key values."""
        return (expand(coefficients) if self.arkit else coefficients)[:, self.columns]


def is_character(obj: bpy.types.Object | None) -> bool:
    """Whether a take of any basis can drive ``obj``; cheap enough for polls."""
    if obj is None or _key(obj) is None:
        return False
    return any(_mode(obj, basis) is not None for basis in BASES.values())


def basis_of(obj: bpy.types.Object) -> Basis:
    """The basis that a mesh says its shape keys are, else one whose names they have, else the default one."""
    if obj.type != "MESH":
        return DEFAULT
    declared = _declared(obj)
    if declared is not None or _key(obj) is None:
        return BASES.get(declared or "", DEFAULT)
    return next((basis for basis in BASES.values() if _mode(obj, basis) is not None), DEFAULT)


def find(obj: bpy.types.Object, basis: Basis) -> Target:
    """The target on ``obj``. Raises ``Refusal`` saying what to do where there is none."""
    if obj.type != "MESH":
        raise Refusal(f'"{obj.name}" is no mesh: select a mesh with shape keys or add the ExpNet head.', ADD_HEAD)
    key = _key(obj)
    if key is None:
        raise Refusal(f'"{obj.name}" has no shape keys: add the ExpNet head or select a mesh that has them.',
        ADD_HEAD)
    if key.library is not None:
        raise Refusal(f'The mesh of "{obj.name}" is linked from another file: make it local or a library override.')
    if key.animation_data and key.animation_data.action and key.animation_data.action.library is not None:
        raise Refusal(f'The action of "{obj.name}" is linked from another file: make it local or unlink it.')
    mode = _mode(obj, basis)
    if mode is None:
        raise Refusal(*_refusal(obj, basis))
    wanted = ARKIT if mode == "ARKIT" else basis.names
    names = tuple(name for name in wanted if name in key.key_blocks)
    columns = np.array([wanted.index(name) for name in names], np.intp)
    return Target(key, names, columns, mode == "ARKIT", tuple(name for name in wanted if name not in names))


def _key(obj: bpy.types.Object) -> bpy.types.Key | None:
    return obj.data.shape_keys if obj.type == "MESH" else None


def _declared(obj: bpy.types.Object) -> str | None:
    for owner in (obj, obj.data, obj.data.shape_keys):
        if owner is not None and isinstance(owner.get(BASIS_KEY), str):
            return owner[BASIS_KEY]
    return None


def _mode(obj: bpy.types.Object, basis: Basis) -> str | None:
    """ "UNITS" for keys that are the basis' own axes, "ARKIT" for the 52 blendshapes, None for neither."""
    present = obj.data.shape_keys.key_blocks.keys()
    declared = _declared(obj)
    if declared is not None and declared != basis.id:
        return None
    if all(name in present for name in basis.names) or declared and any(name in present for name in basis.names):
        return "UNITS"
    if basis is DEFAULT and sum(name in present for name in ARKIT) >= ENOUGH:
        return "ARKIT"
    return None


def _refusal(obj: bpy.types.Object, basis: Basis) -> tuple[str, str]:
    declared = _declared(obj)
    if declared is not None and declared != basis.id:
        weights = f"solve with weights of {declared}" if declared in BASES else "no weights are made for that one yet"
        return (
            f'"{obj.name}" is shaped for the basis {declared}, the take is of {basis.id}: '
            f"{weights}, or choose another mesh.", ""
        )  # fmt: skip
    if basis is not DEFAULT:
        return (
            f'"{obj.name}" lacks the {len(basis)} shape keys of the basis {basis.id}: import a face of it with '
            "File > Import > 3D Morphable Face.", IMPORT_HEAD
        )  # fmt: skip
    return (
        f'The shape keys of "{obj.name}" have neither the {len(basis)} names of the ExpNet head nor those of ARKit: '
        "rename them or add the ExpNet head.", ADD_HEAD
    )  # fmt: skip
