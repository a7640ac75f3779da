# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of pictures with face boxes, as the authors' program takes them (``input.csv`` of the Expression-Net release):
ID, FILE, FACE_X, FACE_Y, FACE_WIDTH, FACE_HEIGHT in pixels from the top left."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .errors import UserError

COLUMNS: Final = 6
MAX_BYTES: Final = 256 << 20
LARGEST: Final = 1e6
"""Largest coordinate, pixels."""


class BoxesError(UserError):
    """A list that cannot be used; the text is one sentence for the user."""


@dataclass(frozen=True)
class Picture:
    """A line of the list: ``box`` is x0 y0 x1 y1."""

    id: str
    file: str
    box: tuple[float, float, float, float]


def read(path: Path) -> list[Picture]:
    """All lines of a list; the line of titles may be missing. Raises ``BoxesError``."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BoxesError(f"{path} is larger than {MAX_BYTES >> 20} MB: split the list.")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise BoxesError(f"Cannot read {path}: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise BoxesError(f"{path} is no text in UTF-8: save the list as CSV.") from None
    found: list[Picture] = []
    try:
        for number, row in enumerate(csv.reader(text.splitlines()), 1):
            if not any(cell.strip() for cell in row) or number == 1 and row[0].strip().upper() == "ID":
                continue
            found.append(_picture(row, f"Line {number} of {path}"))
    except csv.Error as error:
        raise BoxesError(f"{path} is no CSV file: {error}.") from None
    if not found:
        raise BoxesError(f"{path} lists no picture: give lines of ID, FILE, X, Y, WIDTH, HEIGHT.")
    return found


def _picture(row: list[str], where: str) -> Picture:
    if len(row) != COLUMNS:
        raise BoxesError(f"{where} has {len(row)} values: ID, FILE, X, Y, WIDTH, HEIGHT are due.")
    try:
        x, y, width, height = (float(cell) for cell in row[2:])
    except ValueError:
        raise BoxesError(f"{where} has a box that is no four numbers: {', '.join(row[2:])[:80]}.") from None
    values = (x, y, width, height)
    if not all(math.isfinite(value) and abs(value) <= LARGEST for value in values) or min(width, height) <= 0:
        raise BoxesError(f"{where} has a box without area or far away: {', '.join(row[2:])[:80]}.")
    return Picture(row[0].strip(), row[1].strip(), (x, y, x + width, y + height))


def locate(picture: Picture, folder: Path) -> Path:
    """Where the picture lies: relative to the list's ``folder``, else to the current one as the authors' program has
    it."""
    beside = folder / picture.file
    return beside if beside.is_file() else Path(picture.file)
