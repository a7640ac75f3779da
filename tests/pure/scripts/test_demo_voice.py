# SPDX-License-Identifier: GPL-3.0-or-later
"""The voice of the demo is heard when the lips move, and its vowels have their formants."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from scripts.demo import script
from scripts.demo.voice import SAMPLES, speak, write_wav

VOICE = speak()


def loudness(start: float, end: float) -> float:
    return float(np.sqrt((VOICE[round(start * SAMPLES) : round(end * SAMPLES)] ** 2).mean()))


def share(start: float, end: float, low: float, high: float) -> float:
    """Part of the power between two frequencies."""
    piece = VOICE[round(start * SAMPLES) : round(end * SAMPLES)]
    power = np.abs(np.fft.rfft(piece * np.hanning(len(piece)))) ** 2
    hertz = np.fft.rfftfreq(len(piece), 1.0 / SAMPLES)
    return float(power[(hertz >= low) & (hertz < high)].sum() / power.sum())


def placed(symbol: str) -> script.Sound:
    return next(sound for sound in script.sounds() if sound.phoneme is script.PHONEMES[symbol])


def test_is_as_long_as_the_performance_and_does_not_clip():
    assert len(VOICE) == round(script.SECONDS * SAMPLES)
    assert 0.5 < np.abs(VOICE).max() < 1.0


def test_is_silent_before_between_and_after_the_lines():
    first, last = script.sounds()[0], script.sounds()[-1]
    assert loudness(0.0, first.start - 0.05) < 1e-4
    assert loudness(last.end + 0.05, script.SECONDS) < 1e-4


def test_every_vowel_is_heard_in_its_place():
    for sound in script.sounds():
        if sound.phoneme.voice == 1.0:
            assert loudness(sound.start, sound.end) > 0.02


def test_an_open_vowel_has_a_higher_first_formant_than_a_rounded_one():
    open_vowel, rounded = placed("a"), placed("u")
    assert share(open_vowel.start, open_vowel.end, 600, 1000) > 2.0 * share(rounded.start, rounded.end, 600, 1000)


def test_a_hiss_is_high():
    hiss = placed("s")
    assert share(hiss.start + 0.03, hiss.end - 0.03, 4000, SAMPLES / 2) > 0.8


def test_the_file_is_mono_16_bit(tmp_path: Path):
    write_wav(tmp_path / "voice.wav", VOICE)
    with wave.open(str(tmp_path / "voice.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, SAMPLES)
        read = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767.0
    assert np.abs(read - VOICE).max() < 1e-4
