# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line says in one sentence what is missing."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def weights(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "weights", *arguments]
    environment = os.environ | variables
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("name", ["no/such.onnx", "README.md"])
def test_weights_that_are_none_are_named_without_a_traceback(name: str) -> None:
    result = weights("evaluate", name)
    assert result.returncode == 1
    assert name in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_help_names_the_commands() -> None:
    assert all(name in weights("--help").stdout for name in ("make", "evaluate", "estimate"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere PyTorch has another OpenMP")
@pytest.mark.skipif(not importlib.util.find_spec("torch"), reason="training needs torch: pip install '.[weights]'")
@pytest.mark.parametrize(("given", "used"), [({}, 1000), ({"GOMP_SPINCOUNT": "7"}, 7)])
def test_threads_of_a_training_do_not_wait_for_long(given: dict[str, str], used: int) -> None:
    result = weights("scratch", "-o", "weights/expnet_default.onnx", OMP_DISPLAY_ENV="verbose", **given)
    assert "name another file" in result.stderr  # torch was imported by then
    assert f"GOMP_SPINCOUNT = '{used}'" in result.stderr
