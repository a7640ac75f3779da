# SPDX-License-Identifier: GPL-3.0-or-later
"""German of the sentences with names and numbers in them, and of those that come from other processes."""

from __future__ import annotations

from typing import Final

SENTENCES: Final = {
    # A video
    "Choose a video of a face first.": "Zuerst ein Video eines Gesichts wählen.",
    "There is no file {0}: choose a video.": "Die Datei {0} gibt es nicht: ein Video wählen.",
    "There is no file '{0}': choose the video again.": "Die Datei „{0}“ gibt es nicht: das Video neu wählen.",
    "'{0}' is a folder: choose a video file in it.": "„{0}“ ist ein Ordner: eine Videodatei darin wählen.",
    "'{0}' is no file: choose a video file.": "„{0}“ ist keine Datei: eine Videodatei wählen.",
    "'{0}' is an empty file: choose another video.": "„{0}“ ist eine leere Datei: ein anderes Video wählen.",
    "'{0}' is no video that can be decoded, or it has no frame: check that it plays, or convert it to MP4 (H.264).":
        "„{0}“ ist kein lesbares Video oder hat kein Bild: prüfen, ob es sich abspielen lässt, oder in MP4 (H.264) "
        "umwandeln.",
    "'{0}' has no frame that can be decoded.": "„{0}“ hat kein Bild, das sich lesen lässt.",
    "'{0}' cannot be read ({1}): check its permissions.":
        "„{0}“ lässt sich nicht lesen ({1}): die Zugriffsrechte prüfen.",
    "'{0}' has no frame in the chosen range: choose an earlier start or a later end.":
        "„{0}“ hat kein Bild im gewählten Bereich: einen früheren Anfang oder ein späteres Ende wählen.",
    "'{0}' stops {1} s before its end: it is damaged or was cut off; the part that could be decoded is solved.":
        "„{0}“ bricht {1} s vor seinem Ende ab: Es ist beschädigt oder abgeschnitten; was lesbar war, ist ausgewertet.",
    "No face was found in the video: choose one that shows a face from the front.":
        "Im Video wurde kein Gesicht gefunden: eines wählen, das ein Gesicht von vorn zeigt.",
    "No face was found in any frame: choose a video that shows a face from the front or the side.":
        "Auf keinem Bild wurde ein Gesicht gefunden: ein Video wählen, das ein Gesicht von vorn oder von der Seite "
        "zeigt.",
    "No face was found in this video: choose another video or another range of it.":
        "In diesem Video wurde kein Gesicht gefunden: ein anderes oder einen anderen Bereich davon wählen.",
    "Stopped after {0} frames.": "Nach {0} Bildern angehalten.",
    "Stopped after {0} frames, which are kept.": "Nach {0} Bildern angehalten, die behalten sind.",
    "Stopped before the first frame.": "Vor dem ersten Bild angehalten.",
    "A video is being solved: wait until it is done or cancel it.":
        "Ein Video wird ausgewertet: warten, bis es fertig ist, oder es anhalten.",
    "A video is being solved already: cancel it first.": "Es wird schon ein Video ausgewertet: es zuerst anhalten.",
    "The character was removed while its video was solved: undo that and solve again.":
        "Die Figur wurde entfernt, während ihr Video ausgewertet wurde: das rückgängig machen und neu auswerten.",
    "The character was removed while its video was solved: the take is on a new head.":
        "Die Figur wurde entfernt, während ihr Video ausgewertet wurde: Der Take ist auf einem neuen Kopf.",
    'There is no object "{0}": name one that is in the file.':
        "Das Objekt „{0}“ gibt es nicht: eines nennen, das in der Datei ist.",
    'There is no object "{0}" in the file.': "Das Objekt „{0}“ ist nicht in der Datei.",
    'There is no object "{0}": choose one that is in the file.':
        "Das Objekt „{0}“ gibt es nicht: eines wählen, das in der Datei ist.",
    'The video of "{0}" is not at {1}: set its path in the take.':
        "Das Video von „{0}“ ist nicht da, wo es war ({1}): seinen Pfad im Take setzen.",
    'The video of "{0}" is not at {1}: relink it first.':
        "Das Video von „{0}“ ist nicht da, wo es war ({1}): es zuerst neu verknüpfen.",
    "{0} is not the file that was solved: solve the take again if it shows something else.":
        "{0} ist nicht die Datei, die ausgewertet wurde: den Take neu auswerten, wenn sie anderes zeigt.",
    "{0} has no sound.": "{0} hat keinen Ton.",
    "This Blender is built without sound, so only the picture was placed.":
        "Dieses Blender ist ohne Ton gebaut, darum wurde nur das Bild gesetzt.",
    # A character
    '"{0}" is no mesh: select a mesh with shape keys or add the ExpNet head.':
        "„{0}“ ist kein Mesh: eines mit Shape-Keys auswählen oder den ExpNet-Kopf hinzufügen.",
    '"{0}" has no shape keys: add the ExpNet head or select a mesh that has them.':
        "„{0}“ hat keine Shape-Keys: den ExpNet-Kopf hinzufügen oder ein Mesh auswählen, das welche hat.",
    'The mesh of "{0}" is linked from another file: make it local or a library override.':
        "Das Mesh von „{0}“ ist aus einer anderen Datei verknüpft: es lokal oder zur "
        "Bibliotheks-Überschreibung machen.",
    'The action of "{0}" is linked from another file: make it local or unlink it.':
        "Die Aktion von „{0}“ ist aus einer anderen Datei verknüpft: sie lokal machen oder lösen.",
    '"{0}" is linked from another file: make it local or a library override.':
        "„{0}“ ist aus einer anderen Datei verknüpft: es lokal oder zur Bibliotheks-Überschreibung machen.",
    'The shape keys of "{0}" have neither the {1} names of the ExpNet head nor those of ARKit: rename them or add the '
    "ExpNet head.":
        "Die Shape-Keys von „{0}“ haben weder die {1} Namen des ExpNet-Kopfes noch die von ARKit: sie umbenennen oder "
        "den ExpNet-Kopf hinzufügen.",
    '"{0}" is shaped for the basis {1}, the take is of {2}: {3}, or choose another mesh.':
        "„{0}“ ist für die Basis {1} geformt, der Take ist von {2}: {3}, oder ein anderes Mesh wählen.",
    '"{0}" lacks the {1} shape keys of the basis {2}: import a face of it with File > Import > 3D Morphable Face.':
        "„{0}“ fehlen die {1} Shape-Keys der Basis {2}: ein Gesicht von ihr mit Datei > Importieren > 3D "
        "Morphable Face "
        "importieren.",
    'A strip of "{0}" is being edited in the NLA: leave its tweak mode (Tab) first.':
        "Ein Streifen von „{0}“ wird in der NLA bearbeitet: zuerst dessen Bearbeitungsmodus verlassen (Tab).",
    'There is no bone "{0}" in "{1}": choose an armature and one of its bones.':
        "Den Knochen „{0}“ gibt es in „{1}“ nicht: eine Armature und einen ihrer Knochen wählen.",
    "The head of the extension cannot be read ({0}): reinstall the extension.":
        "Der Kopf der Erweiterung lässt sich nicht lesen ({0}): die Erweiterung neu installieren.",
    "{0} has format {1}, not {2}: reinstall the extension.":
        "{0} hat Format {1}, nicht {2}: die Erweiterung neu installieren.",
    "{0} is not the file that belongs to this program: install it again.":
        "{0} ist nicht die Datei, die zu diesem Programm gehört: es neu installieren.",
    # A take
    "There is no take to apply: solve a video first.": "Es gibt keinen Take zum Anwenden: zuerst ein Video auswerten.",
    'The take "{0}" is empty: remove it and solve the video again.':
        "Der Take „{0}“ ist leer: ihn entfernen und das Video neu auswerten.",
    'The take is of basis "{0}", which this add-on does not know: update the add-on.':
        "Der Take ist von der Basis „{0}“, die dieses Add-on nicht kennt: das Add-on aktualisieren.",
    "The take's coefficients are of the basis {0}, the mesh is of {1}: choose a mesh of the take's basis, or solve the "
    "video again with a model of the mesh's.":
        "Die Koeffizienten des Takes sind von der Basis {0}, das Mesh ist von {1}: ein Mesh von der Basis des Takes "
        "wählen oder das Video mit einem Modell von der des Meshes neu auswerten.",
    "Frame rate must be positive, smoothing and longest gap not negative.":
        "Die Bildrate muss positiv sein, Glättung und längste Lücke nicht negativ.",
    "The axes of the basis {0} have no left and right: switch the mirror off.":
        "Die Achsen der Basis {0} haben kein Links und Rechts: das Spiegeln ausschalten.",
    "Frame {0} of the video shows no face: choose another frame for the neutral expression.":
        "Bild {0} des Videos zeigt kein Gesicht: ein anderes als neutrales wählen.",
    "Frames {0} to {1} of the video show no face: choose others for the neutral.":
        "Die Bilder {0} bis {1} des Videos zeigen kein Gesicht: andere als neutrale wählen.",
    "Nothing of the video lies between In and Out: set In before Out.":
        "Zwischen Ab und Bis liegt nichts vom Video: Ab vor Bis setzen.",
    '"{0}" is no strip of the NLA.': "„{0}“ ist kein Streifen der NLA.",
    '"{0}" is in the NLA already.': "„{0}“ ist schon in der NLA.",
    '"{0}" has no keys yet: apply it first.': "„{0}“ hat noch keine Keyframes: zuerst anwenden.",
    'The take has no unit "{0}": choose one of its list.':
        "Der Take hat keine Einheit „{0}“: eine aus seiner Liste wählen.",
    "{0} is no take of ExpNet: solve the video again or choose a file that was saved as a take.":
        "{0} ist kein Take von ExpNet: das Video neu auswerten oder eine Datei wählen, die als Take gespeichert wurde.",
    "{0} is no take of ExpNet: its description is no JSON object.":
        "{0} ist kein Take von ExpNet: Die Beschreibung ist kein JSON-Objekt.",
    "{0} is no take of ExpNet: its {1} is {2}.": "{0} ist kein Take von ExpNet: {1} ist {2}.",
    "{0} is damaged: its {1} is not as long as it says.": "{0} ist beschädigt: {1} ist nicht so lang wie angegeben.",
    "{0} is no whole take: it lacks {1}.": "{0} ist kein ganzer Take: Es fehlt {1}.",
    "{0} was saved in take format {1}, this is {2}: update the add-on.":
        "{0} wurde im Take-Format {1} gespeichert, dies ist {2}: das Add-on aktualisieren.",
    "The take's {0} has shape {1}, not {2}.": "{0} des Takes hat die Form {1}, nicht {2}.",
    "The take's names are not 1 to {0} different names.":
        "Die Namen des Takes sind nicht 1 bis {0} verschiedene Namen.",
    "The take has {0} frames, the limit is {1}.": "Der Take hat {0} Bilder, die Grenze ist {1}.",
    "The take's times do not rise from frame to frame.": "Die Zeiten des Takes steigen nicht von Bild zu Bild.",
    "The take's frame numbers do not rise.": "Die Bildnummern des Takes steigen nicht.",
    "The take has frames with a face but without coefficients.":
        "Der Take hat Bilder mit Gesicht, aber ohne Koeffizienten.",
    "The take's confidence leaves 0 to 1.": "Die Konfidenz des Takes verlässt 0 bis 1.",
    "The take's rotations are no unit quaternions.": "Die Drehungen des Takes sind keine Einheitsquaternionen.",
    "The take's description has {0} characters, the limit is {1}.":
        "Die Beschreibung des Takes hat {0} Zeichen, die Grenze ist {1}.",
    "Frame {0} has {1} coefficients, the model names {2}.": "Bild {0} hat {1} Koeffizienten, das Modell nennt {2}.",
    "Cannot read {0}: {1}.": "{0} lässt sich nicht lesen: {1}.",
    "Cannot write {0}: {1}; choose another folder.":
        "{0} lässt sich nicht schreiben: {1}; einen anderen Ordner wählen.",
    "Cannot write temporary files ({0}): free some space.":
        "Temporäre Dateien lassen sich nicht schreiben ({0}): Platz schaffen.",
    "Only takes of the basis {0} can be written as CSV: save this one as .npz.":
        "Nur Takes der Basis {0} lassen sich als CSV schreiben: diesen als .npz speichern.",
    "{0} has no rows.": "{0} hat keine Zeilen.",
    "{0} is not in the layout of Live Link Face: it lacks {1}.":
        "{0} hat nicht die Form von Live Link Face: Es fehlt {1}.",
    "{0}: a value is not finite.": "{0}: Ein Wert ist nicht endlich.",
    "{0}: this is no row of the layout of Live Link Face.": "{0}: Das ist keine Zeile in der Form von Live Link Face.",
    "{0} has more than {1} rows.": "{0} hat mehr als {1} Zeilen.",
    "{0} is no CSV file of text: choose a file that Live Link Face or ExpNet wrote.":
        "{0} ist keine CSV-Textdatei: eine wählen, die Live Link Face oder ExpNet geschrieben hat.",
    "The take does not say whose face it is: solve the video with a model that was converted with its shape net.":
        "Der Take sagt nicht, wessen Gesicht er zeigt: mit einem Modell auswerten, das mit seinem Formnetz "
        "umgewandelt wurde.",
    "The take's identity is damaged: solve the video again.":
        "Die Identität des Takes ist beschädigt: das Video neu auswerten.",
    '"{0}" has no identity components: import its head again and set Identity Components to {1}.':
        "„{0}“ hat keine Identitätskomponenten: den Kopf neu importieren und Identitätskomponenten auf {1} setzen.",
    # Presets
    'There is no preset "{0}": choose one of {1}.': "Die Vorgabe „{0}“ gibt es nicht: eine von {1} wählen.",
    "{0} is no preset of ExpNet: delete it and save the preset again.":
        "{0} ist keine Vorgabe von ExpNet: sie löschen und die Vorgabe neu speichern.",
    "The preset cannot be saved in {0}: {1}.": "Die Vorgabe lässt sich nicht in {0} speichern: {1}.",
    'The preset "{0}" cannot be read: {1}.': "Die Vorgabe „{0}“ lässt sich nicht lesen: {1}.",
    'The preset "{0}" cannot be deleted: {1}.': "Die Vorgabe „{0}“ lässt sich nicht löschen: {1}.",
    # Sender and bridge
    "The bridge's model is of the basis {0}, the mesh of {1}: {2}.":
        "Das Modell der Bridge ist von der Basis {0}, das Mesh von {1}: {2}.",
    "There is no model {0}: choose another in the preferences of ExpNet or clear the field.":
        "Das Modell {0} gibt es nicht: in den Einstellungen von ExpNet ein anderes wählen oder das Feld leeren.",
    "{0} ready": "{0} bereit",
    "Solves on this computer with {0}; kept running for the next video.":
        "Wertet auf diesem Rechner mit {0} aus; läuft für das nächste Video weiter.",
    "Crops of the face are sent to {0}.": "Ausschnitte des Gesichts werden an {0} gesendet.",
    "Crops of the face are sent to {0} over TLS.": "Ausschnitte des Gesichts werden mit TLS an {0} gesendet.",
    "It computes with {0} ({1}).": "Dort rechnet {0} ({1}).",
    "The bridge cannot be used: {0}": "Die Bridge ist nicht benutzbar: {0}",
    "The bridge was lost {0}: {1}": "Die Bridge ging verloren, {0}: {1}",
    "What answers at the bridge's address is no bridge: check host and port.":
        "Was unter der Adresse der Bridge antwortet, ist keine Bridge: Rechner und Port prüfen.",
    "The bridge ran out of memory: use fewer connections at a time.":
        "Der Bridge ging der Speicher aus: weniger Verbindungen zugleich benutzen.",
    "The bridge failed on a face: its log says where.":
        "Die Bridge ist an einem Gesicht gescheitert: In ihrem Protokoll steht, wo.",
    "The bridge serves {0} clients already: try again when one is done.":
        "Die Bridge bedient schon {0} Benutzer: noch einmal versuchen, wenn einer fertig ist.",
    "The model takes crops of {0} x {1} pixels in three colours.":
        "Das Modell nimmt Ausschnitte von {0} x {1} Pixeln in drei Farben.",
    "The bridge heard nothing for too long: connect again.":
        "Die Bridge hat zu lange nichts gehört: neu verbinden.",
    "The sender is at work for another connection.": "Der Sender arbeitet für eine andere Verbindung.",
    "The sender failed: {0}: {1}": "Der Sender ist gescheitert: {0}: {1}",
    "No Hello came.": "Es kam kein Hello.",
    "Port {0} does not exist: choose 0 to 65535.": "Port {0} gibt es nicht: 0 bis 65535 wählen.",
    "Cannot listen on {0} port {1}: {2}; choose another address or port 0.":
        "{0} Port {1} lässt sich nicht öffnen: {2}; eine andere Adresse oder Port 0 wählen.",
    "The {0} process is not ready.": "Der Prozess {0} ist nicht bereit.",
    "The {0} process ended: {1}": "Der Prozess {0} ist beendet: {1}",
    "The {0} process ended without a word (status {1}): {2}.":
        "Der Prozess {0} endete ohne ein Wort (Status {1}): {2}.",
    "it said nothing.": "Er hat nichts gesagt.",
    "The {0} process was not ready within {1} s: {2}": "Der Prozess {0} war nicht innerhalb von {1} s bereit: {2}",
    "Cannot start {0}: {1}.": "{0} lässt sich nicht starten: {1}.",
    "The {0} process ended early (status {1}): the file may be damaged, or too large for this computer's memory.":
        "Der Prozess {0} endete vorzeitig (Status {1}): Die Datei ist vielleicht beschädigt oder zu groß für den "
        "Speicher dieses Rechners.",
    "expnet-bridge: {0}": "{0}",
    "A library cannot be loaded ({0}): {1}.": "Eine Bibliothek lässt sich nicht laden ({0}): {1}.",
    "The connection was lost.": "Die Verbindung ging verloren.",
    "The connection is closed.": "Die Verbindung ist geschlossen.",
    "Not connected yet.": "Noch nicht verbunden.",
    "The other side does not read what it is sent.": "Die Gegenseite liest nicht, was ihr gesendet wird.",
    "The server's certificate is not trusted: {0}.": "Dem Zertifikat des Servers wird nicht vertraut: {0}.",
    "The other side does not speak TLS as this one does: set TLS on both sides or on neither.":
        "Die Gegenseite spricht TLS anders als diese: TLS auf beiden Seiten einstellen oder auf keiner.",
    "The certificate is no PEM certificate: copy the server's file whole.":
        "Das Zertifikat ist kein PEM-Zertifikat: die Datei des Servers ganz kopieren.",
    "{0} did not answer within {1} s.": "{0} hat nicht innerhalb von {1} s geantwortet.",
    "Cannot reach {0}: {1}; check the address and that it runs.":
        "{0} ist nicht erreichbar: {1}; Adresse prüfen, und ob die Bridge läuft.",
    "No machine is known as {0}: check the host's name.":
        "Kein Rechner heißt {0}: den Namen des Rechners prüfen.",
    "{0} speaks protocol {1}, this is {2}: update the older of the two.":
        "{0} spricht Protokoll {1}, dies ist {2}: das ältere von beiden aktualisieren.",
    "The token is not this server's: copy it from the machine that runs it.":
        "Das Token ist nicht das dieses Servers: es von dem Rechner kopieren, auf dem er läuft.",
    "Cannot send {0}: {1} bytes, the limit is {2}.": "{0} lässt sich nicht senden: {1} Bytes, die Grenze ist {2}.",
    "Cannot send this message: {0}.": "Diese Nachricht lässt sich nicht senden: {0}.",
    "The other side sent a message of an unknown type.":
        "Die Gegenseite hat eine Nachricht von unbekannter Art gesendet.",
    "The other side sent bytes that are no message of this protocol.":
        "Die Gegenseite hat Bytes gesendet, die keine Nachricht dieses Protokolls sind.",
    "The other side sent a wrong message: {0}.": "Die Gegenseite hat eine falsche Nachricht gesendet: {0}.",
    "The other side sent {0} bytes, more than {1}.": "Die Gegenseite hat {0} Bytes gesendet, mehr als {1}.",
    "{0} has no place here.": "{0} hat hier keinen Platz.",
    "More crops were sent than were granted.": "Es wurden mehr Ausschnitte gesendet als erlaubt.",
    "Result {0} is not for the oldest crop in flight.": "Ergebnis {0} gehört nicht zum ältesten offenen Ausschnitt.",
    "More credit was granted than any client may hold.": "Es wurde mehr erlaubt, als jemand haben darf.",
    # Models
    "The model {0} is larger than {1} MB: choose another file.":
        "Das Modell {0} ist größer als {1} MB: eine andere Datei wählen.",
    "The model {0} carries no metadata of ExpNet: choose a model made for ExpNet or convert it.":
        "Das Modell {0} trägt keine Angaben von ExpNet: eines wählen, das für ExpNet gemacht ist, oder es umwandeln.",
    "The model {0} has metadata of format {1}, this is {2}: update the older one.":
        "Das Modell {0} hat Angaben im Format {1}, dies ist {2}: das ältere aktualisieren.",
    "The model {0} has wrong metadata ({1}): choose another model.":
        "Das Modell {0} hat falsche Angaben ({1}): ein anderes wählen.",
    "The model {0} is of the unknown basis {1}: update ExpNet or choose another model.":
        "Das Modell {0} ist von der unbekannten Basis {1}: ExpNet aktualisieren oder ein anderes Modell wählen.",
    "The model {0} does not have the axes of the basis {1}: choose another model.":
        "Das Modell {0} hat nicht die Achsen der Basis {1}: ein anderes wählen.",
    "The model {0} has no input 'crops' or no output '{1}': choose another model.":
        "Das Modell {0} hat keinen Eingang 'crops' oder keinen Ausgang '{1}': ein anderes wählen.",
    "Cannot read the model {0}: {1}.": "Das Modell {0} lässt sich nicht lesen: {1}.",
    "The model {0} is no ONNX model.": "Das Modell {0} ist kein ONNX-Modell.",
    "The model {0} is cut short or no ONNX model.": "Das Modell {0} ist abgeschnitten oder kein ONNX-Modell.",
    "The model {0} nests its graphs too deeply.": "Das Modell {0} schachtelt seine Graphen zu tief.",
    "The model {0} keeps its weights in other files; export it as one file.":
        "Das Modell {0} hat seine Gewichte in anderen Dateien; es als eine Datei exportieren.",
    "The model {0} describes a network that this version does not know; convert it again.":
        "Das Modell {0} beschreibt ein Netz, das diese Version nicht kennt; es neu umwandeln.",
    "The model {0} lacks weights such as {1}; convert it again.":
        "Dem Modell {0} fehlen Gewichte wie {1}; es neu umwandeln.",
    "The model {0} has the weights {1} in another shape than its network; convert it again.":
        "Das Modell {0} hat die Gewichte {1} in anderer Form als sein Netz; es neu umwandeln.",
    "The model {0} gives {1} of shape {2} or not finite, where {3} was due: choose another model.":
        "Das Modell {0} gibt {1} der Form {2} oder nicht endlich, wo {3} fällig war: ein anderes wählen.",
    "The model {0} failed on {1}: {2}": "Das Modell {0} ist auf {1} gescheitert: {2}",
    "There is no engine '{0}': choose one of {1}, or auto.":
        "Das Rechenwerk „{0}“ gibt es nicht: {1} oder auto wählen.",
    "The engine {0} is not installed: pip install {1}, or choose another.":
        "Das Rechenwerk {0} ist nicht installiert: pip install {1}, oder ein anderes wählen.",
    "ONNX Runtime computes in float32: choose --engine torch for {0}.":
        "ONNX Runtime rechnet in float32: für {0} --engine torch wählen.",
    "ONNX Runtime has no device '{0}' here: choose one of {1}, or auto.":
        "ONNX Runtime hat hier kein Gerät „{0}“: {1} oder auto wählen.",
    "ONNX Runtime cannot load {0}: {1}": "ONNX Runtime kann {0} nicht laden: {1}",
    "PyTorch has no device '{0}' here: choose one of {1}, or auto.":
        "PyTorch hat hier kein Gerät „{0}“: {1} oder auto wählen.",
    "There is no precision '{0}': choose one of {1}, or auto.":
        "Die Genauigkeit „{0}“ gibt es nicht: {1} oder auto wählen.",
    "PyTorch runs the published nets only, and {0} is none: choose the engine onnx, or auto.":
        "PyTorch rechnet nur die veröffentlichten Netze, und {0} ist keines: das Rechenwerk onnx oder auto wählen.",
    "A face box needs x0 < x1 and y0 < y1, not {0}.": "Ein Gesichtsrahmen braucht x0 < x1 und y0 < y1, nicht {0}.",
    "A face box of {0} is far larger than its picture of {1} x {2}.":
        "Ein Gesichtsrahmen von {0} ist weit größer als sein Bild von {1} x {2}.",
    "A face box of {0} lies outside its picture of {1} x {2}.":
        "Ein Gesichtsrahmen von {0} liegt außerhalb seines Bildes von {1} x {2}.",
    "The crop rule '{0}' is unknown: update ExpNet or choose other weights.":
        "Die Ausschnittregel „{0}“ ist unbekannt: ExpNet aktualisieren oder andere Gewichte wählen.",
    "The crop rule's scale {0} or size {1} makes no sense.":
        "Maßstab {0} oder Größe {1} der Ausschnittregel ergibt keinen Sinn.",
    "The crop rule's shift {0} makes no sense.": "Die Verschiebung {0} der Ausschnittregel ergibt keinen Sinn.",
    "The crop rule's JPEG quality {0} does not exist.": "Die JPEG-Qualität {0} der Ausschnittregel gibt es nicht.",
    "OpenCV was built without JPEG: install opencv-python-headless.":
        "OpenCV wurde ohne JPEG gebaut: opencv-python-headless installieren.",
}  # fmt: skip

PHRASES: Final = {
    "any known place": "Ort unbekannt",
    "install Microsoft's current Visual C++ Redistributable and start Blender again":
        "Microsofts aktuelles Visual C++ Redistributable installieren und Blender neu starten",
    "update macOS to 14 or later": "macOS auf 14 oder neuer aktualisieren",
    "install ExpNet again": "ExpNet neu installieren",
    "no reason given": "ohne Grund",
    "solve with weights of {0}": "mit Gewichten von {0} auswerten",
    "no weights are made for that one yet": "für jene gibt es noch keine Gewichte",
    "unknown": "unbekannt",
    "The stored take": "Der gespeicherte Take",
    "{0} of shape {1}": "{0} der Form {1}",
    "{0}, line {1}": "{0}, Zeile {1}",
    "drop the video on an imported Basel face (File > Import > 3D Morphable Face), or choose another model in the "
    "preferences of ExpNet":
        "das Video auf ein importiertes Basel-Gesicht ziehen (Datei > Importieren > 3D Morphable Face) oder in den "
        "Einstellungen von ExpNet ein anderes Modell wählen",
    "choose another model in the preferences of ExpNet or another mesh":
        "in den Einstellungen von ExpNet ein anderes Modell wählen oder ein anderes Mesh",
    "after {0} frames, which are kept": "nach {0} Bildern, die behalten sind",
    "before the first frame": "vor dem ersten Bild",
    "{0} port {1}": "{0} Port {1}",
    "nothing listens there": "dort antwortet nichts",
    "error {0}": "Fehler {0}",
    "The other program": "Das andere Programm",
    "a value is missing or no JSON": "ein Wert fehlt oder ist kein JSON",
}  # fmt: skip
"""What stands in the fields of sentences."""

TEXTS: Final = SENTENCES | PHRASES
