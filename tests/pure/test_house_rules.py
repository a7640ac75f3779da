# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sources must keep to, so that they run in three places: a checkout, an extension and a pip install."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.paths import ROOT

FOLDERS = ("bridge", "expnet_blender", "weights", "scripts", "tests")
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
LONGEST = 400

BLENDER = {"bpy", "bmesh", "mathutils", "gpu", "blf", "aud", "addon_utils", "bl_ext", "bpy_extras"}
"""Modules that exist only inside Blender."""

HEAVY = {"cv2", "onnxruntime", "torch", "msgpack", "onnx", "moderngl", "scipy", "h5py", "PIL"}
"""Modules that the add-on must not load into Blender, nor ``import bridge`` into anything."""


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[tuple[str, int, bool]]:
    """(module, relative level, at import time) of each import; an import inside a function waits until it is called."""
    tree = ast.parse(path.read_text("utf-8"))
    later = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, 0, node not in later
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.level, node not in later


def test_the_first_line_names_the_licence():
    licence = "# SPDX-License-Identifier: GPL-3.0-or-later\n"
    assert not [named(path) for path in SOURCES if not path.read_text("utf-8").startswith(licence)]


def test_files_are_small():
    lines = {named(path): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert not {name: count for name, count in lines.items() if count > LONGEST}
    assert statistics.median(lines.values()) <= 120


def test_blender_is_imported_by_the_add_on_and_the_demo_alone():
    folders = (
        "expnet_blender", "scripts/demo/studio", "scripts/gui/guest.py", "tests/bpy",
        "tests/installed", "tests/gui", "tests/support",
    )  # fmt: skip
    allowed = [ROOT / folder for folder in folders]
    for path in (path for path in SOURCES if not any(path.is_relative_to(folder) for folder in allowed)):
        top = {module.split(".")[0] for module, level, now in imports(path) if now and not level}
        assert not top & BLENDER, f"{named(path)} imports {top & BLENDER}"


@pytest.mark.parametrize("folder", ["bridge", "expnet_blender"])
def test_what_ships_imports_itself_relatively(folder: str):
    for path in sorted((ROOT / folder).rglob("*.py")):
        absolute = {module.split(".")[0] for module, level, _ in imports(path) if not level}
        assert not absolute & {"bridge", "expnet_blender", "weights"}, named(path)


def test_the_add_on_starts_no_thread_and_loads_no_decoder_or_engine():
    for path in sorted((ROOT / "expnet_blender").rglob("*.py")):
        top = {module.split(".")[0] for module, level, _ in imports(path) if not level}
        forbidden = top & (HEAVY - {"msgpack"} | {"threading", "concurrent", "multiprocessing", "asyncio"})
        assert not forbidden, f"{named(path)} imports {forbidden}"


INERT = {ROOT / "bridge/morphable/unpickle.py", ROOT / "tests/support/morphable_files.py"}
"""The reader that lets a pickle name nothing but containers of its own, and the test that writes files for it."""


def test_nothing_reads_pickles():
    pickle = re.compile(r"\bimport (c?pickle|dill|shelve|joblib)\b|allow_pickle\s*=\s*True|weights_only\s*=\s*False")
    for path in SOURCES:
        if path != Path(__file__) and path not in INERT:
            assert not pickle.search(path.read_text("utf-8")), named(path)


def test_nothing_names_a_registry_or_a_place_of_one_machine():
    registry = r"https?://[^\s/]*(?:pypi|pythonhosted|npmjs|deb\.debian|anaconda|huggingface)"
    elsewhere = re.compile(registry + r"|/home/\w|/root/|/work/|/opt/", re.IGNORECASE)
    texts = [path for pattern in ("Makefile", "*.toml", "*.md", ".ci/*", "docs/**/*.md") for path in ROOT.glob(pattern)]
    for path in [*SOURCES, *texts]:
        if path != Path(__file__) and path.is_file():
            found = elsewhere.search(path.read_text("utf-8"))
            assert not found, f"{named(path)} names {found.group()}"


def test_importing_the_bridge_is_light():
    ask = "import sys, bridge, bridge.basis, bridge.take; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not HEAVY & set(loaded.split())
