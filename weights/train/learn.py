# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""From features and labels to the heads that ship."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from weights.render.store import SHARD

from . import labels
from .calibrate import calibrate
from .features import Features
from .fit import Recipe, Samples, fit
from .heads import Committee, Head

_HELD: Final = 12
"""One block in this many is kept from training, to find the outputs' scale."""
_ENOUGH: Final = 0.8
"""Share of the renders that must have the second estimator's labels."""


class LabelsError(ValueError):
    """The second estimator's labels do not belong to these renders."""


def _labelled(features: Features, truth: NDArray[np.float32], opinion: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 29) labels of the features' crops; NaN rows where the estimator found no face."""
    usable = np.isfinite(opinion).all(1)
    if usable.mean() < _ENOUGH:
        raise LabelsError(
            f"Only {usable.mean():.0%} of the renders have the second estimator's labels: "
            "render with the default seed, or make the labels with 'python -m weights estimate'."
        )
    mixed = np.full_like(truth, np.nan)
    mixed[usable] = labels.mixed(truth[usable], opinion[usable])
    rows = mixed[features.index]
    return np.where(features.flipped[:, None], labels.mirror_units(rows), rows)


def learn(
    features: Features,
    truth: NDArray[np.float32],
    opinion: NDArray[np.float32],
    heads: int,
    recipe: Recipe,
    folder: Path,
    report: Callable[[str], None],
) -> Committee:
    """Train that many heads and set the scale of their mean. Heads are kept in ``folder`` and found there again.

    ``truth`` and ``opinion`` (renders, 29): true units of every render and the second estimator's, not mirrored; NaN
    rows of the latter are left out. Raises ``LabelsError`` where too few are left.
    """
    wanted = _labelled(features, truth, opinion)
    usable = np.isfinite(wanted).all(1)
    block = features.index // SHARD
    every = min(_HELD, int(block.max()) + 1)
    held = usable & (block % every == every - 1)
    training, holding = (
        Samples(features.maps[rows], wanted[rows], features.rotation[rows]) for rows in (usable & ~held, held)
    )

    mark = zlib.crc32(repr(recipe).encode() + training.units.tobytes())

    def trained(seed: int) -> Head:
        path = folder / f"{mark:08x}-{seed}.pt"
        if not path.is_file():
            head = fit(
                training, seed, recipe, lambda step, loss: report(f"head {seed + 1}, step {step}: loss {loss:.3f}")
            )
            folder.mkdir(parents=True, exist_ok=True)
            torch.save(head.state_dict(), path.with_suffix(".partial"))
            path.with_suffix(".partial").replace(path)
        head = Head()
        head.load_state_dict(torch.load(path, weights_only=True))
        return head.eval()

    committee = Committee(trained(seed) for seed in range(heads)).eval()
    calibrate(committee, holding, features.units[held])
    return committee
