# SPDX-License-Identifier: GPL-3.0-or-later
"""Which ARKit members move together in emotions (after the action units of Ekman and Friesen) and in speech (visemes).

``*`` stands for Left and Right. Amplitudes are those of a clear, not extreme, expression on real faces, in sculpted
shapes: brows and lips of people go further than the shapes do. The sampler scales them.
"""

from __future__ import annotations

from typing import Final

RAISED: Final[dict[str, float]] = {"browInnerUp": 0.9, "browOuterUp*": 1.0}

EMOTIONS: Final[tuple[dict[str, float], ...]] = (
    {"mouthSmile*": 0.8, "cheekSquint*": 0.5, "eyeSquint*": 0.3},  # joy, lips closed
    {"mouthSmile*": 0.8, "cheekSquint*": 0.6, "eyeSquint*": 0.4, "jawOpen": 0.12, "mouthUpperUp*": 0.9,
     "mouthLowerDown*": 0.5},  # a broad smile, teeth bare
    {"mouthSmile*": 0.6, "mouthUpperUp*": 0.7, "mouthLowerDown*": 0.6, "jawOpen": 0.08},  # for the camera
    {"mouthSmile*": 0.9, "cheekSquint*": 0.7, "eyeSquint*": 0.4, "jawOpen": 0.4, "mouthUpperUp*": 0.7,
     "mouthLowerDown*": 0.3, "mouthDimple*": 0.2},  # laughter
    {"mouthSmile*": 0.35, "mouthPress*": 0.5, "mouthDimple*": 0.6},  # polite smile
    {"browInnerUp": 1.0, "mouthFrown*": 0.9, "mouthShrugLower": 0.6, "eyeSquint*": 0.2},  # sadness
    {"browInnerUp": 0.8, "mouthFrown*": 0.8, "eyeBlink*": 0.35, "mouthShrugLower": 0.6, "browDown*": 0.3,
     "mouthShrugUpper": 0.4},  # grief
    {"browInnerUp": 0.7, "browDown*": 0.4, "mouthStretch*": 0.7, "mouthUpperUp*": 0.6, "eyeSquint*": 0.7,
     "cheekSquint*": 0.6, "mouthFrown*": 0.6, "jawOpen": 0.1},  # weeping
    {"browDown*": 1.1, "eyeSquint*": 0.5, "mouthPress*": 0.7, "noseSneer*": 0.3},  # anger, lips closed
    {"browDown*": 1.1, "jawOpen": 0.35, "mouthUpperUp*": 0.7, "mouthLowerDown*": 0.8, "noseSneer*": 0.7,
     "mouthStretch*": 0.4},  # rage
    {"browDown*": 0.8, "eyeSquint*": 0.45},  # concentration
    {"browDown*": 0.7, "mouthRollLower": 0.5, "mouthRollUpper": 0.5, "mouthPress*": 0.4},  # doubt
    {"browInnerUp": 1.1, "browOuterUp*": 0.9, "eyeWide*": 0.8, "mouthStretch*": 0.8, "jawOpen": 0.25,
     "mouthLowerDown*": 0.4},  # fear
    {"browInnerUp": 1.1, "browOuterUp*": 1.1, "eyeWide*": 0.8, "jawOpen": 0.55, "mouthFunnel": 0.3},  # surprise
    RAISED,
    {"noseSneer*": 1.0, "mouthUpperUp*": 0.9, "browDown*": 0.6, "cheekSquint*": 0.5, "eyeSquint*": 0.5,
     "mouthFrown*": 0.4},  # disgust
    {"mouthShrugLower": 1.0, "mouthShrugUpper": 0.8, "mouthFrown*": 0.8, "browInnerUp": 0.5},  # shrug
    {"eyeSquint*": 1.0, "cheekSquint*": 0.8, "browDown*": 0.5},  # bright light
    {"eyeSquint*": 1.0, "cheekSquint*": 0.9, "noseSneer*": 0.7, "mouthUpperUp*": 0.8, "mouthSmile*": 0.3,
     "eyeBlink*": 0.4},  # wince
    {"mouthLeft": 0.8, "mouthPress*": 0.3, "mouthDimple*": 0.3},  # sceptic, to one side
    {"mouthRight": 0.8, "mouthPress*": 0.3, "mouthDimple*": 0.3},
    {"eyeBlink*": 0.45},  # tired
)  # fmt: skip

BY_NAME: Final[dict[str, tuple[dict[str, float], ...]]] = {
    "anger": EMOTIONS[8:10], "contempt": EMOTIONS[19:21], "disgust": EMOTIONS[15:16], "fear": EMOTIONS[12:13],
    "happiness": EMOTIONS[0:4], "sadness": EMOTIONS[5:8], "surprise": EMOTIONS[13:14],
}  # fmt: skip
"""Those that sets of faces name."""

SMILES: Final = 5
SMILING: Final = 0.4
"""The first :data:`SMILES` of the emotions are shown this often, the others otherwise."""

SPEECH: Final[tuple[dict[str, float], ...]] = (
    {"jawOpen": 0.55, "mouthLowerDown*": 0.3},  # a
    {"jawOpen": 0.4, "mouthLowerDown*": 0.5, "mouthUpperUp*": 0.3},  # a, teeth bare
    {"jawOpen": 0.2, "mouthStretch*": 0.5, "mouthSmile*": 0.2, "mouthLowerDown*": 0.5, "mouthUpperUp*": 0.3},  # e, i
    {"jawOpen": 0.3, "mouthFunnel": 0.7},  # o
    {"jawOpen": 0.12, "mouthPucker": 0.95},  # u, w
    {"mouthFunnel": 0.8, "jawOpen": 0.12, "mouthUpperUp*": 0.25, "mouthLowerDown*": 0.3},  # sh, ch
    {"jawOpen": 0.18, "mouthClose": 0.18, "mouthPress*": 0.4},  # p, b, m
    {"jawOpen": 0.4, "mouthClose": 0.6},  # lips closed over an open jaw
    {"mouthRollLower": 0.7, "mouthRollUpper": 0.6, "mouthPress*": 0.4},  # lips held in
    {"jawOpen": 0.1, "mouthRollLower": 0.6, "mouthUpperUp*": 0.5},  # f, v
    {"jawOpen": 0.12, "mouthUpperUp*": 0.5, "mouthLowerDown*": 0.6, "mouthStretch*": 0.3},  # s, t, d
    {"jawOpen": 0.25, "mouthLowerDown*": 0.6},  # l, n
    {"jawOpen": 0.9, "mouthFunnel": 0.2, "eyeSquint*": 0.3},  # shout, yawn
    {"cheekPuff": 1.0, "mouthPress*": 0.3},  # blown cheeks
    {"mouthPucker": 1.0},  # kiss
    {"jawForward": 0.9, "mouthLowerDown*": 0.4},  # lower teeth before the upper
    {"jawOpen": 0.25, "jawLeft": 0.9},  # chewing
    {"jawOpen": 0.25, "jawRight": 0.9},
    {"jawOpen": 0.12, "mouthUpperUp*": 0.15, "mouthLowerDown*": 0.2},  # between sounds
)  # fmt: skip
