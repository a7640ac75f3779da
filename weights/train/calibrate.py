# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""The scale of the outputs: a regressor shrinks what it is unsure of, but 1 should be fully there and 0 at rest."""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from .fit import Samples, predict
from .heads import Committee

_LARGEST: Final = 1.6
"""A unit that follows badly is not blown up to its full range: that would be noise at full strength."""
_REST: Final = 0.05


def calibrate(committee: Committee, samples: Samples, truth: NDArray[np.floating]) -> None:
    """Stretch each unit to the deviation of its label, around the label of faces at rest.

    ``samples`` must not have been trained on; ``truth`` (n, 29) are their true units.
    """
    found, _ = predict(committee, samples.features)
    gain = np.clip(samples.units.std(0) / np.maximum(found.std(0), 1e-6), 1.0, _LARGEST)
    still = np.abs(truth).max(1) < _REST
    if not still.any():
        still[:] = True
    rest, wanted = np.median(found[still], axis=0), np.median(samples.units[still], axis=0)
    committee.gain.copy_(torch.from_numpy(gain.astype(np.float32)))
    committee.offset.copy_(torch.from_numpy((wanted - rest * gain).astype(np.float32)))
