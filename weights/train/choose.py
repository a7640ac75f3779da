# SPDX-License-Identifier: GPL-3.0-or-later
"""From features and labels to the head that ships: several seeds, the best on real clips where there are any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from weights.render.store import SHARD

from . import labels
from .calibrate import calibrate
from .features import Features
from .fit import Recipe, Samples, fit, predict
from .heads import Head
from .score import agreement

_HELD: Final = 12
"""One block in this many is kept from training, to find the outputs' scale."""
_ENOUGH: Final = 0.8
"""Share of the renders that must have the second estimator's labels."""

Clips = dict[str, tuple[NDArray[np.float16], NDArray[np.float32]]]


class LabelsError(ValueError):
    """The second estimator's labels do not belong to these renders."""


@dataclass(frozen=True)
class Chosen:
    """``score``: mean r over the moving channels of the real clips, NaN without clips."""

    head: Head
    seed: int
    score: float


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


def choose(
    features: Features,
    truth: NDArray[np.float32],
    opinion: NDArray[np.float32],
    clips: Clips,
    seeds: int,
    recipe: Recipe,
    report: Callable[[str], None],
) -> Chosen:
    """Train ``seeds`` heads and take the one that agrees best with the reference of real clips (the first without any).

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
    best = None
    for seed in range(seeds):
        head = fit(
            training, seed, recipe, lambda step, loss, seed=seed: report(f"seed {seed}, step {step}: {loss:.3f}")
        )
        calibrate(head, holding, features.units[held])
        found = {name: predict(head, maps)[0] for name, (maps, _) in clips.items()}
        score = agreement(found, {name: reference for name, (_, reference) in clips.items()}).mean
        report(f"seed {seed}: mean r on real clips {score:.3f}")
        if best is None or score > best.score:
            best = Chosen(head, seed, score)
    assert best is not None
    return best
