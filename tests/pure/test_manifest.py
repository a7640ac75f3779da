# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifest, the stage and the zip's manifest say the same as the code."""

from __future__ import annotations

import tomllib

import pytest
from packaging.requirements import Requirement

import bridge
from scripts.build import manifest
from scripts.paths import MANIFEST, ROOT
from scripts.stage import contents, stage
from scripts.wheels import PLATFORMS, PYTHONS

CHECKOUT = tomllib.loads(MANIFEST.read_text("utf-8"))


def test_versions_are_one():
    assert CHECKOUT["version"] == bridge.__version__
    assert f"## {bridge.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("text", [CHECKOUT["tagline"], *CHECKOUT["permissions"].values()])
def test_short_texts_are_as_blender_wants_them(text: str):
    assert len(text) <= 64
    assert text[-1].isalnum()


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=list(PLATFORMS))
def test_a_zip_is_narrowed_to_its_platform_and_blenders(platform, python: str):
    narrowed = tomllib.loads(manifest(platform, PYTHONS[python], ["one-1.0-py3-none-any.whl"]))
    assert narrowed.pop("platforms") == [platform.id]
    assert narrowed.pop("wheels") == ["./wheels/one-1.0-py3-none-any.whl"]
    assert (narrowed.pop("blender_version_min"), narrowed.pop("blender_version_max", None)) == PYTHONS[python]
    assert narrowed == {key: value for key, value in CHECKOUT.items() if key != "blender_version_min"}


def test_the_ranges_of_blender_leave_no_gap():
    assert PYTHONS["3.11"] == (CHECKOUT["blender_version_min"], PYTHONS["3.13"][0])


def test_numpy_is_never_bundled():
    bundled = {requirement.split("==")[0] for platform in PLATFORMS.values() for requirement in platform.bundled}
    assert bundled == {"opencv-python-headless", "onnxruntime", "msgpack", "h5py"}


def test_the_bundled_versions_are_within_the_declared_ranges():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {r.name: r.specifier for r in map(Requirement, project["dependencies"])}
    for platform in PLATFORMS.values():
        for requirement in map(Requirement, platform.bundled):
            (pin,) = requirement.specifier
            assert declared[requirement.name].contains(pin.version), f"{platform.id}: {requirement}"


def test_the_stage_holds_what_ships_and_nothing_else(tmp_path):
    copied = stage(tmp_path / "copied", link=False)
    top = {path.name for path in copied.iterdir()}
    assert {"blender_manifest.toml", "__init__.py", "LICENSE", "bridge", "weights"} <= top
    assert top == {inside.parts[0] for _, inside in contents()}
    assert {path.suffix for path in (copied / "weights").iterdir()} <= {".onnx", ".txt", ""}
    assert any((copied / "weights").glob("*.onnx"))
    assert not list(copied.rglob("__pycache__"))
    linked = stage(tmp_path / "linked", link=True)
    assert {path.name for path in linked.iterdir()} == top


def test_a_stage_never_replaces_a_link(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "precious").touch()
    (tmp_path / "expnet").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SystemExit, match="is a link"):
        stage(tmp_path / "expnet", link=False)
    assert (tmp_path / "elsewhere" / "precious").exists()
