# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture behind the two panels of demo.mp4: title and labels."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from matplotlib.figure import Figure

WIDTH, HEIGHT = 1280, 720
PANEL: Final = 580
"""Side of the square that each panel is fitted into, pixels."""
APART: Final = 308
"""From the picture's middle to a panel's, pixels."""


def draw(path: Path, labels: tuple[str, str], note: str) -> None:
    """Write the card: what is left, what is right, and a line above both."""
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor="#14161a")
    figure.text(0.5, 0.955, note, color="#f2f2f2", fontsize=15, ha="center", va="center")
    for side, label in zip((-1, 1), labels, strict=True):
        place = 0.5 + side * APART / WIDTH
        figure.text(place, 0.048, label, color="#b9bec7", fontsize=13, ha="center", va="center")
    figure.savefig(path, facecolor=figure.get_facecolor())
