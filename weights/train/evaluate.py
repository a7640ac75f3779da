# SPDX-License-Identifier: GPL-3.0-or-later
"""Honest numbers about an exported model: on held-out renders against the truth, on real clips against a reference."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bridge.basis import DEFAULT
from bridge.runtime import onnxruntime
from bridge.sender.detect import Detector

from . import clips
from .samples import Sample
from .score import Agreement, agreement, correlation, turn_error

_BATCH = 16


class Model:
    """An exported network on one thread of ONNX Runtime. Raises ``ValueError`` for a file that cannot be loaded."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its own exceptions share no base class
            raise ValueError(f"{path} cannot be loaded as ONNX: name a file that 'make weights' wrote.") from error

    def __call__(self, crops: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(n, 192, 192, 3) RGB u8 to (n, 29) units and (n, 4) rotations."""
        parts = [
            self._session.run(("expression", "rotation"), {"crops": crops[start : start + _BATCH]})
            for start in range(0, len(crops), _BATCH)
        ]
        return tuple(np.concatenate([np.asarray(part[k]) for part in parts]) for k in (0, 1))  # type: ignore[return-value]

    def seconds_per_face(self, faces: int = 100) -> float:
        """CPU time of one face at a time."""
        crop = np.random.default_rng(0).integers(0, 256, (1, 192, 192, 3), np.uint8)
        self(crop)
        start = time.process_time()
        for _ in range(faces):
            self(crop)
        return (time.process_time() - start) / faces


@dataclass(frozen=True)
class Synthetic:
    """On held-out renders. Per unit: ``error`` mean absolute, ``r``, ``gain`` the slope of what is found over the
    truth, ``rest`` what is found on average on faces at rest. ``turn``: degrees, median and 90th percentile."""

    error: dict[str, float]
    r: dict[str, float]
    gain: dict[str, float]
    rest: dict[str, float]
    turn: tuple[float, float]
    count: int


def synthetic(model: Model, source: list[Sample]) -> Synthetic:
    """Measure on augmented crops of renders that share no person, hair, skin or light with the training."""
    truth = np.stack([sample.units for sample in source])
    found, rotation = model(np.stack([sample.crop for sample in source]))
    turn = turn_error(rotation, np.stack([sample.rotation for sample in source]))
    still = np.abs(truth).max(1) < 0.05
    centred = truth - truth.mean(0)
    slope = (centred * (found - found.mean(0))).sum(0) / np.maximum((centred**2).sum(0), 1e-9)
    rest = found[still].mean(0) if still.any() else np.full(truth.shape[1], np.nan)

    def named(values: NDArray[np.floating]) -> dict[str, float]:
        return dict(zip(DEFAULT.names, map(float, values), strict=True))

    return Synthetic(
        named(np.abs(found - truth).mean(0)),
        named(np.array([correlation(found[:, k], truth[:, k]) for k in range(truth.shape[1])])),
        named(slope),
        named(rest),
        (float(np.median(turn)), float(np.percentile(turn, 90))),
        len(source),
    )


@dataclass(frozen=True)
class Real:
    """``agreement`` over all clips, ``each`` clip's r per moving channel, ``frames`` used of each."""

    agreement: Agreement
    each: dict[str, dict[str, float]]
    frames: dict[str, int]


def real(model: Model, root: Path, report: Callable[[str], None]) -> Real:
    """Measure on clips of real faces, frame by frame, without any smoothing."""
    detector = Detector()
    found, reference = {}, {}
    for clip in clips.clips(root):
        report(clip.name)
        seen = list(clips.crops(clip, detector))
        if seen:
            found[clip.name] = model(np.stack([crop for _, crop in seen]))[0]
            reference[clip.name] = clip.reference[[index for index, _ in seen]]
    each = {name: agreement({name: found[name]}, {name: reference[name]}).channels for name in found}
    return Real(agreement(found, reference), each, {name: len(rows) for name, rows in found.items()})
