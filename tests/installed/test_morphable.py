# SPDX-License-Identifier: GPL-3.0-or-later
"""A face model in HDF5, imported with nothing but what the zip brings."""

from __future__ import annotations

from pathlib import Path

import bpy

from tests.support.morphables import parts, published


def test_a_basel_face_is_imported(installed: str, wheels: Path, tmp_path: Path):
    import h5py

    assert Path(h5py.__file__).is_relative_to(wheels)
    path = tmp_path / "BaselFaceModel_mod.h5"
    with h5py.File(path, "w") as file:
        for name, array in published(parts()).items():
            file[name] = array
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    assert bpy.ops.expnet.import_morphable(filepath=str(path), identities=2) == {"FINISHED"}
    assert len(bpy.context.object.data.shape_keys.key_blocks) == 1 + 29 + 2
