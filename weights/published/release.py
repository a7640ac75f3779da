# SPDX-License-Identifier: GPL-3.0-or-later
"""From the authors' folders to arrays: which files are read, and what they must hold."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from bridge.published.architecture import EXPRESSION, SHAPE, AlexNet, Published, ResNet

from . import statistics
from .checkpoint import Arrays, find, open_checkpoint, read
from .errors import SourceError

Report = Callable[[str, int, int], None]
"""What is read, bytes done, bytes in all."""


@dataclass(frozen=True)
class Places:
    """What the user named: folders of the three archives, or a checkpoint in them, and the mean picture if
    elsewhere."""

    expression: Path
    shape: Path | None = None
    pose: Path | None = None
    mean: Path | None = None


@dataclass(frozen=True, eq=False)
class Release:
    """``arrays`` by name, as ``spec.variables()`` says; ``hashes``: folder/file to SHA-256 of what was read;
    ``ignored``: variables of the checkpoints that no net has, such as an optimiser's."""

    spec: Published
    arrays: Arrays
    hashes: dict[str, str]
    ignored: list[str] = field(default_factory=list)


def gather(
    places: Places, resnet: ResNet | None = None, alexnet: AlexNet | None = None, report: Report | None = None
) -> Release:
    """Reads everything. The nets are the released ones unless said otherwise. Raises ``SourceError``."""
    resnet = resnet or ResNet()
    spec = Published(resnet, places.shape is not None, (alexnet or AlexNet()) if places.pose else None)
    found: Arrays = {}
    files: list[Path] = []
    ignored: list[str] = []

    def add(what: str, place: Path, variables: dict[str, tuple[int, ...]]) -> None:
        checkpoint = open_checkpoint(find(place))
        found.update(read(checkpoint, variables, partial(report, what) if report else None))
        ignored.extend(sorted(checkpoint.entries.keys() - variables.keys()))
        files.extend(checkpoint.files)

    add("expression net", places.expression, resnet.variables(EXPRESSION, 29))
    if places.shape is not None:
        add("shape net", places.shape, resnet.variables(SHAPE, 198))
    if places.pose is not None:
        assert spec.pose is not None
        add("pose net", places.pose, spec.pose.variables())
        folder = _folder(places.pose)
        colour, labels = folder / statistics.COLOUR[0], folder / statistics.LABELS
        found["pose/colour"] = statistics.vector(colour, statistics.COLOUR[1], 3).reshape(3, 1, 1)
        found["pose/mean"] = statistics.vector(labels, "mean_labels", 6)
        found["pose/deviation"] = statistics.vector(labels, "std_labels", 6)
        files += [colour, labels]
    mean = _mean(places)
    found["mean"] = statistics.mean_picture(mean)
    for name, variance in found.items():
        if name.endswith("/variance") and np.min(variance) < 0:
            raise SourceError(f"{name} is negative in places: the checkpoint is no network that was trained.")
    return Release(
        spec, found, {f"{path.resolve().parent.name}/{path.name}": _digest(path) for path in [*files, mean]}, ignored
    )


def _folder(place: Path) -> Path:
    return place if place.is_dir() else place.parent


def _mean(places: Places) -> Path:
    """The mean picture: as named, or with the shape net, or where the authors' folders stand side by side."""
    if places.mean is not None:
        return places.mean
    beside = _folder(places.expression)
    folders = [*([_folder(places.shape)] if places.shape else []), beside, beside.parent / "Shape_Model"]
    for folder in folders:
        if (folder / statistics.MEAN).is_file():
            return folder / statistics.MEAN
    raise SourceError(
        f"{statistics.MEAN} is not found: it comes with the authors' Shape_Model archive; name that folder with "
        f"--shape, or the file with --mean (the expression net is fed less this mean too, not less 3DMM_expr_mean.npy)."
    )


def _digest(path: Path) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(f"Cannot read {path}: {error.strerror or error}.") from None
