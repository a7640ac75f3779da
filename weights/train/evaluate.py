# SPDX-License-Identifier: GPL-3.0-or-later
"""Honest numbers about an exported model: on held-out renders against the truth, on real clips against a reference."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge import filters
from bridge.basis import DEFAULT
from bridge.runtime import onnxruntime
from bridge.sender.detect import Detector

from . import clips
from .compose import coarsened
from .labels import sureness
from .samples import Sample
from .score import Agreement, agreement, correlation, less_mean, turn_error
from .still import Stillness, runs, stillness

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

    def __call__(self, crops: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        """(n, 192, 192, 3) RGB u8 to the outputs by name, n rows each."""
        names = [output.name for output in self._session.get_outputs()]
        parts = [
            self._session.run(names, {"crops": crops[start : start + _BATCH]}) for start in range(0, len(crops), _BATCH)
        ]
        return {name: np.concatenate([np.asarray(part[k]) for part in parts]) for k, name in enumerate(names)}

    def seconds_per_face(self, faces: int = 100) -> float:
        """CPU time of one face at a time."""
        crop = np.random.default_rng(0).integers(0, 256, (1, 192, 192, 3), np.uint8)
        self(crop)
        start = time.process_time()
        for _ in range(faces):
            self(crop)
        return (time.process_time() - start) / faces


_TAKE: Final = 4
"""Crops of one person from which on their mean means something."""


@dataclass(frozen=True)
class Synthetic:
    """On held-out renders. Per unit: ``error`` mean absolute, ``r``, ``within`` r of what differs from the mean of the
    same person's crops, ``gain`` the slope of what is found over the truth, ``rest`` what is found on average on faces
    at rest. ``turn``: degrees, median and 90th percentile. ``coarse``: r when the face is only 32 pixels high.
    ``others``: r of gaze and place, by name. ``sure``: per tenth of confidence, that said, that due, and the count."""

    error: dict[str, float]
    r: dict[str, float]
    within: dict[str, float]
    gain: dict[str, float]
    rest: dict[str, float]
    turn: tuple[float, float]
    coarse: dict[str, float]
    others: dict[str, float]
    sure: list[tuple[float, float, int]]
    count: int


Found = Mapping[str, NDArray[np.float32]]
"""A model's outputs by name."""


def synthetic(found: Found, coarse: Found, source: list[Sample], unseen: Found) -> Synthetic:
    """Measure on augmented crops of renders that share no person, hair, skin or light with the training.

    ``found`` of the crops in ``source``, ``coarse`` of the same ``coarsened``; ``unseen`` of crops without a face, of
    the same split.
    """
    truth = np.stack([sample.units for sample in source])
    units = found["expression"]
    turn = turn_error(found["rotation"], np.stack([sample.rotation for sample in source]))
    still = np.abs(truth).max(1) < 0.05
    centred = truth - truth.mean(0)
    slope = (centred * (units - units.mean(0))).sum(0) / np.maximum((centred**2).sum(0), 1e-9)
    rest = units[still].mean(0) if still.any() else np.full(truth.shape[1], np.nan)

    def named(values: NDArray[np.floating]) -> dict[str, float]:
        return dict(zip(DEFAULT.names, map(float, values), strict=True))

    def followed(answer: NDArray[np.floating]) -> dict[str, float]:
        return named(np.array([correlation(answer[:, k], truth[:, k]) for k in range(truth.shape[1])]))

    takes = np.array([sample.take for sample in source])
    own, due = (_within(values, takes) for values in (units, truth))
    return Synthetic(
        named(np.abs(units - truth).mean(0)),
        followed(units),
        named(np.array([correlation(own[:, k], due[:, k]) for k in range(truth.shape[1])])),
        named(slope),
        named(rest),
        (float(np.median(turn)), float(np.percentile(turn, 90))),
        followed(coarse["expression"]),
        _others(found, source),
        _sure(found, source, unseen),
        len(source),
    )


def _within(values: NDArray[np.floating], takes: NDArray[np.integer]) -> NDArray[np.float64]:
    """(n, 29) less the mean of each of the ``takes`` (n,); 0, which no r counts, where they are too short to have
    one."""
    _, where, counts = np.unique(takes, return_inverse=True, return_counts=True)
    return np.where(counts[where, None] >= _TAKE, less_mean(values, takes), 0.0)


def _others(found: Found, source: list[Sample]) -> dict[str, float]:
    """r of what the network says beside the units, where it does."""
    wanted = {"gaze": ("gaze, side", "gaze, up"), "translation": ("place, x", "place, y", "size")}
    out = {}
    for output, names in wanted.items():
        truth = np.stack([sample.gaze if output == "gaze" else sample.place for sample in source])
        for k, name in enumerate(names if output in found else ()):
            out[name] = correlation(found[output][:, k], truth[:, k])
    return out


def _sure(found: Found, source: list[Sample], unseen: Found) -> list[tuple[float, float, int]]:
    """Calibration: mean confidence, mean sureness due (``labels.sureness``) and count, per tenth of confidence."""
    if "confidence" not in found:
        return []
    said = np.concatenate([found["confidence"], unseen["confidence"]])
    due = np.concatenate(
        [sureness(np.array([sample.covered for sample in source])), np.zeros(len(unseen["confidence"]))]
    )
    tenth = np.minimum((said * 10).astype(int), 9)
    return [
        (float(said[tenth == k].mean()), float(due[tenth == k].mean()), int((tenth == k).sum()))
        for k in range(10)
        if (tenth == k).any()
    ]


@dataclass(frozen=True)
class Real:
    """``agreement`` over all clips, ``each`` clip's r per moving channel, ``frames`` used of each; how ``still`` the
    output is on still segments; ``coarse``: the agreement when faces are only 32 pixels high. All of this frame by
    frame; ``steady_agreement`` and ``steady`` once the trembling is taken out, as a solve does."""

    agreement: Agreement
    each: dict[str, dict[str, float]]
    frames: dict[str, int]
    still: Stillness
    coarse: Agreement
    steady_agreement: Agreement
    steady: Stillness


def steadied(
    units: NDArray[np.floating], frames: NDArray[np.integer], times: NDArray[np.floating], noise: Mapping[str, float]
) -> NDArray[np.float64]:
    """(T, 29) as a solve leaves them (``sender/steadier.py``); where frames are missing another stretch begins."""
    spread, out = np.array([noise[name] for name in DEFAULT.names]), np.array(units, np.float64)
    for run in runs(frames):
        out[run] = filters.steady(times[run], out[run], spread)
    return out


def real(model: Model, root: Path, noise: Mapping[str, float], report: Callable[[str], None]) -> Real:
    """Measure on clips of real faces. ``noise``: the model's, per unit."""
    detector = Detector()
    found, coarse, steady, reference, frames = {}, {}, {}, {}, {}
    for clip in clips.clips(root):
        report(clip.name)
        seen = list(clips.crops(clip, detector))
        if seen:
            crops = np.stack([crop for _, _, crop in seen])
            found[clip.name], coarse[clip.name] = (model(c)["expression"] for c in (crops, coarsened(crops)))
            frames[clip.name] = np.array([index for index, _, _ in seen])
            times = np.array([time for _, time, _ in seen])
            steady[clip.name] = steadied(found[clip.name], frames[clip.name], times, noise)
            reference[clip.name] = clip.reference[frames[clip.name]]
    each = {name: agreement({name: found[name]}, {name: reference[name]}).channels for name in found}
    return Real(
        agreement(found, reference),
        each,
        {name: len(rows) for name, rows in found.items()},
        stillness(found, reference, frames),
        agreement(coarse, reference),
        agreement(steady, reference),
        stillness(steady, reference, frames),
    )
