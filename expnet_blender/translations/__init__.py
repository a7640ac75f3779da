# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface in other languages: one module each, from the English text to its own.

Blender looks up what it draws itself (names, tooltips, labels); what a number was put into is looked up before, with
``ui.text.told``. A new language is a module beside ``de`` and a line in ``LANGUAGES``.
"""

from __future__ import annotations

from typing import Final

import bpy

from . import de, sentences

LANGUAGES: Final = {"de": de.TEXTS, "de_DE": de.TEXTS}
"""Blender's locale -> texts. Its builds differ in whether German is called "de" or "de_DE"."""

CONTEXTS: Final = ("*", "Operator")
"""Blender looks up operators in a context of their own; a text means the same in both here. No operator is called
by a sentence."""


def register() -> None:
    spoken = sentences.SENTENCES | sentences.PHRASES
    bpy.app.translations.register(
        __package__,
        {
            language: {
                (context, english): text
                for english, text in texts.items()
                for context in (CONTEXTS[:1] if english in spoken else CONTEXTS)
            }
            for language, texts in LANGUAGES.items()
        },
    )


def unregister() -> None:
    bpy.app.translations.unregister(__package__)
