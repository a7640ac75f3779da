# SPDX-License-Identifier: GPL-3.0-or-later
"""What a model says of itself: the card that a bridge shows to its clients. Read from a model by ``bridge/card.py``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from .schema import Length, Range

Name = Annotated[str, Length(128, 1)]


@dataclass(frozen=True)
class ModelCard:
    """A loaded model. ``names`` and ``basis`` say what the coefficients mean; ``size``, ``color``, ``crop_rule``,
    ``crop_scale``, ``crop_shift`` and ``crop_jpeg`` how a crop is made (``crop.py``); ``outputs`` which of expression,
    rotation, translation, confidence, gaze, shape and pose it gives; ``reliability`` the measured correlation per
    name, 0..1, where known; ``noise`` how much each name, and "rotation" and "gaze", tremble from frame to frame on a
    face that is still, as a standard deviation in its unit, where known; ``engine`` and ``device`` where it runs.
    """

    id: Name
    sha256: Annotated[str, Length(64, 64)]
    basis: Name
    names: Annotated[tuple[Name, ...], Length(512, 1)]
    size: Annotated[int, Range(16, 512)]
    color: Literal["RGB", "BGR"]
    dtype: Literal["uint8", "float32"]
    crop_rule: Name
    crop_scale: Annotated[float, Range(0.1, 10.0)]
    crop_shift: Annotated[float, Range(-1.0, 1.0)]
    outputs: Annotated[tuple[Name, ...], Length(16)]
    reliability: dict[str, Annotated[float, Range(-1.0, 1.0)]]
    licence: Annotated[str, Length(256)]
    notice: Annotated[str, Length(8192)]
    engine: Name
    device: Name
    crop_jpeg: Annotated[int, Range(0, 100)] = 0
    noise: dict[str, Annotated[float, Range(0.0, 100.0)]] = field(default_factory=dict)
