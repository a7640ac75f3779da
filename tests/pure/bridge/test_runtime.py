# SPDX-License-Identifier: GPL-3.0-or-later
"""ONNX Runtime keeps quiet: nothing is written to the user's home, nothing is sent."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from scripts.paths import ROOT
from tests.support.models import model_bytes

RUN = "import sys; from bridge.engines.onnx import OnnxEngine; OnnxEngine(sys.argv[1], 'cpu')"


def test_running_a_model_leaves_no_trace_in_the_users_home(tmp_path: Path):
    """ONNX Runtime's uploader cannot work without the files that it makes there first."""
    model, home = tmp_path / "model.onnx", tmp_path / "home"
    model.write_bytes(model_bytes())
    home.mkdir()
    # A bare environment: on machines for continuous integration ONNX Runtime is quiet by itself.
    environment = {"HOME": str(home), "USERPROFILE": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    environment |= {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    subprocess.run([sys.executable, "-c", RUN, str(model)], env=environment, check=True)
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_every_part_takes_onnx_runtime_from_where_it_is_quiet():
    direct = re.compile(r"^\s*(import onnxruntime|from onnxruntime)", re.MULTILINE)
    sources = [
        path for folder in ("bridge", "expnet_blender", "weights", "scripts") for path in (ROOT / folder).rglob("*.py")
    ]
    found = {path.relative_to(ROOT).as_posix() for path in sources if direct.search(path.read_text("utf-8"))}
    assert found == {"bridge/runtime.py"}
