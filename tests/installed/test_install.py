# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies on the disk after *Install from Disk*, and after the extension is removed again."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
from pathlib import Path

import bpy

from scripts.wheels import here
from tests.support.bpy_session import extension_folder

LICENCES = ("LICEN", "COPYING", "ThirdParty")


def test_it_is_enabled_with_its_own_version(installed: str):
    import bridge

    assert sys.modules[f"{installed}.bridge"].__version__ == bridge.__version__
    assert Path(sys.modules[installed].__file__).is_relative_to(extension_folder())


def test_the_wheels_are_those_that_were_bundled(installed: str, wheels: Path):
    for requirement in here().bundled:
        name, version = requirement.split("==")
        (found,) = importlib.metadata.distributions(name=name, path=[str(wheels)])
        assert found.version == version
        assert any(part in str(path) for path in found.files or () for part in LICENCES), f"{name} brings no licence"
    for module in ("cv2", "onnxruntime", "msgpack", "h5py"):
        spec = importlib.util.find_spec(module)
        assert spec is not None and spec.origin is not None
        assert Path(spec.origin).is_relative_to(wheels)


def test_blenders_numpy_stays_the_only_one(installed: str, wheels: Path):
    assert not list(wheels.glob("numpy*"))


def test_weights_head_and_notices_are_inside(installed: str):
    folder = extension_folder()
    parts = ("weights/*.onnx", "bridge/data/*.onnx", "assets/head/head.npz")
    for pattern in ("LICENSE", *parts, *(str(Path(part).parent / "NOTICE*") for part in parts)):
        assert list(folder.glob(pattern)), pattern


def test_removing_leaves_nothing(installed: str, wheels: Path):
    repositories = bpy.context.preferences.extensions.repos
    index = next(i for i, repository in enumerate(repositories) if repository.module == "user_default")
    bpy.ops.extensions.package_uninstall(repo_index=index, pkg_id="expnet")
    assert installed not in bpy.context.preferences.addons
    assert not hasattr(bpy.types, "EXPNET_PT_main")
    assert not extension_folder().exists()
    left = [path for name in ("cv2", "onnxruntime", "msgpack", "h5py", "opencv*") for path in wheels.glob(name)]
    assert not left
