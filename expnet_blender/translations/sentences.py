# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole sentences in the language of the user, whoever said them.

A sentence is English where it arises: in a process of ours, in a bridge on another machine that may be a version older
or newer, or in a take that keeps what was told while it was solved and is opened by somebody else a year later. So the
sentence itself is what travels and what is kept, and a language has a *template* for it: ``There is no file {0}:
choose a video.`` Here the template that fits a sentence is found, and what stands in its fields goes into the
translated one. A sentence that none fits is shown as it came.

What peers say is only ever compared with the templates, never used as one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bpy.app.translations import pgettext_iface as told

from . import de_faces, de_morphable, de_sentences

SENTENCES: Final = frozenset(de_sentences.SENTENCES | de_morphable.SENTENCES | de_faces.SENTENCES)
"""The templates, in English; every language has the same."""

PHRASES: Final = frozenset(de_sentences.PHRASES | de_morphable.PHRASES)
"""Those of what stands in the fields of sentences, and nowhere else."""

DEPTH: Final = 3
"""Sentences within sentences: what a bridge said of what its sender said."""

_FIELD: Final = re.compile(r"\{\d+\}")


def said(text: str, depth: int = DEPTH) -> str:
    """``text`` translated: a text of the interface, a sentence, or several."""
    translated = told(text)
    if translated != text or not text:
        return translated
    head, stop, rest = text.partition(". ")
    if stop and depth > 0 and _known(f"{head}.") and _known(rest):
        return f"{said(f'{head}.', depth - 1)} {said(rest, depth - 1)}"
    found = _fitting(text, SENTENCES)
    return text if found is None else _filled(*found, depth)


def _known(text: str) -> bool:
    return text in SENTENCES or _fitting(text, SENTENCES) is not None


def _filled(template: str, fields: tuple[str, ...], depth: int) -> str:
    return told(template).format(*(_part(field, depth - 1) for field in fields))


def _part(text: str, depth: int) -> str:
    """What stands in a field: a sentence or a phrase that has a template, or else a name or number, which stays as it
    is, whatever the interface calls by the same word."""
    for templates in (SENTENCES, PHRASES) if depth > 0 else ():
        if text in templates:
            return told(text)
        found = _fitting(text, templates)
        if found is not None:
            return _filled(*found, depth)
    return text


@lru_cache(maxsize=512)
def _fitting(text: str, templates: frozenset[str]) -> tuple[str, tuple[str, ...]] | None:
    """The most wordy template that ``text`` may have been made from, and what stood in its fields."""
    for template, parts in _parts(templates):
        fields = _fields(text, parts)
        if fields is not None:
            return template, fields
    return None


def _fields(text: str, parts: tuple[str, ...]) -> tuple[str, ...] | None:
    """What ``text`` has between ``parts``, None if they are not its own. Each field ends as early as it can: no
    sentence, however long, is looked through more than once for each part."""
    first, *middle, last = parts
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return None
    fields, at, end = [], len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return None
        fields.append(text[at:found])
        at = found + len(part)
    return tuple(fields) + (text[at:end],)


@lru_cache(maxsize=2)
def _parts(templates: frozenset[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Templates with fields, as what stands before, between and after them; the most wordy ones first."""
    parted = [(template, tuple(_FIELD.split(template))) for template in templates if _FIELD.search(template)]
    return sorted(parted, key=lambda each: (-sum(map(len, each[1])), each[0]))
