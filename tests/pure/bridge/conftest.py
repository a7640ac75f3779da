# SPDX-License-Identifier: GPL-3.0-or-later
"""A model file that bridges of every kind can load."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.models import model_bytes


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights that say how red a crop is."""
    path = tmp_path_factory.mktemp("model") / "model.onnx"
    path.write_bytes(model_bytes())
    return path
