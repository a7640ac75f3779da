# SPDX-License-Identifier: GPL-3.0-or-later
"""From a raw take to curves, quick enough to run while a slider is dragged.

In this order: gaps are bridged, jitter smoothed, sides mirrored, the resting face subtracted, the frames of the scene
looked up; there lips are closed, sides evened out, gains and offsets applied, blinks closed and limits kept. Everything
but the smoothing happens anew at each call; that is remembered for the takes in use."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from . import blinks, closures, filters, rest, rotation, timing
from .anatomy import Anatomy, anatomy
from .basis import Basis
from .errors import UserError
from .stepwise import drained
from .take import Take

Array = NDArray[np.float64]

AUTO: Final = "auto"


class RefineError(UserError):
    """A take that cannot be applied like this; the text is one sentence for the user."""


@dataclass(frozen=True)
class Tuning:
    """One axis: ``value * gain + offset``, kept from ``minimum`` to ``maximum``; without them the basis' own range
    counts, if ``Settings.clamp`` says so. ``offset``, ``minimum``, ``maximum`` in units of the slider."""

    gain: float = 1.0
    offset: float = 0.0
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class Settings:
    """How a take becomes curves.

    ``start``: scene frame of the video's time 0. ``fps / fps_base``: the scene's rate. ``first``, ``last``: decoder's
    indices of the first and last frame that are used, None for all. ``smoothing``: seconds, 0 leaves the raw values
    (``filters.smooth``). ``neutral``: the resting face that is subtracted: decoder's index of its frame, indices of the
    first and last frame of a stretch at rest, ``AUTO`` (``rest.automatic``), or None. ``mirror``: swap left and right.
    ``symmetry``: 0..1, how far left and right are drawn to their mean. ``gain``: factor, one for all axes or one for
    each; ``regions``: factor for each of ``anatomy.REGIONS``; ``units``: by name of the axis. ``head_gain``,
    ``gaze_gain``: factors of angles; ``level``: how the head is held at the neutral, without one its mean over the
    clip, counts as straight ahead. ``blinks``, ``closures``:
    0..1, see ``blinks.sharpen`` and ``closures.close``. ``clamp``: keep values within the basis. ``resample``: keys on
    whole frames, else one key per video frame at its exact time. ``max_gap``: seconds, see ``filters.gap_times``."""

    start: float = 1.0
    fps: float = 24.0
    fps_base: float = 1.0
    first: int | None = None
    last: int | None = None
    smoothing: float = 0.0
    neutral: int | tuple[int, int] | Literal["auto"] | None = None
    mirror: bool = False
    symmetry: float = 0.0
    gain: float | tuple[float, ...] = 1.0
    regions: Mapping[str, float] = field(default_factory=dict)
    units: Mapping[str, Tuning] = field(default_factory=dict)
    head_gain: float = 1.0
    level: bool = False
    gaze_gain: float = 1.0
    blinks: float = 0.0
    closures: float = 0.0
    clamp: bool = True
    resample: bool = True
    max_gap: float = 1.0


@dataclass(frozen=True, eq=False)
class Curves:
    """K keys. ``frame`` (K,) f8, rising; ``values`` (K, A) f4; ``rotation`` (K, 4) f4, unit w x y z in the axes of
    ``rotation.py``, neighbours on the same side, or None if the take has none; ``bridged`` (K,): no face was seen
    there; ``gaze`` (K, 2) f4, yaw to the subject's left and pitch up in radians, or None."""

    frame: NDArray[np.float64]
    values: NDArray[np.float32]
    rotation: NDArray[np.float32] | None
    bridged: NDArray[np.bool_]
    gaze: NDArray[np.float32] | None = None


def prepare(take: Take, settings: Settings) -> Generator[None]:
    """The slow part of ``refine`` in short pieces: it then finds that done, for takes of any length."""
    key = take, settings.smoothing, settings.max_gap
    if key in _remembered or not take.found.any():
        return
    calm = yield from _calmed(*key)
    while len(_remembered) >= MEMORY:
        del _remembered[next(iter(_remembered))]
    _remembered[key] = calm


def refine(take: Take, basis: Basis, settings: Settings) -> Curves:
    """The curves of ``take`` for a mesh of ``basis``. Raises ``RefineError``."""
    parts = anatomy(basis)
    _check(take, basis, parts, settings)
    time = take.time.astype(float)
    drained(prepare(take, settings))
    raw, values, turns, gaze = _remembered[take, settings.smoothing, settings.max_gap]
    turns = None if turns is None else _turned(turns, take, settings)
    gaze = None if gaze is None else gaze * settings.gaze_gain
    if settings.mirror:
        raw, values = parts.mirrored(raw), parts.mirrored(values)
        turns = None if turns is None else rotation.mirrored(turns)
        gaze = None if gaze is None else gaze * (-1.0, 1.0)
    if settings.neutral is not None:
        neutral = _neutral(take, basis, parts, settings, values)
        raw, values = (rest.subtract(each, neutral, basis, parts) for each in (raw, values))

    kept = _trimmed(take, settings)
    time, raw, values, bridged = time[kept], raw[kept], values[kept], ~take.found[kept]
    turns = None if turns is None else turns[kept]
    gaze = None if gaze is None else gaze[kept]
    weight = closures.weights(time, closures.opening(parts, raw)) if settings.closures > 0 else None
    frame = timing.to_frames(time, settings.start, settings.fps, settings.fps_base)
    if settings.resample:
        whole = timing.whole_frames(frame)
        values = timing.interpolate(frame, values, whole)
        if weight is not None:
            weight, raw = closures.at_frames(frame, weight, raw, whole)
        turns = None if turns is None else rotation.continuous(timing.interpolate_rotations(frame, turns, whole))
        gaze = None if gaze is None else timing.interpolate(frame, gaze, whole)
        bridged = timing.interpolate(frame, bridged[:, None].astype(float), whole)[:, 0] > 0.5
        frame, time = whole, timing.to_times(whole, settings.start, settings.fps, settings.fps_base)
    if weight is not None:
        values = closures.close(parts, values, raw, weight, settings.closures)
    values = tuned(values, time, basis, parts, settings)
    turns32 = None if turns is None else turns.astype(np.float32)
    gaze32 = None if gaze is None else gaze.astype(np.float32)
    return Curves(frame, values.astype(np.float32), turns32, bridged, gaze32)


def _check(take: Take, basis: Basis, parts: Anatomy, settings: Settings) -> None:
    if take.basis != basis.id or take.names != basis.names:
        raise RefineError(
            f"The take's coefficients are of the basis {take.basis or 'unknown'}, the mesh is of {basis.id}: choose "
            f"a mesh of the take's basis, or solve the video again with a model of the mesh's."
        )
    if not take.found.any():
        raise RefineError("No face was found in this video: choose another video or another range of it.")
    if not settings.fps > 0 or not settings.fps_base > 0 or not settings.smoothing >= 0 or not settings.max_gap >= 0:
        raise RefineError("Frame rate must be positive, smoothing and longest gap not negative.")
    if settings.mirror and not parts.has_sides:
        raise RefineError(f"The axes of the basis {basis.id} have no left and right: switch the mirror off.")


Calm = tuple[Array, Array, Array | None, Array | None]
"""Raw and smooth values (T, A), smooth rotations (T, 4) and gaze (T, 2), gaps bridged."""

MEMORY: Final = 4
"""Takes and smoothings of which that is remembered."""

_remembered: dict[tuple[Take, float, float], Calm] = {}
"""Takes never change and are told apart by identity."""


def _calmed(take: Take, smoothing: float, max_gap: float) -> Generator[None, None, Calm]:
    time = take.time.astype(float)
    raw = take.coefficients.astype(float)
    if not take.found.all():
        at = filters.gap_times(time, take.found, max_gap)
        raw = timing.interpolate(time[take.found], raw[take.found], at)
    yield
    turns = yield from _rotations(time, take, smoothing, max_gap)
    gaze = yield from _gaze(time, take, smoothing, max_gap)
    return raw, (yield from filters.smooth_steps(time, raw, smoothing)), turns, gaze


Smooth = Generator[None, None, Array | None]


def _rotations(time: Array, take: Take, smoothing: float, max_gap: float) -> Smooth:
    known = take.found & np.isfinite(take.rotation).all(1)
    if not known.any():
        return None
    samples = rotation.continuous(rotation.normalise(take.rotation[known]))
    at = filters.gap_times(time, known, max_gap)
    turns = rotation.continuous(timing.interpolate_rotations(time[known], samples, at))
    yield
    # Components of neighbours on one side, averaged and scaled back, are the rotation's own average for angles like
    # these.
    return rotation.normalise((yield from filters.smooth_steps(time, turns, smoothing)))


def _gaze(time: Array, take: Take, smoothing: float, max_gap: float) -> Smooth:
    known = take.found if take.gaze is None else take.found & np.isfinite(take.gaze).all(1)
    if take.gaze is None or not known.any():
        return None
    at = filters.gap_times(time, known, max_gap)
    looks = timing.interpolate(time[known], take.gaze[known].astype(float), at)
    return (yield from filters.smooth_steps(time, looks, smoothing))


def _turned(turns: Array, take: Take, settings: Settings) -> Array:
    """Rotations relative to how the head is held at rest, where that is wanted, and as far as is wanted."""
    if settings.level:
        wanted = settings.neutral
        rows = take.found
        if isinstance(wanted, tuple):
            rows = rows & (take.frame >= min(wanted)) & (take.frame <= max(wanted))
        elif isinstance(wanted, int):
            rows = np.arange(len(take)) == int(np.abs(take.frame - wanted).argmin())
        if rows.any():  # where not, the neutral of the face says so
            turns = rotation.multiply(rotation.conjugate(rotation.mean(turns[rows])), turns)
    if settings.head_gain != 1.0:
        turns = rotation.scaled(turns, settings.head_gain)
    return rotation.continuous(turns)


def _neutral(take: Take, basis: Basis, parts: Anatomy, settings: Settings, values: Array) -> Array:
    wanted = settings.neutral
    if wanted is None or wanted == AUTO:
        return rest.automatic(values[take.found], basis, parts)
    if isinstance(wanted, tuple):
        first, last = sorted(wanted)
        rows = (take.frame >= first) & (take.frame <= last) & take.found
        if not rows.any():
            raise RefineError(f"Frames {first} to {last} of the video show no face: choose others for the neutral.")
        return rest.over(values[rows])
    row = int(np.abs(take.frame - wanted).argmin())
    if not take.found[row]:
        raise RefineError(
            f"Frame {wanted} of the video shows no face: choose another frame for the neutral expression."
        )
    return values[row]


def _trimmed(take: Take, settings: Settings) -> slice:
    first = 0 if settings.first is None else int(np.searchsorted(take.frame, settings.first))
    last = len(take) if settings.last is None else int(np.searchsorted(take.frame, settings.last, "right"))
    if first >= last:
        raise RefineError("Nothing of the video lies between In and Out: set In before Out.")
    return slice(first, last)


def tuned(values: Array, time: Array, basis: Basis, parts: Anatomy, settings: Settings) -> Array:
    """``values`` (T, A) at ``time`` (T,) in seconds, sides evened out, gains and offsets applied, blinks closed, limits
    kept."""
    if settings.symmetry > 0:
        values = values + settings.symmetry * ((values + parts.mirrored(values)) / 2.0 - values)
    gain = np.broadcast_to(np.asarray(settings.gain, float), len(basis)).copy()
    for region, indices in parts.regions.items():
        gain[indices] *= settings.regions.get(region, 1.0)
    offset = np.zeros(len(basis))
    low, high = np.full(len(basis), -np.inf), np.full(len(basis), np.inf)
    if settings.clamp:
        low, high = np.array(basis.minimum), np.array(basis.maximum)
    for name, unit in settings.units.items():
        if name in basis.names:
            axis = basis.index(name)
            gain[axis] *= unit.gain
            offset[axis] = unit.offset
            low[axis] = low[axis] if unit.minimum is None else unit.minimum
            high[axis] = high[axis] if unit.maximum is None else unit.maximum
    values = values * gain + offset
    for lid in parts.lids if settings.blinks > 0 else ():
        closed = float(min(basis.maximum[lid], high[lid]))
        values[:, lid] = blinks.sharpen(time, values[:, lid], closed, settings.blinks)
    return np.clip(values, low, np.maximum(low, high))
