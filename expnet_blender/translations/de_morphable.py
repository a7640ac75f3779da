# SPDX-License-Identifier: GPL-3.0-or-later
"""German of what reading a 3D morphable face may say."""

from __future__ import annotations

from typing import Final

SENTENCES: Final = {
    # What is being done
    "Looking at the files": "Betrachtet die Dateien",
    "Reading the Basel Face Model": "Liest das Basel Face Model",
    "Reading the face model": "Liest das Gesichtsmodell",
    "Reading the mean face": "Liest das mittlere Gesicht",
    "Reading the neutral face": "Liest das neutrale Gesicht",
    "Reading the expressions": "Liest die Ausdrücke",
    "Reading the identities": "Liest die Identitäten",
    "Reading the blendshapes": "Liest die Blendshapes",
    "Reading the faces": "Liest die Flächen",
    "Reading FLAME": "Liest FLAME",
    "Reading {0}": "Liest {0}",
    "Scaling the components": "Skaliert die Komponenten",
    "Sorting the components": "Ordnet die Komponenten",
    "Writing": "Schreibt",
    "Done": "Fertig",
    # The choice of files
    "No file was chosen: choose a 3D morphable face.": "Es wurde keine Datei gewählt: ein 3D-Gesichtsmodell wählen.",
    "{0} and {1} are of the same kind: choose one of them.": "{0} und {1} sind von derselben Art: eine davon wählen.",
    "{0} are models of their own: choose one of them.": "{0} sind eigene Modelle: eines davon wählen.",
    "{0} is only a part of a model: {1}.": "{0} ist nur ein Teil eines Modells: {1}.",
    "{0} is no 3D morphable face that is known here: docs/morphable.md lists the files that are.":
        "{0} ist kein 3D-Gesichtsmodell, das hier bekannt ist: docs/morphable.md nennt die Dateien.",
    "{0} is empty: copy or download it again.": "{0} ist leer: neu kopieren oder herunterladen.",
    "{0} is a take, no face: select a character and use Import Face Take.":
        "{0} ist ein Take, kein Gesicht: eine Figur auswählen und Gesichts-Take importieren benutzen.",
    "{0} holds no face model: choose another file.": "{0} enthält kein Gesichtsmodell: eine andere Datei wählen.",
    "{0} holds no face model that is known here: choose another file.":
        "{0} enthält kein Gesichtsmodell, das hier bekannt ist: eine andere Datei wählen.",
    "{0} has no expressions: choose Model_Expression.mat of 3DDFA with it, or put it beside it.":
        "{0} hat keine Ausdrücke: Model_Expression.mat von 3DDFA dazu wählen oder daneben legen.",
    "{0} has no expressions: choose its file of blendshapes, such as expression_blendshapes_3448.bin, with it, or put "
    "it beside it.":
        "{0} hat keine Ausdrücke: seine Datei mit Blendshapes, etwa expression_blendshapes_3448.bin, dazu wählen oder "
        "daneben legen.",
    "{0} has no expressions: choose one of the models of 2017 or 2019 that has, such as model2019_bfm.h5.":
        "{0} hat keine Ausdrücke: eines der Modelle von 2017 oder 2019 wählen, das welche hat, etwa model2019_bfm.h5.",
    "{0} does not say which vertices it moves: choose model_info.mat of 3DDFA or mod_struct_expr.mat of the ExpNet "
    "authors with it, or put it beside it.":
        "{0} sagt nicht, welche Punkte es bewegt: model_info.mat von 3DDFA oder mod_struct_expr.mat der ExpNet-Autoren "
        "dazu wählen oder daneben legen.",
    "{0} has no {1}: choose the folder FaceXModel of ICT-FaceKit.":
        "{0} hat kein {1}: den Ordner FaceXModel von ICT-FaceKit wählen.",
    "{0} holds no faces: choose an .obj of the same person with it, or leave it in its Tester folder beside "
    "TrainingPose.":
        "{0} enthält keine Flächen: eine .obj derselben Person dazu wählen oder es in seinem Tester-Ordner neben "
        "TrainingPose lassen.",
    # What a file is like
    "{0} is larger than {1} MB: choose another file.": "{0} ist größer als {1} MB: eine andere Datei wählen.",
    "{0} is cut short or no face model: copy or download it again.":
        "{0} ist abgeschnitten oder kein Gesichtsmodell: neu kopieren oder herunterladen.",
    "{0} lacks {1}: it is no face model of this kind, or damaged.":
        "In {0} fehlt {1}: Es ist kein Gesichtsmodell dieser Art oder beschädigt.",
    "{0} has no faces: it is no face model of this kind, or damaged.":
        "{0} hat keine Flächen: Es ist kein Gesichtsmodell dieser Art oder beschädigt.",
    "{0} has no faces: copy or download it again.": "{0} hat keine Flächen: neu kopieren oder herunterladen.",
    "{0} has no vertices or no faces: choose another file.":
        "{0} hat keine Punkte oder keine Flächen: eine andere Datei wählen.",
    "{0} has faces of more than four corners or more than {1} of them.":
        "{0} hat Flächen mit mehr als vier Ecken oder mehr als {1} davon.",
    "{0} is a damaged .npz: copy or download it again.":
        "{0} ist eine beschädigte .npz: neu kopieren oder herunterladen.",
    "{0} is a damaged .npz: copy or convert it again.": "{0} ist eine beschädigte .npz: neu kopieren oder umwandeln.",
    "{0} is a damaged .obj: copy or download it again.":
        "{0} ist eine beschädigte .obj: neu kopieren oder herunterladen.",
    "{0} is a damaged MATLAB file: copy or download it again.":
        "{0} ist eine beschädigte MATLAB-Datei: neu kopieren oder herunterladen.",
    "{0} is no MATLAB file of version 5 to 7: save it again with -v7.":
        "{0} ist keine MATLAB-Datei der Version 5 bis 7: mit -v7 neu speichern.",
    "{0} is a damaged HDF5 file: copy or download it again.":
        "{0} ist eine beschädigte HDF5-Datei: neu kopieren oder herunterladen.",
    "{0} keeps {1} in another file: choose a file that holds all itself.":
        "{0} hat {1} in einer anderen Datei: eine wählen, die alles selbst enthält.",
    "{0} has {1} as {2} of shape {3}: no face model's.":
        "{0} hat {1} als {2} der Form {3}: so hat es kein Gesichtsmodell.",
    "{0} is a damaged pickle: copy or download it again.":
        "{0} ist ein beschädigtes Pickle: neu kopieren oder herunterladen.",
    "{0} was changed by a program that rewrote its line ends: copy or download it again as it is.":
        "{0} wurde von einem Programm verändert, das Zeilenenden umschreibt: unverändert neu kopieren oder "
        "herunterladen.",
    "{0} asks to run code, which no face model needs: do not use it, get it from its makers.":
        "{0} will Code ausführen, was kein Gesichtsmodell braucht: nicht benutzen, sondern vom Hersteller holen.",
    "{0} is no face model ({1}): choose another file.": "{0} ist kein Gesichtsmodell ({1}): eine andere Datei wählen.",
    "{0} holds no named arrays: it is no face model that is known here.":
        "{0} enthält keine benannten Felder: Es ist kein Gesichtsmodell, das hier bekannt ist.",
    "A sparse matrix of the pickle does not fit its size: the file is damaged.":
        "Eine dünn besetzte Matrix im Pickle passt nicht zu ihrer Größe: Die Datei ist beschädigt.",
    "{0} is no whole face model: it lacks {1}.": "{0} ist kein ganzes Gesichtsmodell: Es fehlt {1}.",
    "{0} is no face model: its {1} is {2}.": "{0} ist kein Gesichtsmodell: {1} ist {2}.",
    "{0} is no face model of ExpNet: its description is missing or no JSON.":
        "{0} ist kein Gesichtsmodell von ExpNet: Die Beschreibung fehlt oder ist kein JSON.",
    "{0} has format {1}, this is {2}: update the add-on.":
        "{0} hat Format {1}, dies ist {2}: das Add-on aktualisieren.",
    "{0} has {1} {2} components with {3} names: convert it again.":
        "{0} hat {1} Komponenten ({2}) mit {3} Namen: neu umwandeln.",
    "{0} has an expr_mean of another size than its mean: convert it again.":
        "expr_mean in {0} hat eine andere Größe als mean: neu umwandeln.",
    "{0} has joints without names, parents or weights: convert it again.":
        "{0} hat Gelenke ohne Namen, Eltern oder Gewichte: neu umwandeln.",
    "{0} lacks {1}: it is no FLAME model, or damaged.": "In {0} fehlt {1}: Es ist kein FLAME-Modell oder beschädigt.",
    "{0} has a template of shape {1}: it is no FLAME model.":
        "{0} hat eine Vorlage der Form {1}: Es ist kein FLAME-Modell.",
    "{0} has shape directions of shape {1}, of which the first {2} should be identities and the rest expressions: "
    "choose a complete FLAME model.":
        "{0} hat Formrichtungen der Form {1}, von denen die ersten {2} Identitäten und die übrigen Ausdrücke sein "
        "sollten: ein vollständiges FLAME-Modell wählen.",
    "{0} names {1} expressions: download ICT-FaceKit again.":
        "{0} nennt {1} Ausdrücke: ICT-FaceKit neu herunterladen.",
    "{0} has {1} vertices, the neutral face {2}.": "{0} hat {1} Punkte, das neutrale Gesicht {2}.",
    "{0} has {1} vertices, {2} {3}: choose one that fits.": "{0} hat {1} Punkte, {2} {3}: eine wählen, die passt.",
    "{0} is missing or names no expressions: download ICT-FaceKit again.":
        "{0} fehlt oder nennt keine Ausdrücke: ICT-FaceKit neu herunterladen.",
    "{0} is made for {1} vertices, the Basel Face Model has {2}.":
        "{0} ist für {1} Punkte gemacht, das Basel Face Model hat {2}.",
    "{0} names {1} vertices, the expressions have {2}.": "{0} nennt {1} Punkte, die Ausdrücke haben {2}.",
    "{0} names vertices beyond the {1} that there are: the files do not fit together.":
        "{0} nennt Punkte jenseits der vorhandenen {1}: Die Dateien passen nicht zusammen.",
    "The expression mean has {0} numbers, the mean shape {1}.":
        "Der mittlere Ausdruck hat {0} Zahlen, die mittlere Form {1}.",
    "The blendshape {0} does not fit the model's {1} vertices.":
        "Der Blendshape {0} passt nicht zu den {1} Punkten des Modells.",
    "The {0} model has a negative variance: the file is damaged.":
        "Das Modell ({0}) hat eine negative Varianz: Die Datei ist beschädigt.",
    "The {0} has {1} numbers of shape {2}, which are no vertices.":
        "{0} hat {1} Zahlen der Form {2}, das sind keine Punkte.",
    "The {0} of shape {1} does not fit its {2} standard deviations.":
        "{0} der Form {1} passt nicht zu den {2} Standardabweichungen.",
    "The {0} of shape {1} has no three coordinates for each vertex.":
        "{0} der Form {1} hat nicht drei Koordinaten für jeden Punkt.",
    "The face has no height: the file is damaged.": "Das Gesicht hat keine Höhe: Die Datei ist beschädigt.",
    # What a model is like
    "The model has {0} expressions, not {1}: choose another file.":
        "Das Modell hat {0} Ausdrücke, nicht {1}: eine andere Datei wählen.",
    "The model has {0} vertices, the limit is {1}.": "Das Modell hat {0} Punkte, die Grenze ist {1}.",
    "The model names no unit or no axis that points up.": "Das Modell nennt keine Einheit oder keine Achse nach oben.",
    "The model's vertices lie more than {0} m apart: its unit is not what it says.":
        "Die Punkte des Modells liegen mehr als {0} m auseinander: Seine Einheit ist nicht die angegebene.",
    "Two components of the model have the same name.": "Zwei Komponenten des Modells haben denselben Namen.",
    "The model's colours are not three bytes for each of {0} vertices.":
        "Die Farben des Modells sind nicht drei Bytes für jeden von {0} Punkten.",
    "The model's colours hold numbers that are not finite: the file is damaged.":
        "Die Farben des Modells enthalten Zahlen, die nicht endlich sind: Die Datei ist beschädigt.",
    "The model has texture coordinates without faces or faces without them.":
        "Das Modell hat Texturkoordinaten ohne Flächen oder Flächen ohne diese.",
    "The model's texture coordinates do not fit its faces.":
        "Die Texturkoordinaten des Modells passen nicht zu den Flächen.",
    "The faces of shape {0} are no triangles.": "Die Flächen der Form {0} sind keine Dreiecke.",
    "The faces name vertices {0} to {1} of {2}: the file is damaged.":
        "Die Flächen nennen die Punkte {0} bis {1} von {2}: Die Datei ist beschädigt.",
    "The model's {0} hold numbers that are not finite: the file is damaged.":
        "{0} des Modells enthält Zahlen, die nicht endlich sind: Die Datei ist beschädigt.",
    "The model's {0} of shape {1} are no triangles or quads.":
        "{0} des Modells der Form {1} sind keine Drei- oder Vierecke.",
    "The model's {0} name vertices that it does not have: the file is damaged.":
        "{0} des Modells nennt Punkte, die es nicht hat: Die Datei ist beschädigt.",
    "The model's {0} do not fit its {1} vertices.": "{0} des Modells passt nicht zu seinen {1} Punkten.",
    "The model's {0} have names that are empty or longer than 63 bytes.":
        "{0} des Modells hat Namen, die leer oder länger als 63 Bytes sind.",
    "The model's {0} have no ranges within +-10.": "{0} des Modells hat keine Bereiche innerhalb von +-10.",
    "The model's {0} have ranges without a zero.": "{0} des Modells hat Bereiche ohne Null.",
    "The model's joints do not fit its vertices.": "Die Gelenke des Modells passen nicht zu seinen Punkten.",
    "The model's joints do not follow their parents.": "Die Gelenke des Modells folgen nicht ihren Eltern.",
    "The model's weights do not add up to 1.": "Die Gewichte des Modells ergeben zusammen nicht 1.",
    # Remarks
    "The standard deviations are those of {0}: with mod_struct_expr.mat beside it they and the mesh become exactly the "
    "ExpNet authors'.":
        "Die Standardabweichungen sind die von {0}: Mit mod_struct_expr.mat daneben werden sie und das Mesh genau die "
        "der ExpNet-Autoren.",
    "{0} names no unit: one was taken for {1} m, scale the head if that is wrong.":
        "{0} nennt keine Einheit: Sie wurde als {1} m genommen; den Kopf skalieren, wenn das falsch ist.",
    "{0} holds no joints that can be read: the head has no jaw.":
        "{0} enthält keine lesbaren Gelenke: Der Kopf hat keinen Kiefer.",
}  # fmt: skip

PHRASES: Final = {
    "choose 01_MorphableModel.mat of the Basel Face Model with it":
        "01_MorphableModel.mat des Basel Face Model dazu wählen",
    "choose 01_MorphableModel.mat and Model_Expression.mat with it":
        "01_MorphableModel.mat und Model_Expression.mat dazu wählen",
    "choose the face model, such as sfm_shape_3448.bin, with it":
        "das Gesichtsmodell dazu wählen, etwa sfm_shape_3448.bin",
    "import it with File > Import > Wavefront, or choose shape.bs of FaceWarehouse with it":
        "mit Datei > Importieren > Wavefront importieren oder shape.bs von FaceWarehouse dazu wählen",
    "mean shape": "Die mittlere Form",
}  # fmt: skip
"""What stands in the fields of sentences."""

TEXTS: Final = SENTENCES | PHRASES
