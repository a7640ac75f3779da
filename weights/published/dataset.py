# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder to train on: crops of 227 x 227 pixels and 29 numbers for each.

``labels.csv`` has the titles ``crop`` and the 29 names of the basis, then a line per crop; or ``labels.npz`` has
``crop`` (n,) str and ``expression`` (n, 29) floats. Files are named relative to the folder and lie inside it. Labels
are in sigma.
"""

from __future__ import annotations

import csv
import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bridge import npz
from bridge.basis import PUBLISHED
from bridge.published.architecture import CROP

from .errors import SourceError

MAX_ROWS: Final = 5_000_000
MAX_BYTES: Final = 4 << 30
"""Largest file of labels."""
LARGEST: Final = 50.0
"""Largest label, sigma: beyond it, it is in other units."""
_AXES: Final = len(PUBLISHED)


@dataclass(frozen=True, eq=False)
class Dataset:
    """``files`` relative to ``folder``; ``labels`` (n, 29) sigma; ``digest``: SHA-256 of both lists."""

    folder: Path
    files: tuple[str, ...]
    labels: NDArray[np.float32]
    digest: str

    def __len__(self) -> int:
        return len(self.files)

    def crop(self, index: int) -> NDArray[np.uint8]:
        """(227, 227, 3) BGR. Raises ``SourceError``."""
        path = self.folder / self.files[index]
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR) if path.is_file() else None
        if picture is None:
            reason = "no picture that can be read" if path.is_file() else "not there"
            raise SourceError(f"{path} is {reason}: mend it, or take its line out of the labels.")
        if picture.shape != (CROP, CROP, 3):
            raise SourceError(f"{path} has {picture.shape[1]} x {picture.shape[0]} pixels, not {CROP} x {CROP}: "
                              f"'expnet-bridge predict --boxes LIST --crops FOLDER' makes such crops.")  # fmt: skip
        return np.asarray(picture, np.uint8)


def open_dataset(folder: Path) -> Dataset:
    """Reads the labels of a folder and looks whether its crops are there. Raises ``SourceError``."""
    table, archive = folder / "labels.csv", folder / "labels.npz"
    if table.is_file() == archive.is_file():
        which = "both labels.csv and labels.npz: keep one" if table.is_file() else "neither labels.csv nor labels.npz"
        raise SourceError(f"{folder} has {which}.")
    path = table if table.is_file() else archive
    if path.stat().st_size > MAX_BYTES:
        raise SourceError(f"{path} is larger than {MAX_BYTES >> 30} GB.")
    files, labels = _csv(path) if path == table else _npz(path)
    if not files or len(files) > MAX_ROWS:
        raise SourceError(f"{path} has {len(files)} crops, where 1 to {MAX_ROWS} are due.")
    if not (np.isfinite(labels).all() and np.abs(labels).max() <= LARGEST):
        raise SourceError(f"{path} has labels that are not finite or beyond {LARGEST:g}: they are due in sigma.")
    _check(folder, path, files)
    digest = hashlib.sha256("\n".join(files).encode() + labels.tobytes()).hexdigest()
    return Dataset(folder, tuple(files), labels, digest)


def _check(folder: Path, path: Path, files: list[str]) -> None:
    root = folder.resolve()
    for file in files:
        place = folder / file
        if not file or Path(file).is_absolute() or not place.resolve().is_relative_to(root):
            raise SourceError(f"{path} names {file[:80]!r}, which does not lie in {folder}: copy the crop into it.")
        if not place.is_file():
            raise SourceError(f"{path} names {file[:80]}, which is not there: mend the line or take it out.")
    if len(set(files)) != len(files):
        raise SourceError(f"{path} names a file twice, such as {next(f for f in files if files.count(f) > 1)[:80]}.")


def _csv(path: Path) -> tuple[list[str], NDArray[np.float32]]:
    titles = ["crop", *PUBLISHED.names]
    files: list[str] = []
    rows: list[list[float]] = []
    number = 0
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.reader(file), 1):
                if number == 1 and row != titles:
                    raise SourceError(
                        f"{path} does not begin with the titles {', '.join(titles[:3])}, ... {titles[-1]}."
                    )
                if number == 1 or not row:
                    continue
                if len(row) != len(titles):
                    raise SourceError(f"Line {number} of {path} has {len(row)} values, not {len(titles)}.")
                files.append(row[0])
                rows.append([float(cell) for cell in row[1:]])
    except OSError as error:
        raise SourceError(f"Cannot read {path}: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise SourceError(f"{path} is no text in UTF-8.") from None
    except ValueError:
        raise SourceError(f"Line {number} of {path} has a label that is no number.") from None
    except csv.Error as error:
        raise SourceError(f"{path} is no CSV file: {error}.") from None
    return files, np.array(rows, np.float32).reshape(len(files), _AXES)


def _npz(path: Path) -> tuple[list[str], NDArray[np.float32]]:
    def fits(shape: tuple[int, ...], dtype: np.dtype[Any]) -> bool:
        text = len(shape) == 1 and dtype.kind == "U" and dtype.itemsize <= 4 * 1024
        numbers = len(shape) == 2 and shape[1] == _AXES and dtype.kind == "f"
        return (text or numbers) and 1 <= shape[0] <= MAX_ROWS

    try:
        with zipfile.ZipFile(path) as archive:
            infos = npz.names(archive)
            files = npz.array(archive, infos["crop"], fits)
            labels = npz.array(archive, infos["expression"], fits, fortran=True)
    except npz.Unfit as unfit:
        raise SourceError(
            f"{path} holds {unfit}, where crop (n,) str and expression (n, {_AXES}) floats are due."
        ) from None
    except (npz.Cut, *npz.BROKEN):
        raise SourceError(f"{path} is damaged or lacks one of the arrays crop and expression.") from None
    if files.ndim != 1 or labels.ndim != 2 or len(files) != len(labels):
        raise SourceError(f"{path} does not have a row of 29 labels for each crop.")
    return [str(file) for file in files], labels.astype(np.float32)
