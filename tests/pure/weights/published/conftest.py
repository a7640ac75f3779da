# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""A converted release of small random nets."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """PyTorch's threads wait for each other by spinning: on a machine that is busy with other work, two of them take
    forty times as long as one."""
    os.environ["OMP_NUM_THREADS"] = "1"  # for processes that tests start
    try:
        import torch
    except ModuleNotFoundError:
        return
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The authors' three folders, with nets as small as they come."""
    pytest.importorskip("google_crc32c", reason="checksums need google-crc32c: pip install '.[weights]'")
    from tests.support import checkpoints

    return checkpoints.release(tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="session")
def converted(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All three nets in one file."""
    pytest.importorskip("torch", reason="the conversion is checked with PyTorch: pip install '.[weights]'")
    from tests.support.published import ALEXNET, RESNET
    from weights.published.convert import convert
    from weights.published.release import Places

    target = tmp_path_factory.mktemp("converted") / "expnet.onnx"
    places = Places(release / "Expression_Model", release / "Shape_Model", release / "fpn_new_model")
    convert(places, target, resnet=RESNET, alexnet=ALEXNET, say=lambda _: None)
    return target
