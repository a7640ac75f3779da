# SPDX-License-Identifier: GPL-3.0-or-later
"""``expnet-bridge predict --boxes``: the authors' own list of pictures through a published model, without a detector.

The result is a take with a frame for each picture, so that it can be imported and baked like a video's, and holds
beside a take's arrays: ``id`` and ``picture`` (n,) str as listed, and where the model has them ``shape`` (n, 198) and
``pose`` (n, 6) as it says them."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from . import __version__
from .boxes import Picture, locate, read
from .engines.choose import Wish, load
from .engines.engine import Engine
from .errors import UserError
from .progress import ProgressLine
from .protocol import Progress
from .published.crop import crop, round_trip
from .take import Take, write_whole

RATE: Final = 24.0
"""Pictures a second in the take: one on each frame of a new scene in Blender."""
_BATCH: Final = 8
_PARTIAL: Final = 3


def run(options: argparse.Namespace, target: Path) -> int:
    """Predicts for the list ``options.boxes`` and writes ``target``; returns the exit status. Raises ``UserError``."""
    source = Path(options.boxes)
    pictures = read(source)
    engine = load(options.model, Wish(options.engine, options.device, 0, options.precision))
    card = engine.card
    if card.crop_rule != "published":
        raise UserError(
            f"--boxes is for models converted from the authors' release, and {card.id} is none: give a video, or such "
            f"a model with --model."
        )
    quality = card.crop_jpeg if options.jpeg else 0
    crops: dict[int, NDArray[np.uint8]] = {}
    results: dict[str, list[NDArray[np.float32]]] = {}
    done: list[int] = []
    started = time.monotonic()
    with ProgressLine(source.name) as line:
        for index, picture in enumerate(pictures):
            try:
                crops[index] = cropped(picture, source.parent, card.size, card.crop_scale, quality)
            except UserError as error:
                print(f"{picture.id}: {error}", file=sys.stderr)
            if len(crops) == _BATCH or index == len(pictures) - 1:
                _predict(engine, crops, results)
                if options.crops is not None:
                    keep(Path(options.crops), pictures, crops)
                done += crops
                crops.clear()
            seconds = max(time.monotonic() - started, 1e-3)
            remaining = seconds / (index + 1) * (len(pictures) - index - 1)
            line.show(Progress(index + 1, len(pictures), len(done), (index + 1) / seconds, remaining))
    if not done:
        raise UserError(f"No picture of {source} could be used: the lines above say why.")
    arrays = {name: np.concatenate(parts) for name, parts in results.items()}
    take, more = _take(pictures, done, arrays, engine)
    write_whole(target, take.to_bytes(**more))
    if options.crops is not None:
        _labels(Path(options.crops), pictures, done, take)
    print(f"{source.name}: {len(done)} of {len(pictures)} pictures -> {target}")
    return 0 if len(done) == len(pictures) else _PARTIAL


def cropped(picture: Picture, folder: Path, size: int, scale: float, quality: int) -> NDArray[np.uint8]:
    """The picture's (size, size, 3) BGR crop. Raises ``UserError``."""
    path = locate(picture, folder)
    bgr = cv2.imread(str(path), cv2.IMREAD_COLOR) if path.is_file() else None
    if bgr is None:
        reason = "no picture that can be read" if path.is_file() else "not there"
        raise UserError(f"{picture.file} is {reason}: the line is left out.")
    try:
        return round_trip(crop(np.asarray(bgr, np.uint8), picture.box, size, scale), quality)
    except ValueError as error:
        raise UserError(f"{str(error).rstrip('.')}: the line is left out.") from None


def _predict(
    engine: Engine, crops: dict[int, NDArray[np.uint8]], results: dict[str, list[NDArray[np.float32]]]
) -> None:
    if not crops:
        return
    said = engine.infer(np.stack(list(crops.values())))
    for name in ("expression", "rotation", "shape", "pose"):
        if (part := getattr(said, name)) is not None:
            results.setdefault(name, []).append(part)


def _take(
    pictures: Sequence[Picture], done: list[int], arrays: dict[str, NDArray[np.float32]], engine: Engine
) -> tuple[Take, dict[str, NDArray[Any]]]:
    """The take, and the arrays beside it."""
    count, card = len(pictures), engine.card

    def spread(name: str, width: int) -> NDArray[np.float32]:
        whole = np.full((count, width), np.nan, np.float32)
        if name in arrays:
            whole[done] = arrays[name]
        return whole

    found = np.isin(np.arange(count), done)
    meta: dict[str, Any] = {
        "video": "", "sha256": "", "width": 0, "height": 0, "rate": RATE, "model": card.id, "model_sha256": card.sha256,
        "basis": card.basis, "program": f"expnet-bridge {__version__}",
    }  # fmt: skip
    if "shape" in arrays:
        meta["identity"] = arrays["shape"].mean(0, dtype=np.float64).round(5).tolist()
    take = Take(
        names=card.names,
        coefficients=spread("expression", len(card.names)),
        frame=np.arange(count),
        time=np.arange(count) / RATE,
        found=found,
        confidence=np.where(found, np.float32(1), np.float32(np.nan)),
        box=np.array([picture.box for picture in pictures], np.float32),
        rotation=spread("rotation", 4),
        translation=np.full((count, 3), np.nan, np.float32),
        meta=meta,
    )
    more: dict[str, NDArray[Any]] = {
        "id": np.array([picture.id for picture in pictures]),
        "picture": np.array([picture.file for picture in pictures]),
    }
    return take, more | {name: spread(name, arrays[name].shape[1]) for name in ("shape", "pose") if name in arrays}


def crop_name(index: int, picture: Picture) -> str:
    """A file name that is safe whatever the list calls the picture."""
    return f"{index:06d}_{re.sub(r'[^A-Za-z0-9-]', '_', picture.id)[:60]}.png"


def keep(folder: Path, pictures: Sequence[Picture], crops: dict[int, NDArray[np.uint8]]) -> None:
    """Writes the crops as the network sees them. Raises ``UserError``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for index, bgr in crops.items():
            (folder / crop_name(index, pictures[index])).write_bytes(cv2.imencode(".png", bgr)[1].tobytes())
    except OSError as error:
        raise UserError(f"Cannot write the crops to {folder}: {error.strerror or error}.") from None


def _labels(folder: Path, pictures: Sequence[Picture], done: list[int], take: Take) -> None:
    """The predictions in the form that ``python -m weights finetune`` reads, to be corrected there."""
    lines = [",".join(("crop", *take.names))]
    for index in done:
        lines.append(",".join((crop_name(index, pictures[index]), *(f"{v:.6g}" for v in take.coefficients[index]))))
    write_whole(folder / "labels.csv", ("\n".join(lines) + "\n").encode())
