# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The scale of the outputs: a regressor shrinks what it is unsure of, but 1 should be fully there and 0 at rest."""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from bridge.basis import DEFAULT

from .fit import Samples, predict
from .heads import Head
from .labels import ESTIMATED

_LARGEST: Final = 1.6
"""A unit that follows badly is not blown up to its full range: that would be noise at full strength."""
_REST: Final = 0.05


def calibrate(head: Head, samples: Samples, truth: NDArray[np.floating]) -> None:
    """Stretch each unit to the deviation its label has; move it to 0 at rest, unless the estimator's 0 counts.

    ``samples`` must not have been trained on; ``truth`` (n, 29) are their true units.
    """
    found, _ = predict(head, samples.features)
    stretch = np.clip(samples.units.std(0) / np.maximum(found.std(0), 1e-6), 1.0, _LARGEST)
    still = np.abs(truth).max(1) < _REST
    rest = np.where(np.isin(DEFAULT.names, ESTIMATED), 0.0, np.median(found[still], axis=0) if still.any() else 0.0)
    head.offset.copy_(torch.from_numpy(((head.offset.numpy() - rest) * stretch).astype(np.float32)))
    head.gain.mul_(torch.from_numpy(stretch.astype(np.float32)))
