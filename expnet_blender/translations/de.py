# SPDX-License-Identifier: GPL-3.0-or-later
"""German, in the terms of Blender's own translation."""

from __future__ import annotations

from typing import Final

from . import de_faces, de_morphable, de_refine, de_sentences

TEXTS: Final = {
    **de_refine.TEXTS,
    **de_sentences.TEXTS,
    **de_morphable.TEXTS,
    **de_faces.TEXTS,
    # First steps
    "Face from Video": "Gesicht aus Video",
    "Add Head": "Kopf hinzufügen",
    "Add ExpNet Head": "ExpNet-Kopf hinzufügen",
    "ExpNet Head": "ExpNet-Kopf",
    "Add a life-size head with a shape key for each of the 29 expression units":
        "Einen lebensgroßen Kopf mit einem Shape-Key für jede der 29 Ausdruckseinheiten hinzufügen",
    "Add the ExpNet head beside what is there, and look at its face":
        "Den ExpNet-Kopf neben das Vorhandene stellen und in sein Gesicht blicken",
    "Or drop a video of a face into the viewport: a head comes with it.":
        "Oder ein Video eines Gesichts in die Ansicht ziehen: Der Kopf kommt mit.",
    "Or drop a video of a face on the head.": "Oder ein Video eines Gesichts auf den Kopf ziehen.",
    "Click the character to animate, or drop a video on it.":
        "Die Figur anklicken, die animiert werden soll, oder ein Video auf sie ziehen.",
    "Choose Video": "Video wählen",
    "Another Video": "Weiteres Video",
    "Choose Another Video": "Anderes Video wählen",
    "Animate Face from Video": "Gesicht nach Video animieren",
    "Choose a video of a face and animate the character with it":
        "Ein Video eines Gesichts wählen und die Figur danach animieren",
    "Animate face from video (ExpNet)": "Gesicht nach diesem Video animieren (ExpNet)",
    "Animate the character under the cursor from a video of a face; without one, a new head":
        "Die Figur unter dem Mauszeiger nach dem Video eines Gesichts animieren; ohne Figur einen neuen Kopf",
    "Animate Which Character?": "Welche Figur animieren?",
    "Character": "Figur",
    "Object": "Objekt",
    "The character; empty for a new head": "Die Figur; leer für einen neuen Kopf",
    "Video": "Video",
    "Video of a face to animate from": "Video eines Gesichts, nach dem animiert wird",
    # While it solves
    "Solve Face Video": "Gesichtsvideo auswerten",
    "Find the face in every frame of the video and animate the character with it":
        "In jedem Bild des Videos das Gesicht finden und die Figur danach animieren",
    "Starting": "Startet",
    "Writing keys": "Schreibt Keyframes",
    "Opening the video": "Öffnet das Video",
    "Solving": "Wertet aus",
    "Stopping": "Hält an",
    "Frame {0} of {1}, {2} with a face": "Bild {0} von {1}, {2} mit Gesicht",
    "Frame {0}, {2} with a face": "Bild {0}, {2} mit Gesicht",
    "{0:.0f} frames/s": "{0:.0f} Bilder/s",
    "{0:.0f} frames/s, {1} left": "{0:.0f} Bilder/s, noch {1}",
    "Esc: stop and keep what is done": "Esc: anhalten und das Fertige behalten",
    "Stop and Keep What Is Done": "Anhalten, Fertiges behalten",
    "Stop Solving Face Video": "Auswertung des Gesichtsvideos anhalten",
    "Stop solving. What is solved so far is kept as a take":
        "Die Auswertung anhalten. Was ausgewertet ist, bleibt als Take",
    "Dismiss": "Ausblenden",
    "Hide this message": "Diese Meldung ausblenden",
    # Takes
    "Take": "Take",
    "Face Take": "Gesichts-Take",
    "The take that the panel shows": "Der Take, den das Panel zeigt",
    "{0} frames, {1}": "{0} Bilder, {1}",
    "{0} frames, {1}, {2} without a face": "{0} Bilder, {1}, {2} ohne Gesicht",
    "Play": "Abspielen",
    "Pause": "Pause",
    "Apply Take": "Take anwenden",
    "Apply Face Take": "Gesichts-Take anwenden",
    "Turn the take into keyframes on the shape keys. Keys in the take's range are replaced, others stay":
        "Den Take zu Keyframes der Shape-Keys machen. Keyframes im Bereich des Takes werden ersetzt, andere bleiben",
    '"{0}": frames {1:g} to {2:g}': "„{0}“: Bilder {1:g} bis {2:g}",
    "{0:.0f} keys a curve": "{0:.0f} Keyframes je Kurve",
    "{0} bridged where no face was found": "{0} überbrückt, wo kein Gesicht gefunden wurde",
    "Applied": "Angewendet",
    "The take's keys are in the actions named below": "Die Keyframes des Takes sind in den genannten Aktionen",
    "Remove Face Take": "Gesichts-Take entfernen",
    "Remove the take from the object": "Den Take vom Objekt entfernen",
    "Keep Keys": "Keyframes behalten",
    "Leave the keyframes that the take has made; off puts back what was there before":
        "Die Keyframes des Takes stehen lassen; sonst kommt zurück, was vorher da war",
    "Import Face Take": "Gesichts-Take importieren",
    "Read a take of ExpNet (.npz) or a recording of Live Link Face (.csv) and apply it to the active object":
        "Einen Take von ExpNet (.npz) oder eine Aufnahme von Live Link Face (.csv) auf das aktive Objekt anwenden",
    "Time Code Rate": "Timecode-Rate",
    "Frames per second of a recording's time code, as it was set in the app":
        "Bilder pro Sekunde im Timecode einer Aufnahme, wie in der App eingestellt",
    "Export Face Take": "Gesichts-Take exportieren",
    "Write the raw take: .npz holds all of it, .csv the 52 ARKit channels in the layout of Live Link Face":
        "Den rohen Take schreiben: .npz enthält alles, .csv die 52 ARKit-Kanäle in der Form von Live Link Face",
    "Duplicate": "Duplizieren",
    "Duplicate Face Take": "Gesichts-Take duplizieren",
    "Copy the take with its settings, to refine it in another way. The copy does not play until it is unmuted":
        "Den Take mit seinen Einstellungen kopieren, um ihn anders zu verfeinern. Die Kopie ist zunächst stumm",
    "Solve Again": "Neu auswerten",
    "Solve Face Take Again": "Gesichts-Take neu auswerten",
    "Solve the take's video again and keep how it is refined":
        "Das Video des Takes neu auswerten und die Verfeinerung behalten",
    "Relink Video": "Video neu verknüpfen",
    "Relink Face Video": "Gesichtsvideo neu verknüpfen",
    "Choose the take's video where it is now. Its keys stay as they are":
        "Das Video des Takes wählen, wo es jetzt liegt. Die Keyframes bleiben, wie sie sind",
    "The take's video is not where it was.": "Das Video des Takes ist nicht mehr, wo es war.",
    "Push to NLA": "In NLA schieben",
    "Push Face Take to NLA": "Gesichts-Take in NLA schieben",
    "Make the take a strip of the NLA, where several takes play together and blend where they overlap":
        "Den Take zu einem NLA-Streifen machen; mehrere Takes spielen dort zusammen und gehen ineinander über",
    "Take out of NLA": "Aus NLA nehmen",
    "Take Face Take out of NLA": "Gesichts-Take aus NLA nehmen",
    "Take the take's strip out of the NLA and play the take as the character's action":
        "Den Streifen des Takes aus der NLA nehmen und den Take als Aktion der Figur spielen",
    "In NLA": "In NLA",
    "The take's actions are strips of the NLA": "Die Aktionen des Takes sind Streifen der NLA",
    "Mute": "Stumm",
    "Do not play this take. Takes that are no strips in the NLA play one at a time":
        "Diesen Take nicht abspielen. Von Takes, die keine NLA-Streifen sind, spielt immer nur einer",
    "The scene ends at frame {0}, the take at {1:.0f}.": "Die Szene endet bei Bild {0}, der Take bei {1:.0f}.",
    "Set Scene Range": "Szenenbereich setzen",
    "Set Preview Range": "Vorschaubereich setzen",
    "Set Scene Range to Face Take": "Szenenbereich auf Gesichts-Take setzen",
    "Set the scene's frame range to that of the take": "Den Bildbereich der Szene auf den des Takes setzen",
    "Preview Range": "Vorschaubereich",
    "Set the preview range instead, which rendering ignores":
        "Stattdessen den Vorschaubereich setzen, den das Rendern nicht beachtet",
    "Select a character that has a take.": "Eine Figur auswählen, die einen Take hat.",
    "Select the character first.": "Zuerst die Figur auswählen.",
    "Name": "Name",
    "Frames": "Bilder",
    "Frames of the video": "Bilder des Videos",
    "Faces": "Gesichter",
    "Frames on which a face was found": "Bilder, auf denen ein Gesicht gefunden wurde",
    "Duration": "Dauer",
    "Length of the video in seconds": "Länge des Videos in Sekunden",
    "Rate": "Bildrate",
    "Frames per second of the video": "Bilder pro Sekunde des Videos",
    "Note": "Anmerkung",
    "What happened while solving, empty if all went well":
        "Was beim Auswerten geschehen ist; leer, wenn alles gut ging",
    "The solved video": "Das ausgewertete Video",
    "First": "Erstes",
    "Scene frame of the take's first key": "Szenenbild des ersten Keyframes",
    "Last": "Letztes",
    "Scene frame of the take's last key": "Szenenbild des letzten Keyframes",
    # Video in the scene
    "Video in Scene": "Video in der Szene",
    "Place Video in Scene": "Video in die Szene setzen",
    "Put the sound and the picture of the take's video into the scene, in time with its keys":
        "Ton und Bild vom Video des Takes in die Szene setzen, im Takt seiner Keyframes",
    "Sound": "Ton",
    "Put the video's sound into the sequencer, in time with the keys":
        "Den Ton des Videos in den Sequencer setzen, im Takt der Keyframes",
    "As a strip in the sequencer": "Als Streifen im Sequencer",
    "Picture": "Bild",
    "Show the video beside the character, in time with the keys. It is not rendered":
        "Das Video neben der Figur zeigen, im Takt der Keyframes. Es wird nicht gerendert",
    "As an image beside the character, which is not rendered":
        "Als Bild neben der Figur, das nicht gerendert wird",
    "Video {0:.5g}, scene {1:.5g} frames/s: kept in time by the clock.":
        "Video {0:.5g}, Szene {1:.5g} Bilder/s: von der Uhr im Takt gehalten.",
    "Set Scene Rate to Video": "Szenenrate auf Video setzen",
    "Set the scene's frame rate to the video's, so that every frame of the video has a scene frame of its own":
        "Die Bildrate der Szene auf die des Videos setzen, damit jedes Bild des Videos ein eigenes Szenenbild hat",
    # Solver and preferences
    "Face Solver": "Gesichtsauswertung",
    "Starts with the first video, on this computer.": "Startet mit dem ersten Video, auf diesem Rechner.",
    "Loading the model on this computer.": "Lädt das Modell auf diesem Rechner.",
    "Off": "Aus",
    "Ready": "Bereit",
    "Failed": "Gescheitert",
    "Solves on this computer; kept running for the next video.":
        "Wertet auf diesem Rechner aus; läuft für das nächste Video weiter.",
    "Stop": "Anhalten",
    "Stop Face Solver": "Gesichtsauswertung anhalten",
    "Stop the processes that solve videos. The next solve starts them again":
        "Die Prozesse anhalten, die Videos auswerten. Das nächste Video startet sie wieder",
    "Preferences": "Einstellungen",
    "ExpNet Preferences": "ExpNet-Einstellungen",
    "Open the Preferences": "Einstellungen öffnen",
    "Open the preferences of ExpNet: where faces are solved, and with which model":
        "Die Einstellungen von ExpNet öffnen: wo Gesichter ausgewertet werden und mit welchem Modell",
    "Bridge": "Bridge",
    "Where faces are turned into expressions": "Wo aus Gesichtern Ausdrücke werden",
    "This Computer": "Dieser Rechner",
    "Started by the add-on when it is needed; nothing leaves this computer":
        "Wird vom Add-on gestartet, wenn nötig; nichts verlässt diesen Rechner",
    "Remote Host": "Entfernter Rechner",
    "A bridge that runs on another machine; crops of the face are sent to it":
        "Eine Bridge auf einem anderen Rechner; Ausschnitte des Gesichts werden dorthin gesendet",
    "Model": "Modell",
    "Engine": "Rechenwerk",
    "ONNX Runtime": "ONNX Runtime",
    "PyTorch": "PyTorch",
    "What runs the model on this computer": "Womit das Modell auf diesem Rechner läuft",
    "The best of those that are installed": "Das beste von denen, die da sind",
    "Comes with the add-on and runs every model": "Kommt mit dem Add-on und rechnet jedes Modell",
    "Runs converted weights of the authors, where Blender's Python has PyTorch":
        "Rechnet umgewandelte Gewichte der Autoren, wo Blenders Python PyTorch hat",
    "Weights (.onnx) for the bridge on this computer; empty for those that come with the add-on":
        "Gewichte (.onnx) für die Bridge auf diesem Rechner; leer für die des Add-ons",
    "Host": "Rechner",
    "Name or address of the machine that runs expnet-bridge":
        "Name oder Adresse des Rechners, auf dem expnet-bridge läuft",
    "Port": "Port",
    "Port that the bridge prints when it starts": "Port, den die Bridge beim Start nennt",
    "Token": "Token",
    "The bridge's EXPNET_TOKEN. Kept unencrypted in Blender's preferences":
        "EXPNET_TOKEN der Bridge. Liegt unverschlüsselt in Blenders Einstellungen",
    "TLS": "TLS",
    "How the connection to the host is protected": "Wie die Verbindung zum Rechner geschützt ist",
    "Trusted Certificate": "Vertrautes Zertifikat",
    "Encrypted; checked against this computer's authorities":
        "Verschlüsselt; geprüft mit den Stammzertifikaten dieses Rechners",
    "Own Certificate": "Eigenes Zertifikat",
    "Encrypted; the host must show the certificate in the file below":
        "Verschlüsselt; der Rechner muss das Zertifikat in der Datei unten vorweisen",
    "Not encrypted: only for a tunnel or a network that you trust":
        "Nicht verschlüsselt: nur für einen Tunnel oder ein Netz, dem man vertraut",
    "Certificate": "Zertifikat",
    "The host's certificate (PEM)": "Das Zertifikat des Rechners (PEM)",
    "Allow Online Access": "Online-Zugriff erlauben",
    # Other face models
    "Import 3D Morphable Face": "3D-Gesichtsmodell importieren",
    "Import a 3D morphable face: Basel, FLAME, FaceWarehouse, Surrey, ICT-FaceKit or an open .npz":
        "Ein 3D-Gesichtsmodell importieren: Basel, FLAME, FaceWarehouse, Surrey, ICT-FaceKit oder ein offenes .npz",
    "Read the chosen files and add the head. Esc cancels":
        "Die gewählten Dateien lesen und den Kopf hinzufügen. Esc bricht ab",
    "Import cancelled.": "Import abgebrochen.",
    "Esc: cancel": "Esc: abbrechen",
    '"{name}": {vertices} vertices, {keys} shape keys': '"{name}": {vertices} Punkte, {keys} Shape-Keys',
    "Identity set on {count} components.": "Identität auf {count} Komponenten gesetzt.",
    "Identity set on {count} of {known} components: import the head with more to be closer.":
        "Identität auf {count} von {known} Komponenten gesetzt: für mehr Ähnlichkeit den Kopf mit mehr importieren.",
    "The add-on's own model does not move this face: choose a converted one in the preferences.":
        "Das Modell des Add-ons bewegt dieses Gesicht nicht: in den Einstellungen ein umgewandeltes wählen.",
    "Cancel": "Abbrechen",
    "Identity": "Identität",
    "Identity Components": "Identitätskomponenten",
    "How many components of other people's faces become shape keys too; the ExpNet authors' model has 99":
        "Wie viele Komponenten anderer Gesichter auch Shape-Keys werden; das Modell der ExpNet-Autoren hat 99",
    "Apply Identity": "Identität anwenden",
    "Give the head the face of the person in the take's video. Set once, not animated":
        "Dem Kopf das Gesicht der Person im Video des Takes geben. Einmal gesetzt, nicht animiert",
    "The person in the video, averaged over its frames and set once.":
        "Die Person im Video, über seine Bilder gemittelt und einmal gesetzt.",
    "Mean Face": "Mittleres Gesicht",
    "Put all identity components back to 0": "Alle Identitätskomponenten auf 0 zurücksetzen",
    "Jaw and Neck": "Kiefer und Hals",
    "What becomes of the joints of a skinned head (FLAME)":
        "Was aus den Gelenken eines Kopfes mit Skinning wird (FLAME)",
    "Shape Keys": "Shape-Keys",
    "Jaw and neck as shape keys: one mesh, but a turn shortens on its way":
        "Kiefer und Hals als Shape-Keys: ein Mesh, doch eine Drehung verkürzt sich auf ihrem Weg",
    "Armature": "Armature",
    "Jaw, neck and eyes as bones of an armature": "Kiefer, Hals und Augen als Bones einer Armature",
    "--head names a character of the file, --face adds one: give one of them.":
        "--head nennt eine Figur der Datei, --face bringt eine mit: nur eines davon angeben.",
    # Refusals
    "Choose the host's certificate, a PEM file, in the preferences of ExpNet.":
        "In den Einstellungen von ExpNet das Zertifikat des Rechners wählen, eine PEM-Datei.",
    "Leave edit or sculpt mode first.": "Zuerst den Bearbeitungs- oder Sculpt-Modus verlassen.",
    "Leave the current mode for Object Mode first.": "Zuerst in den Objektmodus wechseln.",
    "Name the host of the remote bridge in the preferences of ExpNet.":
        "In den Einstellungen von ExpNet den Rechner der entfernten Bridge nennen.",
    "Allow Online Access in Preferences > System > Network to use a remote bridge.":
        "Für eine entfernte Bridge unter Einstellungen > System > Netzwerk den Online-Zugriff erlauben.",
    "Blender was started offline: start it without --offline-mode to use a remote bridge.":
        "Blender wurde offline gestartet: für eine entfernte Bridge ohne --offline-mode starten.",
    # Head and eyes
    "Head": "Kopf",
    "Left Eye": "Linkes Auge",
    "Right Eye": "Rechtes Auge",
    "Bone": "Knochen",
    "Part": "Teil",
    "What it is": "Was es ist",
    "Gaze": "Blick",
    "Gaze Gain": "Verstärkung des Blicks",
    "Head Gain": "Verstärkung des Kopfes",
    "Straight at Rest": "In Ruhe geradeaus",
    "Set Object or Bone": "Objekt oder Knochen festlegen",
    "Set Head or Eye of Character": "Kopf oder Auge der Figur festlegen",
    "Select a character first.": "Zuerst eine Figur auswählen.",
    "Angle of the gaze: 1 as solved, above 1 exaggerated":
        "Winkel des Blicks: 1 wie ausgewertet, über 1 übertrieben",
    "Angle of the head's turns: 1 as solved, above 1 exaggerated":
        "Winkel der Kopfdrehung: 1 wie ausgewertet, über 1 übertrieben",
    "Bone of the armature; empty for the object itself": "Knochen der Armature; leer für das Objekt selbst",
    "Object that turns, or the armature; empty for none":
        "Objekt, das sich dreht, oder die Armature; leer für keines",
    "Choose the object or bone that takes turn as the head or as an eye. Its present orientation is its rest":
        "Das Objekt oder den Knochen wählen, den Takes als Kopf oder Auge drehen. Wie er jetzt steht, ist er in Ruhe",
    "How the head is held at the neutral, without one its mean over the clip, counts as straight: for a camera that "
    "looks from aside":
        "Wie der Kopf im neutralen Gesicht gehalten wird, ohne ein solches im Mittel des Clips, gilt als geradeaus: "
        "für eine Kamera, die von der Seite blickt",
    "The character's left; looks where the subject looks": "Das linke der Figur; blickt, wohin die Person blickt",
    "The character's right; looks where the subject looks": "Das rechte der Figur; blickt, wohin die Person blickt",
    "Turns as the head in the video does; empty for the character itself":
        "Dreht sich wie der Kopf im Video; leer für die Figur selbst",
    "Turn the eyes that are set, or else the eyeLook shape keys, where the take has a gaze":
        "Die festgelegten Augen drehen, sonst die Shape-Keys eyeLook bewegen, wo der Take einen Blick hat",
    "Turn the object, or the head bone that is set, as the head in the video turns. "
    "Where the head is in the picture is not keyed":
        "Das Objekt oder den festgelegten Kopfknochen so drehen, wie sich der Kopf im Video dreht. "
        "Wo der Kopf im Bild ist, bekommt keine Keyframes",
    # Units
    "The video never moved it.": "Das Video hat sie nie bewegt.",
    "How well the model follows it is not known.": "Wie gut das Modell ihr folgt, ist nicht bekannt.",
    "The model follows it well (correlation {0:.2f}).": "Das Modell folgt ihr gut (Korrelation {0:.2f}).",
    "The model follows it roughly (correlation {0:.2f}).": "Das Modell folgt ihr ungefähr (Korrelation {0:.2f}).",
    "The model hardly follows it (correlation {0:.2f}).": "Das Modell folgt ihr kaum (Korrelation {0:.2f}).",
    # What presets are for
    "What was solved, frame by frame, with nothing taken out or added":
        "Was ausgewertet wurde, Frame für Frame, nichts weggenommen und nichts zugefügt",
    "As every take begins: jitter taken out, nothing else": "Wie jeder Take beginnt: ohne Zittern, sonst unverändert",
    "Calm: less of everything, blinks and closures kept":
        "Ruhig: von allem weniger, Lidschläge und Lippenschlüsse bleiben",
    "Dialogue: lips meet, blinks close, brows stay in the background":
        "Dialog: Lippen treffen sich, Lider schließen, Brauen halten sich zurück",
    "Exaggerated: for stylised characters and distant cameras":
        "Übertrieben: für stilisierte Figuren und ferne Kameras",
    "For editing by hand: keys with handles where the curves need them":
        "Zum Bearbeiten von Hand: Keys mit Anfassern, wo die Kurven sie brauchen",
}  # fmt: skip
