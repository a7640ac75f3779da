# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder to train on: drawn faces whose roll is the first axis and whose redness the second."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bridge.basis import PUBLISHED
from tests.support import drawn_face


def write(folder: Path, count: int, seed: int = 0) -> NDArray[np.float32]:
    """Writes ``count`` crops and ``labels.csv``; returns the labels (count, 29), in sigma."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    labels = np.zeros((count, len(PUBLISHED)), np.float32)
    labels[:, :2] = rng.uniform(-2, 2, (count, 2)).round(3)
    lines = [",".join(("crop", *PUBLISHED.names))]
    for index, row in enumerate(labels):
        crop = np.full((227, 227, 3), 90, np.uint8)
        drawn_face.place(crop, drawn_face.face(0.75 + float(row[1]) / 8), (113, 113), 0.8, float(row[0]) * 0.2)
        cv2.imwrite(str(folder / f"{index:04d}.png"), crop)
        lines.append(",".join((f"{index:04d}.png", *(f"{value:g}" for value in row))))
    (folder / "labels.csv").write_text("\n".join(lines) + "\n")
    return labels
