# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line says in one sentence what is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def weights(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "weights", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("name", ["no/such.onnx", "README.md"])
def test_weights_that_are_none_are_named_without_a_traceback(name: str) -> None:
    result = weights("evaluate", name)
    assert result.returncode == 1
    assert name in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_help_names_the_commands() -> None:
    assert all(name in weights("--help").stdout for name in ("make", "evaluate", "estimate"))
