# SPDX-License-Identifier: GPL-3.0-or-later
"""German of the settings, units and presets with which a take is refined."""

from __future__ import annotations

from typing import Final

TEXTS: Final = {
    "Refine": "Verfeinern",
    "Start": "Start",
    "Scene frame on which the video begins, by default the scene's first":
        "Szenenbild, auf dem das Video beginnt; sonst das erste der Szene",
    "Scene frame on which the video begins, whether its beginning is used or cut off":
        "Szenenbild, auf dem das Video beginnt, ob sein Anfang benutzt oder abgeschnitten wird",
    "Trim": "Beschneiden",
    "Use a part of the video only; it stays where it is in time":
        "Nur einen Teil des Videos benutzen; zeitlich bleibt er, wo er ist",
    "In": "Ab",
    "Out": "Bis",
    "First frame of the video that is used, from 0": "Erstes benutztes Bild des Videos, ab 0 gezählt",
    "First frame that is used": "Erstes benutztes Bild",
    "Last frame of the video that is used": "Letztes benutztes Bild des Videos",
    "Last frame that is used": "Letztes benutztes Bild",
    "Smoothing": "Glättung",
    "How much jitter is taken out of the curves, as a time, without delay; 0 keeps the raw result":
        "Wie viel Zittern aus den Kurven genommen wird, als Zeit und ohne Verzögerung; 0 lässt das rohe Ergebnis",
    "Gain": "Verstärkung",
    "Strength of the expression: 1 as solved, above 1 exaggerated":
        "Stärke des Ausdrucks: 1 wie ausgewertet, über 1 übertrieben",
    "Brows": "Brauen",
    "Strength of the brows, on top of the gain of all: 1 as solved, above 1 exaggerated":
        "Stärke der Brauen, zusätzlich zur Verstärkung aller: 1 wie ausgewertet, über 1 übertrieben",
    "Eyes": "Augen",
    "Strength of lids and squint, on top of the gain of all: 1 as solved, above 1 exaggerated":
        "Stärke von Lidern und Blinzeln, zusätzlich zur Verstärkung aller: 1 wie ausgewertet, über 1 übertrieben",
    "Cheeks & Nose": "Wangen und Nase",
    "Strength of cheeks and nose, on top of the gain of all: 1 as solved, above 1 exaggerated":
        "Stärke von Wangen und Nase, zusätzlich zur Verstärkung aller: 1 wie ausgewertet, über 1 übertrieben",
    "Jaw": "Kiefer",
    "Strength of the jaw, on top of the gain of all: 1 as solved, above 1 exaggerated":
        "Stärke des Kiefers, zusätzlich zur Verstärkung aller: 1 wie ausgewertet, über 1 übertrieben",
    "Mouth": "Mund",
    "Strength of the lips, on top of the gain of all: 1 as solved, above 1 exaggerated":
        "Stärke der Lippen, zusätzlich zur Verstärkung aller: 1 wie ausgewertet, über 1 übertrieben",
    "Neutral": "Neutral",
    "The resting face in the video, which is subtracted so that the character rests where it rests":
        "Das ruhende Gesicht im Video; es wird abgezogen, damit die Figur ruht, wo es ruht",
    "None": "Keines",
    "Nothing is subtracted: the character shows what was solved":
        "Nichts wird abgezogen: Die Figur zeigt, was ausgewertet wurde",
    "Automatic": "Automatisch",
    "Found in the whole clip: the face in its quietest frames":
        "Im ganzen Video gefunden: das Gesicht in seinen ruhigsten Bildern",
    "Frame": "Bild",
    "The face in one frame of the video": "Das Gesicht in einem Bild des Videos",
    "Range": "Bereich",
    "The median of the face over some frames of the video": "Der Median des Gesichts über einige Bilder des Videos",
    "Neutral Frame": "Neutrales Bild",
    "Frame of the video, from 0, on which the face is at rest":
        "Bild des Videos, ab 0 gezählt, auf dem das Gesicht ruht",
    "Last Neutral": "Neutral bis",
    "Last Neutral Frame": "Letztes neutrales Bild",
    "Last frame of the video, from 0, on which the face is at rest":
        "Letztes Bild des Videos, ab 0 gezählt, auf dem das Gesicht ruht",
    "The face is at rest there": "Dort ruht das Gesicht",
    "The face is at rest until there": "Bis dort ruht das Gesicht",
    "Pick Frame of Face Video": "Bild des Gesichtsvideos wählen",
    "Use the video frame that belongs to the scene's current frame":
        "Das Bild des Videos nehmen, das zum aktuellen Bild der Szene gehört",
    "Use As": "Benutzen als",
    "What the frame is used as": "Als was das Bild benutzt wird",
    "Mirror": "Spiegeln",
    "Swap left and right, of the face and of the head's turns":
        "Links und rechts vertauschen, im Gesicht und in den Drehungen des Kopfes",
    "Symmetry": "Symmetrie",
    "How far left and right are drawn to their mean: 0 as solved, 1 the same on both sides":
        "Wie weit links und rechts zu ihrer Mitte gezogen werden: 0 wie ausgewertet, 1 beide Seiten gleich",
    "Blinks": "Lidschläge",
    "How far each blink is deepened until the eye is closed, within its own frames: 0 as solved":
        "Wie weit jeder Lidschlag in seinen Bildern vertieft wird, bis das Auge zu ist: 0 wie ausgewertet",
    "Lip Closures": "Lippenschlüsse",
    "Lips that meet for p, b and m: 0 as smoothing leaves them, 0.5 as seen in the video, 1 shut":
        "Lippen, die sich bei p, b und m treffen: 0 wie geglättet, 0.5 wie im Video gesehen, 1 geschlossen",
    "Keep in Range": "Im Bereich halten",
    "Keep values within the range of the shape keys. Off: a gain above 1 may exceed it":
        "Werte im Bereich der Shape-Keys halten. Aus: Eine Verstärkung über 1 darf ihn verlassen",
    "Whole Frames": "Ganze Bilder",
    "Keys on whole scene frames. Off: one key for each frame of the video, at its exact time":
        "Keyframes auf ganzen Szenenbildern. Aus: einer für jedes Bild des Videos, zu dessen genauer Zeit",
    "Fewer Keys": "Weniger Keyframes",
    "Bezier keys with handles only where the curve needs them, instead of one key on every frame":
        "Bézier-Keyframes mit Griffen nur, wo die Kurve sie braucht, statt einem auf jedem Bild",
    "Error": "Abweichung",
    "How far the curve through fewer keys may be from the full one, in units of the slider":
        "Wie weit die Kurve durch weniger Keyframes von der vollen abweichen darf, in Einheiten des Reglers",
    "Head Rotation": "Kopfdrehung",
    "Unit": "Einheit",
    "Units": "Einheiten",
    "The unit that is tuned and plotted": "Die Einheit, die eingestellt und gezeichnet wird",
    "Strength of this unit, on top of those of its region and of all: 1 as solved":
        "Stärke dieser Einheit, zusätzlich zu denen ihrer Region und aller: 1 wie ausgewertet",
    "Offset": "Versatz",
    "Added to the unit on every frame, in units of its slider":
        "Wird auf jedem Bild zur Einheit addiert, in Einheiten ihres Reglers",
    "Limits": "Grenzen",
    "Keep this unit within limits of its own, instead of those of its shape key":
        "Diese Einheit in eigenen Grenzen halten statt in denen ihres Shape-Keys",
    "Minimum": "Minimum",
    "Least value, in units of the slider": "Kleinster Wert, in Einheiten des Reglers",
    "Maximum": "Maximum",
    "Largest value, in units of the slider": "Größter Wert, in Einheiten des Reglers",
    "Moved": "Bewegt",
    "The video moved this unit": "Das Video hat diese Einheit bewegt",
    "Reliability": "Verlässlichkeit",
    "How well the model follows this unit: correlation with the truth where it was measured, -1 if unknown":
        "Wie gut das Modell dieser Einheit folgt: gemessene Korrelation mit der Wahrheit, -1 wenn unbekannt",
    "Reset Unit": "Einheit zurücksetzen",
    "Reset Face Units": "Gesichtseinheiten zurücksetzen",
    "Leave gain, offset and limits as they were solved":
        "Verstärkung, Versatz und Grenzen lassen, wie sie ausgewertet wurden",
    "Name of the unit; empty for all of the take": "Name der Einheit; leer für alle des Takes",
    "Preset": "Vorgabe",
    "Refine Presets": "Verfeinerungs-Vorgaben",
    "Refine Face Take by Preset": "Gesichts-Take nach Vorgabe verfeinern",
    "Refine the take as this preset says. Start, trim, neutral frames and mirror stay":
        "Den Take nach dieser Vorgabe verfeinern. Start, Beschnitt, neutrale Bilder und Spiegelung bleiben",
    "Save as Preset": "Als Vorgabe speichern",
    "Save Face Preset": "Gesichts-Vorgabe speichern",
    "Save how this take is refined as a preset for other takes; one of the same name is replaced":
        "Die Verfeinerung dieses Takes als Vorgabe für andere speichern; eine gleichen Namens wird ersetzt",
    "Delete Preset": "Vorgabe löschen",
    "Delete Face Preset": "Gesichts-Vorgabe löschen",
    "Delete this preset. Takes that were refined by it stay as they are":
        "Diese Vorgabe löschen. Takes, die nach ihr verfeinert wurden, bleiben, wie sie sind",
    "Own": "Eigene",
    "A preset that you have saved, not one that comes with the add-on":
        "Eine selbst gespeicherte Vorgabe, keine, die mit dem Add-on kommt",
    "Name of the preset": "Name der Vorgabe",
    "Give the preset a name of letters, digits, spaces, dashes and underscores.":
        "Der Vorgabe einen Namen aus Buchstaben, Ziffern, Leerzeichen, Binde- und Unterstrichen geben.",
}  # fmt: skip
