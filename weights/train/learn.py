# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""From features and labels to the heads that ship."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from weights.render.store import SHARD

from . import calibrate, features, labels
from .album import Album
from .device import CPU
from .features import Features, Maps
from .fit import Recipe, fit
from .heads import Committee, Head
from .truth import Truth, chosen

_HELD: Final = 12
"""One block in this many is kept from training, to find the outputs' scale."""
_ENOUGH: Final = 0.8
"""Share of the renders that must have the second estimator's labels."""


class LabelsError(ValueError):
    """The second estimator's labels do not belong to these renders."""


@dataclass(frozen=True)
class Lesson:
    """What heads learn from: ``known`` features of n crops and their ``labels`` (n, 29) as ``taught`` makes them;
    ``nothing``: maps of crops without a face."""

    known: Features
    labels: NDArray[np.float32]
    nothing: Maps


@dataclass(frozen=True)
class Pictures:
    """What whole networks learn from: ``album`` of n crops, what is ``known`` of them and their ``labels`` (n, 29) as
    ``taught`` makes them; ``nothing``: crops without a face."""

    album: Album
    known: Truth
    labels: NDArray[np.float32]
    nothing: Album


def taught(
    known: Truth, truth: NDArray[np.float32], opinion: NDArray[np.float32], follow: NDArray[np.float32]
) -> NDArray[np.float32]:
    """(n, 29) ``labels.opinions`` of the crops that are ``known``; NaN rows where the second estimator found no face.

    Of every render, not mirrored: ``truth`` (r, 29) and ``opinion`` (r, 29), the second estimator's, units; ``follow``
    (r,) what of the lids follows the gaze. Raises ``LabelsError`` where too many renders have no opinion.
    """
    usable = np.isfinite(opinion).all(1)
    if usable.mean() < _ENOUGH:
        raise LabelsError(
            f"Only {usable.mean():.0%} of the renders have the second estimator's labels: "
            "render with the default seed, or make the labels with 'python -m weights estimate'."
        )
    said = np.full_like(truth, np.nan)
    said[usable] = labels.opinions(truth[usable], opinion[usable], follow[usable])
    rows = said[known.index]
    return np.where(known.flipped[:, None], labels.mirror_units(rows), rows)


def held_out(known: Truth) -> NDArray[np.bool_]:
    """(n,) which crops are kept from training, to find the outputs' scale: those of whole blocks."""
    block = known.index // SHARD
    every = min(_HELD, int(block.max()) + 1)
    return block % every == every - 1


def _rows(known: Features, rows: NDArray[np.bool_]) -> Features:
    return features.of(chosen(known, rows), known.maps.rows(rows))


def learn(
    lesson: Lesson,
    heads: int,
    recipe: Recipe,
    folder: Path,
    report: Callable[[str], None],
    device: torch.device = CPU,
) -> Committee:
    """Train that many heads and set the scale of their mean, on the CPU. Heads are kept in ``folder`` by what they were
    taught, and found there again.
    """
    wanted = lesson.labels
    usable = np.isfinite(wanted).all(1)
    held = usable & held_out(lesson.known)
    training, teaching = _rows(lesson.known, usable & ~held), wanted[usable & ~held]

    mark = zlib.crc32(f"{recipe} {Head()}".encode() + teaching.tobytes() + training.units.tobytes())
    for maps in (training.maps, lesson.nothing):
        mark = zlib.crc32(maps.face.data, mark)

    def trained(seed: int) -> Head:
        path = folder / f"{mark:08x}-{seed}.pt"
        if not path.is_file():
            head = fit(
                training, teaching, lesson.nothing, seed, recipe,
                lambda step, loss: report(f"head {seed + 1}, step {step}: loss {loss:.3f}"), device,
            )  # fmt: skip
            folder.mkdir(parents=True, exist_ok=True)
            torch.save(head.state_dict(), path.with_suffix(".partial"))
            path.with_suffix(".partial").replace(path)
        head = Head()
        head.load_state_dict(torch.load(path, weights_only=True))
        return head.eval()

    committee = Committee(trained(seed) for seed in range(heads)).eval()
    holding = _rows(lesson.known, held)
    calibrate.units(committee, holding, wanted[held])
    calibrate.sight(committee, holding, lesson.nothing)
    return committee
