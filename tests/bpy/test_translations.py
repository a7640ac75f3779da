# SPDX-License-Identifier: GPL-3.0-or-later
"""Every language has every text that a user can read in the interface."""

from __future__ import annotations

import re
import string

import bpy
import pytest
from bl_ext.user_default.expnet import translations
from bl_ext.user_default.expnet.translations import sentences
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.paths import ROOT
from tests.support import interface

FOLDER = ROOT / "expnet_blender"


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_nothing_is_missing(language: str):
    have, want = set(translations.LANGUAGES[language]), interface.texts(FOLDER)
    assert not want - have, f"translations/{language} lacks: {sorted(want - have)}"


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_numbers_go_where_they_went(language: str):
    for english, text in translations.LANGUAGES[language].items():
        fields = [sorted(field for _, field, _, _ in string.Formatter().parse(one) if field) for one in (english, text)]
        assert fields[0] == fields[1], english


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_tooltips_end_without_a_full_stop_as_blender_adds_one(language: str):
    texts = translations.LANGUAGES[language]
    assert not [text for english, text in texts.items() if text.endswith(".") != english.endswith(".")]
    assert not [text for text in texts.values() if re.search(r"\s$|^\s|\s\s", text)]


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_no_sentence_is_missing(language: str):
    """Also of those with names in them and of those that come from other processes."""
    have, want = set(translations.LANGUAGES[language]), interface.sentences(ROOT)
    assert len(want) > 250
    assert not want - have, f"translations/{language} lacks: {sorted(want - have)}"


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blender as a module has no languages, so its look-up is done here."""
    texts = translations.LANGUAGES["de"]
    monkeypatch.setattr(sentences, "told", lambda text: texts.get(text, text))


SAID = {
    "There is no file /videos/a (1).mp4: choose a video.":
        "Die Datei /videos/a (1).mp4 gibt es nicht: ein Video wählen.",
    "Stopped after 12 frames.": "Nach 12 Bildern angehalten.",
    # A bridge, told by the sender, told by a take that was stored long ago.
    "The bridge was lost after 37 frames, which are kept: The connection was lost.":
        "Die Bridge ging verloren, nach 37 Bildern, die behalten sind: Die Verbindung ging verloren.",
    "The bridge cannot be used: Cannot reach gpu port 7: nothing listens there; check the address and that it runs.":
        "Die Bridge ist nicht benutzbar: gpu Port 7 ist nicht erreichbar: dort antwortet nichts; Adresse prüfen, und "
        "ob die Bridge läuft.",
    "The serve process ended: expnet-bridge: The model x.onnx is no ONNX model.":
        "Der Prozess serve ist beendet: Das Modell x.onnx ist kein ONNX-Modell.",
    "Crops of the face are sent to gpu:7 over TLS. It computes with onnx (cuda).":
        "Ausschnitte des Gesichts werden mit TLS an gpu:7 gesendet. Dort rechnet onnx (cuda).",
    # Words of the interface, used as names, stay names.
    '"Head" has no keys yet: apply it first.': "„Head“ hat noch keine Keyframes: zuerst anwenden.",
    "There is no file unknown: choose a video.": "Die Datei unbekannt gibt es nicht: ein Video wählen.",
    # What nobody knows.
    "A sentence of next year's bridge: see {0}.": "A sentence of next year's bridge: see {0}.",
    "Choose Video": "Video wählen",
    "": "",
}  # fmt: skip


@pytest.mark.parametrize("english", SAID)
def test_sentences_are_translated_with_what_is_in_them(english: str, german: None):
    assert sentences.said(english) == SAID[english]


@pytest.mark.parametrize("english", SAID)
def test_english_stays_as_it_is(english: str):
    assert sentences.said(english) == english


@pytest.mark.parametrize("template", sorted(sentences.SENTENCES))
def test_every_sentence_is_found_again(template: str, german: None):
    """None is mistaken for another, and none loses what was put into it."""
    fields = [f"«{name}»" for _, name, _, _ in string.Formatter().parse(template) if name]
    text = sentences.said(template.format(*fields))
    assert text == translations.LANGUAGES["de"][template].format(*fields)


@given(st.text(max_size=200) | st.sampled_from(sorted(sentences.SENTENCES)).map(lambda text: text * 5))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_texts_are_shown_as_they_are_or_translated(german: None, text: str):
    assert isinstance(sentences.said(text), str)


def test_long_hostile_sentences_take_no_time(german: None):
    """A peer's sentence has 2000 characters at most (``protocol.messages``). No part is looked for twice."""
    for text in ("The bridge was lost " * 100, "{0}: " * 400, ". " * 1000, "Cannot read " + ": " * 990 + "."):
        assert isinstance(sentences.said(text[:2000]), str)


def test_an_operator_reports_in_the_language_of_the_user(german: None):
    with pytest.raises(RuntimeError, match="Die Datei .*gone.mp4 gibt es nicht: ein Video wählen"):
        bpy.ops.expnet.solve(filepath="/gone.mp4")
    assert bpy.context.window_manager.expnet.sentence == "There is no file /gone.mp4: choose a video."
