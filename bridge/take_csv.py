# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes as ``.csv`` in the layout of Epic's Live Link Face app, which most character tools import.

One row per frame: ``Timecode`` (hours:minutes:seconds:frames.thousandths, at 60 frames/s as the app),
``BlendshapeCount`` (61, or 0 and empty cells where there is no face), the 52 blendshapes 0..1, then yaw, pitch and roll
of head, left and right eye in radians (signs: ``rotation.to_euler``). Boxes, confidence and the video's facts do not
fit and are lost."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any, Final

import numpy as np

from . import basis, rotation
from .take import MAX_FRAMES, Take, TakeError, write_whole

RATE: Final = 60
"""Frames per second of the time code."""

_EYE: Final = ("Blink", "LookDown", "LookIn", "LookOut", "LookUp", "Squint", "Wide")

SHAPES: Final[tuple[str, ...]] = (
    *(f"Eye{what}{side}" for side in ("Left", "Right") for what in _EYE),
    "JawForward", "JawRight", "JawLeft", "JawOpen", "MouthClose", "MouthFunnel", "MouthPucker", "MouthRight",
    "MouthLeft", "MouthSmileLeft", "MouthSmileRight", "MouthFrownLeft", "MouthFrownRight", "MouthDimpleLeft",
    "MouthDimpleRight", "MouthStretchLeft", "MouthStretchRight", "MouthRollLower", "MouthRollUpper",
    "MouthShrugLower", "MouthShrugUpper", "MouthPressLeft", "MouthPressRight", "MouthLowerDownLeft",
    "MouthLowerDownRight", "MouthUpperUpLeft", "MouthUpperUpRight", "BrowDownLeft", "BrowDownRight", "BrowInnerUp",
    "BrowOuterUpLeft", "BrowOuterUpRight", "CheekPuff", "CheekSquintLeft", "CheekSquintRight", "NoseSneerLeft",
    "NoseSneerRight", "TongueOut",
)  # fmt: skip
"""The 52 blendshapes in the app's column order."""

_ANGLES: Final = tuple(
    f"{part}{angle}" for part in ("Head", "LeftEye", "RightEye") for angle in ("Yaw", "Pitch", "Roll")
)
HEADER: Final = ("Timecode", "BlendshapeCount", *SHAPES, *_ANGLES)

_ORDER: Final = np.array([basis.ARKIT.index(name[0].lower() + name[1:]) for name in SHAPES])


def write(take: Take, path: str | os.PathLike[str]) -> None:
    """Writes ``path`` whole or not at all. Raises ``TakeError`` for a take of another basis than the default one."""
    if take.basis != basis.DEFAULT.id or take.names != basis.DEFAULT.names:
        raise TakeError(f"Only takes of the basis {basis.DEFAULT.id} can be written as CSV: save this one as .npz.")
    shapes = np.clip(basis.expand(np.nan_to_num(take.coefficients)), 0.0, 1.0)[:, _ORDER]
    angles = np.zeros((len(take), 9))
    angles[:, :3] = rotation.to_euler(np.nan_to_num(take.rotation))
    if take.gaze is not None:
        angles[:, 3:5] = angles[:, 6:8] = np.nan_to_num(take.gaze)
    cells = np.concatenate((shapes, angles), 1)
    lines = [",".join(HEADER)]
    for time, found, row in zip(take.time, take.found, cells, strict=True):
        values = [f"{value:.6f}" for value in row] if found else [""] * len(row)
        lines.append(",".join((_timecode(float(time)), str(len(row)) if found else "0", *values)))
    write_whole(Path(path), ("\n".join(lines) + "\n").encode())


def read(path: str | os.PathLike[str], rate: float = RATE) -> Take:
    """The take of a file in this layout; columns in any order, names in any case, others ignored.

    Time starts at 0 with the first row. ``rate``: frames per second of the time code, which the file does not say: 60
    or 30 in the app. Raises ``TakeError``."""
    label = os.fspath(path)
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = csv.reader(file)
            header = [name.strip().lower() for name in next(rows, [])]
            columns = _columns(header, label)
            parsed = []
            for number, row in enumerate(rows):
                if number >= MAX_FRAMES:
                    raise TakeError(f"{label} has more than {MAX_FRAMES} rows.")
                if row:
                    parsed.append(_row(row, columns, rate, f"{label}, line {number + 2}"))
    except OSError as error:
        raise TakeError(f"Cannot read {label}: {error.strerror or error}.") from None
    except (UnicodeDecodeError, csv.Error):
        raise TakeError(f"{label} is no CSV file of text: choose a file that Live Link Face or ExpNet wrote.") from None
    if not parsed:
        raise TakeError(f"{label} has no rows.")
    return _take(parsed, Path(path).name)


def _timecode(time: float) -> str:
    thousandths = round(max(time, 0.0) * RATE * 1000)
    frames, rest = divmod(thousandths, 1000)
    seconds, frame = divmod(frames, RATE)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{frame:02d}.{rest:03d}"


def _columns(header: list[str], label: str) -> dict[str, int]:
    columns = {name: header.index(name.lower()) for name in HEADER if name.lower() in header}
    missing = [name for name in HEADER[:54] if name not in columns]
    if missing:
        raise TakeError(f"{label} is not in the layout of Live Link Face: it lacks {', '.join(missing[:3])}.")
    return columns


def _row(row: list[str], columns: dict[str, int], rate: float, label: str) -> tuple[float, list[float] | None]:
    try:
        hours, minutes, seconds, frames = row[columns["Timecode"]].split(":")
        time = int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(frames) / rate
        found = int(row[columns["BlendshapeCount"]]) > 0
        cells = [float(row[columns[name]]) if name in columns else 0.0 for name in HEADER[2:]] if found else None
    except (ValueError, IndexError, OverflowError):
        raise TakeError(f"{label}: this is no row of the layout of Live Link Face.") from None
    if cells is not None and not np.isfinite(cells).all():
        raise TakeError(f"{label}: a value is not finite.")
    return time, cells


def _take(rows: list[tuple[float, list[float] | None]], name: str) -> Take:
    count = len(rows)
    time = np.array([row[0] for row in rows])
    found = np.array([row[1] is not None for row in rows])
    cells = np.array([row[1] if row[1] is not None else [np.nan] * 61 for row in rows])
    arkit = np.empty((count, 52))
    arkit[:, _ORDER] = cells[:, :52]
    turns = np.full((count, 4), np.nan)
    turns[found] = rotation.from_euler(cells[found, 52:55])
    meta: dict[str, Any] = {"basis": basis.DEFAULT.id, "source": name}
    return Take(
        names=basis.DEFAULT.names,
        coefficients=basis.fold(arkit),
        frame=np.arange(count),
        time=time - time[0],
        found=found,
        confidence=np.where(found, 1.0, np.nan),
        box=np.full((count, 4), np.nan),
        rotation=turns,
        translation=np.full((count, 3), np.nan),
        gaze=cells[:, 55:57] if np.nan_to_num(cells[:, 55:]).any() else None,
        meta=meta,
    )
