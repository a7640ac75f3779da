# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of a given video that the demo shows holds the face and stays within the picture."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bridge.basis import DEFAULT
from bridge.take import Take
from scripts.demo.framing import around_face
from scripts.paths import ROOT


def take(boxes: list[tuple[float, float, float, float]], width: int = 1920, height: int = 1080) -> Take:
    """A take whose face is in ``boxes``, with one frame without a face at the end."""
    count = len(boxes) + 1
    found = np.arange(count) < len(boxes)
    nothing = np.where(found, 0.0, np.nan)[:, None]
    return Take(
        names=DEFAULT.names,
        coefficients=nothing.repeat(29, 1),
        frame=np.arange(count),
        time=np.arange(count) / 30.0,
        found=found,
        confidence=np.where(found, 1.0, np.nan),
        box=np.array([*boxes, (np.nan,) * 4]),
        rotation=np.full((count, 4), np.nan),
        translation=np.full((count, 3), np.nan),
        meta={"basis": DEFAULT.id, "width": width, "height": height},
    )


def test_a_small_face_is_shown_close_up_with_room_around_it():
    window = around_face(take([(900, 400, 1000, 520)]))
    assert window is not None
    assert window.side == pytest.approx(240.0)
    assert (window.left + 120.0, window.top + 120.0) == pytest.approx((950.0, 460.0))
    assert (window.width, window.height) == (1920, 1080)


def test_the_face_stays_inside_wherever_it_goes():
    boxes = [(300.0 + 10.0 * step, 400.0, 400.0 + 10.0 * step, 500.0) for step in range(20)]
    window = around_face(take(boxes))
    assert window is not None
    inside = [window.left <= left and right <= window.left + window.side for left, _, right, _ in boxes]
    assert all(inside)


@pytest.mark.parametrize("box", [(5, 5, 105, 105), (1810, 970, 1915, 1075)])
def test_the_window_stays_within_the_picture(box: tuple[float, float, float, float]):
    window = around_face(take([box]))
    assert window is not None
    assert 0.0 <= window.left <= 1920 - window.side and 0.0 <= window.top <= 1080 - window.side


def test_a_face_that_fills_the_picture_is_left_as_it_is():
    assert around_face(take([(600, 200, 1200, 900)])) is None


def test_a_video_that_is_not_there_gives_one_sentence(tmp_path: Path):
    command = [sys.executable, "-m", "scripts.demo", str(tmp_path / "none.mp4")]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 1 and not result.stdout
    assert result.stderr == f"There is no file {tmp_path / 'none.mp4'}: give the path of a video of a face.\n"
