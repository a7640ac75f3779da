# SPDX-License-Identifier: GPL-3.0-or-later
"""What was measured, to look at: how confidence is calibrated, and on which rendered faces the network errs most."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bridge.basis import DEFAULT

from .evaluate import Synthetic
from .samples import Sample

_SIDE: Final = 420
_EDGE: Final = 50
_INK: Final = (60, 60, 60)
_LINE: Final = (200, 110, 30)
_GRID: Final = (225, 225, 225)
_COLUMNS: Final = 6
_WORST: Final = 12
_CAPTION: Final = 40


def _text(picture: NDArray[np.uint8], text: str, x: float, y: float, size: float = 0.42) -> None:
    cv2.putText(picture, text, (int(x), int(y)), cv2.FONT_HERSHEY_SIMPLEX, size, _INK, 1, cv2.LINE_AA)


def calibration(measured: Synthetic, path: Path) -> None:
    """A PNG: what the network said on crops it never saw, and how much of that was due; dots grow with the count."""
    picture = np.full((_SIDE, _SIDE, 3), 255, np.uint8)
    span = _SIDE - 2 * _EDGE

    def at(said: float, due: float) -> tuple[int, int]:
        return int(_EDGE + said * span), int(_SIDE - _EDGE - due * span)

    for k in range(6):
        cv2.line(picture, at(k / 5, 0), at(k / 5, 1), _GRID, 1)
        cv2.line(picture, at(0, k / 5), at(1, k / 5), _GRID, 1)
        _text(picture, f"{k / 5:.1f}", at(k / 5, 0)[0] - 12, _SIDE - _EDGE + 18)
        _text(picture, f"{k / 5:.1f}", 16, at(0, k / 5)[1] + 5)
    cv2.line(picture, at(0, 0), at(1, 1), _INK, 1, cv2.LINE_AA)
    for (x0, y0, _), (x1, y1, _) in zip(measured.sure, measured.sure[1:], strict=False):
        cv2.line(picture, at(x0, y0), at(x1, y1), _LINE, 2, cv2.LINE_AA)
    for said, due, count in measured.sure:
        cv2.circle(picture, at(said, due), int(3 + np.sqrt(count) / 5), _LINE, -1, cv2.LINE_AA)
    _text(picture, "confidence said", _SIDE / 2 - 55, _SIDE - 10)
    _text(picture, "confidence due: share of the face in sight, 0 without one", 14, 24)
    cv2.imwrite(str(path), picture)


def worst(source: list[Sample], found: NDArray[np.floating], path: Path) -> None:
    """A PNG: the crops of held-out renders with the largest error of one unit, at most one a unit and a take.

    ``found`` (n, 29). Below each the unit, what was shown and what was said.
    """
    truth = np.stack([sample.units for sample in source])
    error = np.abs(found - truth)
    taken, units, chosen = set(), set(), []
    for flat in np.argsort(error, axis=None)[::-1]:
        row, unit = np.unravel_index(flat, error.shape)
        if source[row].take in taken or unit in units:
            continue
        taken.add(source[row].take)
        units.add(unit)
        chosen.append((row, unit))
        if len(chosen) == _WORST:
            break
    tiles = []
    for row, unit in chosen:
        crop = source[row].crop[..., ::-1]
        tile = np.full((len(crop) + _CAPTION, len(crop), 3), 255, np.uint8)
        tile[: len(crop)] = crop
        _text(tile, DEFAULT.names[unit], 4, len(crop) + 16)
        _text(tile, f"shown {truth[row, unit]:.2f}, said {found[row, unit]:.2f}", 4, len(crop) + 33)
        tiles.append(tile)
    rows = [np.hstack(tiles[i : i + _COLUMNS]) for i in range(0, len(tiles) - len(tiles) % _COLUMNS, _COLUMNS)]
    cv2.imwrite(str(path), np.vstack(rows))
