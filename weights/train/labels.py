# SPDX-License-Identifier: GPL-3.0-or-later
"""What a render is taught as: what a second estimator says of it, its true units, or both, unit by unit.

A network trained on another method's labels averages that method's noise away (Chang et al., FG 2018, section 3), and
an estimator made on real faces knows how brows and lids look there better than a sculpted shape does. Where the
estimator is dead or has a dead zone the true value stays. Where both teach, readers of their own learn each of them and
the answer is the mean (``heads``). All in slider units: 0 at rest, 1 at the sculpted shape.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge import rotation
from bridge.anatomy import anatomy
from bridge.basis import DEFAULT, WIDE

Units = NDArray[np.float32]

TRUE: Final = ("noseSneer", "cheekPuff", "jawOpen", "jawForward", "jawSide", "mouthClose")
"""Units that are taught by the truth alone: MediaPipe's Face Landmarker hardly moves on them (its jawSide follows ours
with r 0.1), and leaves jawOpen at 0 for parted lips."""
ESTIMATED: Final = tuple(name for name in DEFAULT.names if name.startswith(("brow", "eyelid", "eyeSquint")))
FELT: Final = ("mouthPress",)
"""Units whose sculpted shape hardly shows in pixels: the estimator decides alone, at the scale of the truth (r on real
clips 0.33 with the mean of both, about 0.4 so)."""
BOTH: Final = tuple(name for name in DEFAULT.names if name not in TRUE + ESTIMATED + FELT)
"""Units that both teach."""
_STRETCH: Final = 1.5
"""A lid that is quite closed scores about 0.65."""
_REST: Final = 0.03
"""A unit below this is at rest."""

PLAIN, HIDDEN = 0.2, 0.7
"""Share of the face that may be hidden from a network that should be sure of it, and from which on it should not."""


def sureness(covered: NDArray[np.floating]) -> Units:
    """(n,) how sure the network should be of faces of which that share is hidden, 0..1."""
    return np.clip((HIDDEN - covered) / (HIDDEN - PLAIN), 0, 1).astype(np.float32)


def mirror_units(units: Units) -> Units:
    """(..., 29) units of the face seen in a mirror."""
    return anatomy(DEFAULT).mirrored(units)


def mirror_rotation(quaternion: NDArray[np.floating]) -> NDArray[np.float32]:
    """(..., 4) w x y z of the head seen in a mirror (x to -x)."""
    return rotation.mirrored(quaternion).astype(np.float32)


def mirror_gaze(gaze: NDArray[np.floating]) -> NDArray[np.float32]:
    """(..., 2) radians to the subject's left and up, seen in a mirror."""
    return (np.asarray(gaze) * (-1, 1)).astype(np.float32)


def mirror_place(place: NDArray[np.floating]) -> NDArray[np.float32]:
    """(..., 3) of the head (``place.located``) in the crop seen in a mirror."""
    return (np.asarray(place) * (-1, 1, 1)).astype(np.float32)


def _matched(values: Units, truth: Units) -> Units:
    """``values`` brought to the scale of ``truth``: 0 where the truth rests, the same deviation."""
    rest = np.median(values[np.abs(truth) < _REST])
    return (values - rest) * (truth.std() / max(float(values.std()), 1e-6))


def _opinion(name: str, estimate: Units, truth: Units) -> Units:
    """The estimator's scores of a unit that it decides alone, in slider units.

    It scores a sculpted brow lower than a real one, so that its full scale on renders says little about faces: at most
    ``_STRETCH``. Its zero is a real face at rest, except for squinting, of which it sees some in everyone.
    """
    gain = float(np.clip(truth.std() / max(float(estimate.std()), 1e-6), 1.0, _STRETCH))
    rest = np.median(estimate[np.abs(truth) < _REST]) if name.startswith("eyeSquint") else 0.0
    return (estimate - rest) * gain


def _slope(values: Units, plain: Units, moved: Units) -> float:
    """How strongly ``values`` answer to ``moved``, beside ``plain``; 0 where nothing moved."""
    if not moved.any():
        return 0.0
    columns = np.column_stack([plain, moved, np.ones_like(moved)])
    return float(np.linalg.lstsq(columns, values, rcond=None)[0][1])


def _follow(name: str, follow: Units) -> Units:
    """(n,) what of an eyelid unit is the lid following the gaze: ``follow`` is of eyeBlink, below 0 of eyeWide."""
    return np.where(follow > 0, follow, WIDE * follow) if name.startswith("eyelid") else np.zeros_like(follow)


def opinions(truth: Units, estimate: Units, follow: Units) -> Units:
    """(n, 29) what the estimator teaches, from its scores and the true units (n, 29), both finite; ``TRUE`` units are
    the truth.

    ``follow`` (n,): a lowered gaze lowers the lid, and the estimator calls it a blink. It is taken out: an animator
    who bakes a performer looking down wants no eye half closed under a gaze that he has moved himself.
    """
    out = truth.copy()
    for k, name in enumerate(DEFAULT.names):
        if name in ESTIMATED:
            moved = _follow(name, follow)
            plain = truth[:, k] - moved
            out[:, k] = _opinion(name, estimate[:, k] - _slope(estimate[:, k], plain, moved) * moved, plain)
        elif name not in TRUE:
            out[:, k] = _matched(estimate[:, k], truth[:, k])
    return out


def mixed(truth: Units, opinion: Units) -> Units:
    """(n, 29) labels of all units, from the true ones and ``opinions``: the mean where both teach, at the truth's
    scale."""
    out = opinion.copy()
    for name in BOTH:
        k = DEFAULT.index(name)
        out[:, k] = _matched((opinion[:, k] + truth[:, k]) / 2, truth[:, k])
    return out
