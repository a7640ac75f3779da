# SPDX-License-Identifier: GPL-3.0-or-later
"""The virtual screen's file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scripts.gui import framebuffer


def dump(path: Path, pixels: np.ndarray, version: int = 7, colours: int = 3) -> Path:
    """An XWD file whose lines have one pixel of padding."""
    height, width = pixels.shape[:2]
    header = np.zeros(25, ">u4")
    header[[0, 1, 4, 5, 11, 12, 19]] = 160, version, width, height, 32, (width + 1) * 4, colours
    lines = np.zeros((height, width + 1, 4), np.uint8)
    lines[:, :width, :3] = pixels
    path.write_bytes(header.tobytes() + bytes(60) + bytes(colours * framebuffer.COLOUR) + lines.tobytes())
    return path


def test_pixels_come_back(tmp_path: Path):
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, 3), np.uint8)
    assert np.array_equal(framebuffer.read(dump(tmp_path / "screen", pixels)), pixels)


def test_another_layout_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="version 6"):
        framebuffer.read(dump(tmp_path / "screen", np.zeros((2, 2, 3), np.uint8), version=6))
