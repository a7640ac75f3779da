# SPDX-License-Identifier: GPL-3.0-or-later
"""Key reduction: a few Bezier keys that an animator can edit, in place of one key a frame, within a stated error.

A segment between two keys is a cubic. Its handles lie a third of the way to the next key, so that time runs evenly
along it and it is the cubic Hermite polynomial of the values and slopes at its ends, which is what Blender evaluates,
but for rounding. Values are those of the curve, slopes the ones of least squares over all samples; where a segment
misses a sample by more than the tolerance, the sample that it misses most becomes a key, as in P. J. Schneider, An
Algorithm for Automatically Fitting Digitized Curves (Graphics Gems, 1990), but for all segments of all curves at once.
Keys that their neighbours make up for go again.

Slopes are limited as in F. N. Fritsch and R. E. Carlson, Monotone Piecewise Cubic Interpolation (SIAM J. Numer. Anal.
17(2), 1980): a segment never leaves the range of its two keys, so nothing overshoots between them, and keys at turning
points lie flat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Single = NDArray[np.float32]
Indices = NDArray[np.intp]

SEED: Final = 12
"""Samples between the keys that the search begins with: near what the curves of faces need, which saves rounds."""

ROUNDS: Final = 24
"""After so many rounds of splitting, what still misses gets a key on every sample."""

PULL: Final = 1e-3
"""Weight of the slope of the neighbouring samples, which decides where no sample lies between two keys."""

SWEEPS: Final = 6
"""Steps of the solver. After n of them a slope depends on the 2**n keys to either side; what lies farther has less
than a millionth of its weight."""


@dataclass(frozen=True, eq=False)
class Key:
    """The N keys of one curve. ``row`` (N,) of the samples; ``frame``, ``value`` (N,); ``left``, ``right`` (N, 2) its
    handles as frame and value, in line with one another."""

    row: Indices
    frame: Array
    value: Array
    left: Array
    right: Array


def reduce(frame: Array, values: NDArray[np.floating], tolerance: NDArray[np.floating] | float) -> list[Key]:
    """Keys of each of the A curves ``values`` (K, A) at rising ``frame`` (K,), K >= 1.

    At every sample the curve is at most ``tolerance`` (A,) > 0, in units of the values, away from it."""
    samples = np.ascontiguousarray(values.T, float)
    curves = len(samples)
    if samples.shape[1] < 3:
        slope = np.zeros_like(samples) + (np.diff(samples) / np.diff(frame) if len(frame) == 2 else 0.0)
        return [_key(np.arange(len(frame)), frame, row, m) for row, m in zip(samples, slope, strict=True)]
    bound = np.broadcast_to(np.asarray(tolerance, float), (curves,))
    fit = _Fit(frame, samples, bound)
    fit.split()
    for odd in (1, 0, 1, 0):
        fit.prune(odd)
        fit.refit()
    fit.split()
    return fit.keys()


class _Fit:
    """The samples of all curves in one row, curve after curve, and which of them are keys."""

    def __init__(self, frame: Array, samples: Array, bound: Array) -> None:
        self.curves, self.count = samples.shape
        self.frame, self.v = np.tile(frame, self.curves), samples.ravel()
        self.samples = self.v.astype(np.float32)
        self.bound = np.repeat(bound.astype(np.float32), self.count)
        self.usual = np.gradient(samples, frame, axis=1).ravel()
        is_key = np.zeros(samples.shape, bool)
        is_key[np.ptp(samples, 1) > bound, ::SEED] = True
        is_key[:, [0, -1]] = True
        self.is_key = is_key.ravel()
        self.slope = np.empty(0)

    def split(self) -> None:
        """Add keys until every sample is met."""
        for attempt in range(ROUNDS + 1):
            key, owner, excess = self._misses()
            worst = np.maximum.reduceat(excess, key)
            bad = worst > 0.0
            if not bad.any():
                return
            if attempt == ROUNDS:
                self.is_key |= bad[owner]
            else:
                self.is_key |= (excess == worst[owner]) & bad[owner]

    def refit(self) -> None:
        """Slopes for the keys as they are now."""
        key = np.flatnonzero(self.is_key)
        self.slope = self._slopes(_Span(self.frame, self.samples, key, self.is_key))

    def prune(self, odd: int) -> None:
        """Take away every second key that its neighbours make up for, counted from the first or the second."""
        key = np.flatnonzero(self.is_key)
        inside = (key % self.count != 0) & (key % self.count != self.count - 1)
        candidate = inside & (np.arange(len(key)) % 2 == odd)
        merged = self.is_key.copy()
        merged[key[candidate]] = False
        kept = np.flatnonzero(merged)
        span = _Span(self.frame, self.samples, kept, merged)
        fine = np.maximum.reduceat(self._excess(span, self.slope[~candidate]), kept) <= 0.0
        dropped = key[candidate]
        self.is_key[dropped[fine[span.owner[dropped]]]] = False

    def keys(self) -> list[Key]:
        key, _, _ = self._misses()
        edges = np.searchsorted(key, np.arange(self.curves + 1) * self.count)
        out = []
        for first, last in zip(edges, edges[1:], strict=False):
            rows = key[first:last]
            out.append(_key(rows % self.count, self.frame[rows], self.v[rows], self.slope[first:last]))
        return out

    def _misses(self) -> tuple[Indices, Indices, Single]:
        """Rows of the keys (N,), for every sample the number of the key at or before it, and by how much the best
        curve through the keys misses the sample beyond its bound."""
        key = np.flatnonzero(self.is_key)
        span = _Span(self.frame, self.samples, key, self.is_key)
        self.slope = self._slopes(span)
        return key, span.owner, self._excess(span, self.slope)

    def _excess(self, span: _Span, slope: Array) -> Single:
        single = slope.astype(np.float32)
        curve = span.from_start * single[span.owner]
        curve += span.from_end * single[span.after]
        curve -= span.rest
        excess = np.abs(curve, out=curve)
        excess -= self.bound
        excess[span.key] = -1.0
        return excess

    def _slopes(self, span: _Span) -> Array:
        """(N,) by least squares over the samples, then limited."""
        f, g, rest = span.from_start, span.from_end, span.rest
        start2, both, end2, start_rest, end_rest = (
            np.add.reduceat(piece, span.key, dtype=np.float64) for piece in (f * f, f * g, g * g, f * rest, g * rest)
        )
        diagonal, right = start2.copy(), start_rest.copy()
        diagonal[1:] += end2[:-1]
        right[1:] += end_rest[:-1]
        pull: Array = np.where(diagonal > 0, PULL * diagonal, 1.0)
        right += pull * self.usual[span.key]
        return self._limited(span.key, _solve(diagonal + pull, both, right))

    def _limited(self, key: Indices, slope: Array) -> Array:
        width = np.diff(self.frame[key])
        secant = np.where(width > 0, np.diff(self.v[key]) / np.where(width > 0, width, 1.0), 0.0)
        inner = width > 0  # of the same curve
        before = np.concatenate((secant[:1], np.where(inner, secant, np.concatenate((secant[1:], [0.0])))))
        after = np.concatenate((np.where(inner, secant, np.concatenate(([0.0], secant[:-1]))), secant[-1:]))
        most = 3.0 * np.minimum(np.abs(before), np.abs(after))
        rising = np.sign(before) + np.sign(after)
        return np.where(rising > 1, np.clip(slope, 0.0, most), np.where(rising < -1, np.clip(slope, -most, 0.0), 0.0))


class _Span:
    """The segments between keys. For every sample: number of the key at or before it (``owner``) and of the next
    (``after``), the shares that the slopes at both have in the curve there, and what of the sample the values at both
    leave to the slopes (``rest``). Past the last key of a curve lies nothing."""

    def __init__(self, frame: Array, samples: Single, key: Indices, is_key: NDArray[Any]) -> None:
        self.key = key
        self.owner = np.cumsum(is_key) - 1
        self.after = np.minimum(self.owner + 1, len(key) - 1)
        start = frame[key]
        width = np.maximum(np.diff(start, append=start[-1]), 0.0)  # negative from one curve to the next
        length = width.astype(np.float32)[self.owner]
        t = (frame - start[self.owner]).astype(np.float32)
        t /= np.maximum(length, 1e-9)
        s = 1.0 - t
        value = samples[key]
        rise = np.append(np.diff(value), np.float32(0.0))[self.owner]
        self.rest = samples - value[self.owner] - t * t * (3.0 - 2.0 * t) * rise
        self.from_start = length * t * s
        self.from_end = -self.from_start * t
        self.from_start *= s


def _solve(diagonal: Array, after: Array, right: Array) -> Array:
    """x of the symmetric tridiagonal system with ``diagonal`` (N,), ``after[i]`` between i and i + 1.

    By parallel cyclic reduction (Hockney and Jesshope, Parallel Computers, 1981), which doubles the distance between
    coupled unknowns in each step."""
    b, d = diagonal, right
    c = after.copy()
    c[-1] = 0.0
    a = np.concatenate(([0.0], c[:-1]))
    distance = 1
    for _ in range(SWEEPS):
        if distance >= len(b):
            break
        low, high = -a[distance:] / b[:-distance], -c[:-distance] / b[distance:]
        b2, d2 = b.copy(), d.copy()
        b2[distance:] += low * c[:-distance]
        b2[:-distance] += high * a[distance:]
        d2[distance:] += low * d[:-distance]
        d2[:-distance] += high * d[distance:]
        a2, c2 = np.zeros_like(a), np.zeros_like(c)
        a2[distance:] = low * a[:-distance]
        c2[:-distance] = high * c[distance:]
        a, b, c, d = a2, b2, c2, d2
        distance *= 2
    return d / b


def _key(row: Indices, frame: Array, value: Array, slope: Array) -> Key:
    width = np.diff(frame) / 3.0 if len(frame) > 1 else np.ones(1)
    before, after = np.concatenate((width[:1], width)), np.concatenate((width, width[-1:]))
    if len(frame) == 1:
        before = after = width
    left = np.stack((frame - before, value - slope * before), 1)
    right = np.stack((frame + after, value + slope * after), 1)
    return Key(row, frame, value, left, right)
