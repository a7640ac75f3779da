# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws curves.png: one small plot a unit, what was performed against what was solved and what was baked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from .measure import Score

Floats = NDArray[np.float64]

_COLUMNS: Final = 5
_TRUTH, _RAW, _BAKED = "#9aa5b1", "#7fb3e6", "#c8501e"


@dataclass(frozen=True)
class Curves:
    """A units on F frames: ``time`` (F,) s, ``raw`` and ``baked`` (F, A), ``found`` (F,), ``truth`` (F, A) if known."""

    names: tuple[str, ...]
    time: Floats
    raw: Floats
    baked: Floats
    found: NDArray[np.bool_]
    truth: Floats | None = None


def draw(path: Path, curves: Curves, title: str, scores: list[Score] | None = None) -> None:
    """Write the picture; ``scores`` add the correlation to each plot's name."""
    rows = -(-(len(curves.names) + 1) // _COLUMNS)
    figure = Figure(figsize=(3.4 * _COLUMNS, 1.75 * rows + 0.6), dpi=100, layout="constrained")
    figure.suptitle(title, fontsize=13)
    panels = figure.subplots(rows, _COLUMNS, sharex=True).ravel()
    for axis, (name, panel) in enumerate(zip(curves.names, panels, strict=False)):
        panel.fill_between(curves.time, -1.1, 1.3, where=~curves.found, color="#f0d5d5", linewidth=0)
        if curves.truth is not None:
            panel.fill_between(curves.time, 0.0, curves.truth[:, axis], color=_TRUTH, alpha=0.55, linewidth=0)
        panel.plot(curves.time, curves.raw[:, axis], color=_RAW, linewidth=0.9)
        panel.plot(curves.time, curves.baked[:, axis], color=_BAKED, linewidth=1.3)
        shown = [c[:, axis] for c in (curves.raw, curves.baked, curves.truth) if c is not None]
        panel.set_ylim(-1.05 if min(np.nanmin(c) for c in shown) < -0.35 else -0.35, 1.15)
        panel.set_title(name if scores is None else f"{name}   r = {scores[axis].baked:.2f}", fontsize=9, loc="left")
        panel.tick_params(labelsize=7)
        panel.spines[["top", "right"]].set_visible(False)
        panel.margins(x=0)
    panels[-1 - _COLUMNS].tick_params(labelbottom=True)
    panels[-1].set_axis_off()
    _legend(panels[-1], curves)
    figure.savefig(path)


def _legend(panel, curves: Curves) -> None:
    if curves.truth is not None:
        panel.fill_between([], [], color=_TRUTH, alpha=0.55, label="performed")
    panel.plot([], [], color=_RAW, label="solved, raw")
    panel.plot([], [], color=_BAKED, label="baked on the head")
    if not curves.found.all():
        panel.fill_between([], [], color="#f0d5d5", label="no face found")
    panel.legend(loc="center", frameon=False, fontsize=10)
