# SPDX-License-Identifier: GPL-3.0-or-later
"""The voice of the demo: harmonics under formants for what the vocal folds do, filtered noise for the breath."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from . import script

Floats = NDArray[np.float64]

SAMPLES: Final = 24000
"""Sample rate, Hz."""
_CONTROL: Final = 200
"""Rate at which pitch, formants and loudness are known, Hz."""
_ONSET: Final = 0.045
"""Window over which loudness sets in and dies away, s."""
_GLIDE: Final = 0.12
"""Window over which pitch and formants glide from one sound into the next, s."""
_HARMONICS: Final = 60
_BANDWIDTHS: Final = np.array([70.0, 100.0, 150.0])
"""Of the three formants, Hz."""


def speak(seconds: float = script.SECONDS) -> Floats:
    """All lines of the script as mono samples in -1..1, in time with the lips."""
    voice, noise, pitch, formants, bands = _controls(round(seconds * _CONTROL))
    sound = _hum(voice, pitch, formants) + _breath(noise, bands)
    return 0.8 * sound / np.abs(sound).max()


def write_wav(path: Path, samples: Floats) -> None:
    """Mono, 16 bit, at ``SAMPLES`` Hz."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES)
        file.writeframes((samples * 32767.0).astype("<i2").tobytes())


def _controls(length: int) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.int64]]:
    """Loudness of voice and noise (C,), pitch (C,), formants (C, 3), and the sound that each moment belongs to (C,)."""
    time = np.arange(length) / _CONTROL
    spoken = script.sounds()
    owner = np.full(length, -1)
    for index, sound in enumerate(spoken):
        owner[(time >= sound.start) & (time < sound.end)] = index
    # silence takes pitch and formants from the nearest sound, so that nothing glides in from nowhere
    centres = np.array([0.5 * (sound.start + sound.end) for sound in spoken])
    nearest = np.where(owner >= 0, owner, np.abs(time[:, None] - centres).argmin(1))
    voice = np.where(owner < 0, 0.0, np.array([sound.phoneme.voice for sound in spoken])[nearest])
    noise = np.where(owner < 0, 0.0, np.array([sound.phoneme.noise for sound in spoken])[nearest])
    formants = np.array([sound.phoneme.formants for sound in spoken])[nearest]
    # every line falls in pitch, and no voice is quite steady
    starts = np.array([line.start for line in script.LINES])
    since = time - starts[np.clip(np.searchsorted(starts, time, "right") - 1, 0, None)]
    pitch = np.array([sound.pitch for sound in spoken])[nearest] * (1.12 - 0.28 * np.clip(since, 0.0, 1.0))
    pitch *= 1.0 + 0.012 * np.sin(2.0 * np.pi * 5.2 * time)
    voice, noise = _smooth(voice, _ONSET), _smooth(noise, _ONSET)
    pitch, formants = _smooth(pitch, _GLIDE), np.stack([_smooth(track, _GLIDE) for track in formants.T], axis=1)
    return voice, noise, pitch, formants, nearest


def _smooth(track: Floats, seconds: float) -> Floats:
    """``track`` (C,) under a Hann window of that width, its ends held."""
    window = np.hanning(round(seconds * _CONTROL) + 2)
    padded = np.pad(track, len(window), "edge")
    return np.convolve(padded, window / window.sum(), "same")[len(window) : -len(window)].astype(np.float64)


def _hum(voice: Floats, pitch: Floats, formants: Floats) -> Floats:
    """Sum of harmonics of the pitch, each as loud as source and vocal tract make it at its frequency."""
    partials = np.arange(1, _HARMONICS + 1)
    hertz = pitch[:, None] * partials
    # the glottis falls by 12 dB per octave, radiation from the lips gives 6 dB back
    gain = voice[:, None] / partials * (hertz < 0.45 * SAMPLES)
    for peak, width in zip(formants.T[:, :, None], _BANDWIDTHS, strict=True):
        gain = gain * peak**2 / np.sqrt((peak**2 - hertz**2) ** 2 + (width * hertz) ** 2)
    moments, samples = _clocks(len(voice))
    phase = 2.0 * np.pi * np.cumsum(np.interp(samples, moments, pitch)) / SAMPLES
    sound = np.zeros(len(samples))
    for partial, loudness in zip(partials, gain.T, strict=True):
        sound += np.interp(samples, moments, loudness) * np.sin(partial * phase)
    return sound / np.abs(sound).max()


def _breath(noise: Floats, owner: NDArray[np.int64]) -> Floats:
    """White noise cut to each sound's band and to its moments."""
    moments, samples = _clocks(len(noise))
    spectrum = np.fft.rfft(np.random.default_rng(script.SEED).standard_normal(len(samples)))
    hertz = np.fft.rfftfreq(len(samples), 1.0 / SAMPLES)
    bands = [sound.phoneme.band for sound in script.sounds()]
    sound = np.zeros(len(samples))
    for low, high in sorted(set(bands)):
        mine = np.array([band == (low, high) for band in bands])[owner]
        cut: Floats = np.fft.irfft(np.where((hertz > low) & (hertz < high), spectrum, 0.0), len(samples))
        sound += np.interp(samples, moments, noise * mine) * cut / cut.std()
    return 0.25 * sound


def _clocks(length: int) -> tuple[Floats, Floats]:
    """Times of the control points and of the samples, s."""
    return np.arange(length) / _CONTROL, np.arange(round(length / _CONTROL * SAMPLES)) / SAMPLES
