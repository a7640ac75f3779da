# SPDX-License-Identifier: GPL-3.0-or-later
"""German of what concerns several faces in one video."""

from __future__ import annotations

from typing import Final

SENTENCES: Final = {
    "No video with several faces is in this file: solve one first.":
        "In dieser Datei ist kein Video mit mehreren Gesichtern: zuerst eines auswerten.",
    "The head of ExpNet cannot take this face: import another 3D morphable face for it.":
        "Der Kopf von ExpNet kann dieses Gesicht nicht übernehmen: ein weiteres 3D-Morphable-Face dafür importieren.",
    "This face is not in the file any more: solve its video again.":
        "Dieses Gesicht ist nicht mehr in der Datei: sein Video neu auswerten.",
}  # fmt: skip

TEXTS: Final = {
    **SENTENCES,
    "Faces": "Gesichter",
    "How many faces of a video are solved at once, at most; 1 for the main face alone. Each takes as long as the first,"
    " and a video of one person takes no longer":
        "Wie viele Gesichter eines Videos höchstens zugleich ausgewertet werden; 1 nur das Hauptgesicht. Jedes dauert "
        "so lang wie das erste, und ein Video einer einzigen Person dauert nicht länger",
    "How many faces of the video are solved at once, 0 for as many as the preferences say":
        "Wie viele Gesichter des Videos zugleich ausgewertet werden, 0 so viele, wie die Einstellungen sagen",
    "{0} faces in this video so far": "Bisher {0} Gesichter in diesem Video",
    "--faces all adds heads of ExpNet, which cannot be mixed with --face: leave out one.":
        "--faces all fügt ExpNet-Köpfe hinzu, die sich nicht mit --face mischen lassen: eines von beiden weglassen.",
    # The panel
    "Faces in This Video": "Gesichter in diesem Video",
    "For": "Für",
    "Selected": "Ausgewählte",
    "Who gets the face whose button is pressed; empty for the selected character":
        "Wer das Gesicht bekommt, dessen Knopf gedrückt wird; leer für die ausgewählte Figur",
    "Face {0}": "Gesicht {0}",
    "Face {0}, the main one": "Gesicht {0}, Hauptgesicht",
    "Seen in {0:.0%}": "Zu sehen in {0:.0%}",
    "Drives {0}": "Bewegt {0}",
    "Drives nothing yet": "Bewegt noch nichts",
    "Use": "Verwenden",
    # Operators
    "Use Face of Video": "Gesicht des Videos verwenden",
    "Let this face of the video drive the character, in place of another face of it. Nothing is solved again":
        "Die Figur von diesem Gesicht des Videos bewegen lassen, statt von einem anderen. Nichts wird neu ausgewertet",
    "Add a head that this face of the video drives": "Einen Kopf hinzufügen, den dieses Gesicht des Videos bewegt",
    "Face": "Gesicht",
    "Which face of the video, 0 the main one": "Welches Gesicht des Videos, 0 das Hauptgesicht",
    "The character, by default the selected one": "Die Figur, sonst die ausgewählte",
    "New Head": "Neuer Kopf",
    "Add a head for this face": "Einen Kopf für dieses Gesicht hinzufügen",
    '"{0}" drives {1}': "„{0}“ bewegt {1}",
    "A Head for Each Face": "Ein Kopf für jedes Gesicht",
    "Add a head for every face of the video that drives nothing yet, side by side":
        "Für jedes Gesicht des Videos, das noch nichts bewegt, einen Kopf hinzufügen, nebeneinander",
    "Heads added: {0}": "Neue Köpfe: {0}",
    "Forget Faces of Video": "Gesichter des Videos vergessen",
    "Remove the faces of this video from the file. Characters keep the takes that they have":
        "Die Gesichter dieses Videos aus der Datei entfernen. Die Figuren behalten ihre Takes",
}  # fmt: skip
