# SPDX-License-Identifier: GPL-3.0-or-later
"""Which ARKit members move together in emotions (after the action units of Ekman and Friesen) and in speech (visemes).

``*`` stands for Left and Right. Amplitudes are those of a clear, not extreme, expression; the sampler scales them.
"""

from __future__ import annotations

from typing import Final

EMOTIONS: Final[tuple[dict[str, float], ...]] = (
    {"mouthSmile*": 0.8, "cheekSquint*": 0.5, "eyeSquint*": 0.3},  # joy, lips closed
    {"mouthSmile*": 0.9, "cheekSquint*": 0.7, "eyeSquint*": 0.4, "jawOpen": 0.35, "mouthUpperUp*": 0.4,
     "mouthDimple*": 0.2},  # laughter
    {"mouthSmile*": 0.6, "mouthUpperUp*": 0.35, "mouthLowerDown*": 0.2, "cheekSquint*": 0.3},  # smile with teeth
    {"mouthSmile*": 0.35, "mouthPress*": 0.3, "mouthDimple*": 0.4},  # polite smile
    {"browInnerUp": 0.8, "mouthFrown*": 0.7, "mouthShrugLower": 0.5, "eyeSquint*": 0.2},  # sadness
    {"browInnerUp": 0.5, "mouthFrown*": 0.5, "eyeBlink*": 0.35, "mouthShrugLower": 0.4,
     "mouthShrugUpper": 0.3},  # grief
    {"browDown*": 0.9, "eyeSquint*": 0.4, "mouthPress*": 0.5, "noseSneer*": 0.3},  # anger, lips closed
    {"browDown*": 0.9, "jawOpen": 0.4, "mouthUpperUp*": 0.5, "mouthLowerDown*": 0.6, "noseSneer*": 0.6,
     "mouthStretch*": 0.3},  # rage
    {"browDown*": 0.6, "eyeSquint*": 0.35},  # concentration
    {"browInnerUp": 0.9, "browOuterUp*": 0.7, "eyeWide*": 0.8, "mouthStretch*": 0.6, "jawOpen": 0.25,
     "mouthLowerDown*": 0.3},  # fear
    {"browInnerUp": 0.8, "browOuterUp*": 0.9, "eyeWide*": 0.8, "jawOpen": 0.6, "mouthFunnel": 0.3},  # surprise
    {"browInnerUp": 0.6, "browOuterUp*": 0.8},  # raised brows alone
    {"noseSneer*": 0.9, "mouthUpperUp*": 0.7, "browDown*": 0.5, "cheekSquint*": 0.4, "eyeSquint*": 0.4,
     "mouthFrown*": 0.3},  # disgust
    {"mouthShrugLower": 0.8, "mouthShrugUpper": 0.6, "mouthFrown*": 0.5, "browInnerUp": 0.4},  # shrug
    {"eyeSquint*": 0.8, "cheekSquint*": 0.6, "browDown*": 0.4},  # bright light
    {"eyeBlink*": 0.55},  # tired
)  # fmt: skip

SPEECH: Final[tuple[dict[str, float], ...]] = (
    {"jawOpen": 0.55, "mouthLowerDown*": 0.25},  # a
    {"jawOpen": 0.25, "mouthStretch*": 0.3, "mouthSmile*": 0.15, "mouthLowerDown*": 0.25},  # e, i
    {"jawOpen": 0.3, "mouthFunnel": 0.6},  # o
    {"jawOpen": 0.12, "mouthPucker": 0.85},  # u, w
    {"mouthFunnel": 0.7, "jawOpen": 0.12, "mouthUpperUp*": 0.15},  # sh, ch
    {"jawOpen": 0.18, "mouthClose": 0.18, "mouthPress*": 0.25},  # p, b, m
    {"jawOpen": 0.4, "mouthClose": 0.6},  # lips closed over an open jaw
    {"mouthRollLower": 0.5, "mouthRollUpper": 0.4, "mouthPress*": 0.3},  # lips held in
    {"jawOpen": 0.1, "mouthRollLower": 0.45, "mouthUpperUp*": 0.3},  # f, v
    {"jawOpen": 0.15, "mouthUpperUp*": 0.3, "mouthLowerDown*": 0.35, "mouthStretch*": 0.2},  # s, t, d
    {"jawOpen": 0.25, "mouthLowerDown*": 0.4},  # l, n
    {"jawOpen": 0.9, "mouthFunnel": 0.2, "eyeSquint*": 0.3},  # shout, yawn
    {"cheekPuff": 0.9, "mouthPress*": 0.3},  # blown cheeks
    {"mouthPucker": 0.9},  # kiss
    {"jawOpen": 0.12, "mouthUpperUp*": 0.1, "mouthLowerDown*": 0.1},  # between sounds
)  # fmt: skip
