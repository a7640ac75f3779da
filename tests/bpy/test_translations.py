# SPDX-License-Identifier: GPL-3.0-or-later
"""Every language has every text that a user can read in the interface."""

from __future__ import annotations

import re
import string

import pytest
from bl_ext.user_default.expnet import translations

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
