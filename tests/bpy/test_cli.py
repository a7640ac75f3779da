# SPDX-License-Identifier: GPL-3.0-or-later
"""``blender --command expnet``: the whole job without a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import bpy
import pytest
from bl_ext.user_default.expnet import cli, preferences, takes

from tests.support.characters import head
from tests.support.clip import make_clip
from tests.support.models import model_bytes


@pytest.fixture
def clip(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "model.onnx").write_bytes(model_bytes())
    preferences.get().model = str(tmp_path / "model.onnx")
    yield make_clip(tmp_path / "clip.mp4", 12).path
    preferences.get().model = ""


def test_solve_writes_a_file_with_the_take(clip: Path, tmp_path: Path):
    head("Other"), head("Hero")
    out = tmp_path / "out.blend"
    assert cli.main(["solve", str(clip), "--head", "Hero", "--start", "50", "-o", str(out)]) == 0
    bpy.ops.wm.open_mainfile(filepath=str(out))
    assert not bpy.data.objects["Other"].expnet.takes
    item = takes.active(bpy.data.objects["Hero"])
    assert (item.frames, item.settings.start, item.first, item.applied) == (12, 50, 50, True)


def test_what_goes_wrong_is_one_sentence(clip: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    out = tmp_path / "out.blend"
    assert cli.main(["solve", str(clip), "--head", "Nobody", "-o", str(out)]) == 1
    assert cli.main(["solve", str(tmp_path / "gone.mp4"), "-o", str(out)]) == 1
    lines = [line for line in capfd.readouterr().err.splitlines() if line.startswith("expnet: ")]
    assert lines == [
        'expnet: There is no object "Nobody" in the file.',
        f"expnet: There is no file {tmp_path / 'gone.mp4'}: choose a video.",
    ]
    assert not out.exists()
