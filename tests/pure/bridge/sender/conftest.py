# SPDX-License-Identifier: GPL-3.0-or-later
"""A bridge process and clips of a drawn face whose every frame is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.launch import Child
from tests.support import videos
from tests.support.clip import Clip, make_clip


@pytest.fixture(scope="session")
def bridge(model: Path) -> Iterator[Child]:
    with Child(["serve", "--model", str(model), "--credit", "4"]) as child:
        child.wait_ready()
        yield child


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Two seconds; the face moves, rolls and reddens, and is away for five frames."""
    return make_clip(tmp_path_factory.mktemp("clip") / "clip.mp4", 60, away=range(25, 30))


@pytest.fixture(scope="session")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough to be interrupted."""
    return make_clip(tmp_path_factory.mktemp("long") / "long.mp4", 250).path


@pytest.fixture(scope="session")
def faceless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return videos.write(tmp_path_factory.mktemp("faceless") / "faceless.mp4", [videos.grey(90, 320, 240)] * 12)
