# SPDX-License-Identifier: GPL-3.0-or-later
"""Presets of Refine: some that ship, and the user's own.

Blender's own presets are Python files that are run to be loaded; ours are JSON, which can be passed on without trust.
"""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any, Final

import bpy

from .errors import Refusal
from .properties import EXPNET_PG_settings, EXPNET_PG_unit
from .settings import NAMES, ApplySettings, quiet
from .units import TUNED

FIXED: Final = {
    "start", "use_trim", "trim_first", "trim_last", "neutral", "neutral_last", "mirror", "head_rotation",
    "level", "gaze",
}  # fmt: skip
"""Settings that belong to one take and are no matter of taste."""

FIELDS: Final = tuple(name for name in NAMES if name not in FIXED)

LONGEST: Final = 1 << 18
"""Largest preset file, bytes."""

SHIPPED: Final[dict[str, dict[str, Any]]] = {
    "Raw": {"smoothing": 0.0, "clamp": False},
    "Default": {},
    "Subtle": {
        "smoothing": 0.08, "gain": 0.8, "gain_brows": 0.85, "neutral_from": "AUTO", "symmetry": 0.2, "blinks": 1.0,
        "closures": 0.5,
    },
    "Speech": {
        "smoothing": 0.05, "neutral_from": "AUTO", "gain_brows": 0.8, "gain_mouth": 1.15, "blinks": 1.0,
        "closures": 0.9,
    },
    "Strong": {
        "smoothing": 0.05, "gain": 1.35, "gain_brows": 1.2, "neutral_from": "AUTO", "blinks": 1.0, "closures": 0.8,
    },
    "Few Keys": {"smoothing": 0.08, "blinks": 1.0, "closures": 0.7, "reduce": True, "tolerance": 0.02},
}  # fmt: skip
"""What differs from the defaults."""

NOTES = {
    "Raw": "What was solved, frame by frame, with nothing taken out or added",
    "Default": "As every take begins: jitter taken out, nothing else",
    "Subtle": "Calm: less of everything, blinks and closures kept",
    "Speech": "Dialogue: lips meet, blinks close, brows stay in the background",
    "Strong": "Exaggerated: for stylised characters and distant cameras",
    "Few Keys": "For editing by hand: keys with handles where the curves need them",
}
"""What each is for."""


def shipped(name: str) -> dict[str, Any]:
    """Raises ``Refusal`` for an unknown name."""
    if name not in SHIPPED:
        raise Refusal(f'There is no preset "{name}": choose one of {", ".join(SHIPPED)}.')
    return SHIPPED[name]


def use(settings: ApplySettings, preset: dict[str, Any]) -> None:
    """Set all of ``FIELDS`` and the units as ``preset`` says, else to their defaults, without applying anything."""
    defaults = settings.bl_rna.properties
    tuned = preset.get("units", {})
    with quiet():
        for name in FIELDS:
            setattr(settings, name, preset.get(name, defaults[name].default))
        for unit in settings.units:
            for name in TUNED[:3]:
                setattr(unit, name, unit.bl_rna.properties[name].default)
            for name, value in tuned.get(unit.name, {}).items():
                setattr(unit, name, value)


def of(settings: ApplySettings) -> dict[str, Any]:
    """How a take is refined."""
    preset: dict[str, Any] = {name: getattr(settings, name) for name in FIELDS}
    preset["units"] = {
        unit.name: {name: getattr(unit, name) for name in TUNED} for unit in settings.units if unit.is_tuned
    }
    return preset


def own() -> list[str]:
    """Names of the user's presets."""
    return sorted(path.stem for path in _folder(create=False).glob("*.json"))


def save(name: str, preset: dict[str, Any]) -> None:
    """Raises ``Refusal`` for a name that is no file name, or where nothing can be written."""
    path = _path(name, create=True)
    temporary = path.with_suffix(f".{os.getpid()}.part")
    try:
        temporary.write_text(json.dumps(preset, indent=1), "utf-8")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise Refusal(f"The preset cannot be saved in {path.parent}: {error.strerror or error}.") from None


def load(name: str) -> dict[str, Any]:
    """Raises ``Refusal`` for a file that is gone or no preset."""
    path = _path(name, create=False)
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(LONGEST + 1)
        preset = json.loads(text) if len(text) <= LONGEST else None
    except OSError as error:
        raise Refusal(f'The preset "{name}" cannot be read: {error.strerror or error}.') from None
    except (ValueError, RecursionError):
        preset = None
    if not isinstance(preset, dict) or not _is_preset(preset):
        raise Refusal(f"{path} is no preset of ExpNet: delete it and save the preset again.")
    return preset


def remove(name: str) -> None:
    """Raises ``Refusal`` where it cannot be deleted."""
    try:
        _path(name, create=False).unlink()
    except OSError as error:
        raise Refusal(f'The preset "{name}" cannot be deleted: {error.strerror or error}.') from None


def _is_preset(preset: dict[str, Any]) -> bool:
    """Whether all that is named is known and of the right kind; unknown names are for later versions to know."""
    properties, unit = EXPNET_PG_settings.bl_rna.properties, EXPNET_PG_unit.bl_rna.properties
    units = preset.get("units", {})
    return (
        all(_fits(properties[name], value) for name, value in preset.items() if name in FIELDS)
        and isinstance(units, dict)
        and all(isinstance(fields, dict) for fields in units.values())
        and all(
            name in TUNED and _fits(unit[name], value) for fields in units.values() for name, value in fields.items()
        )
    )


def _fits(field: bpy.types.Property, value: object) -> bool:
    match field.type:
        case "BOOLEAN":
            return isinstance(value, bool)
        case "ENUM":
            return value in field.enum_items.keys()
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _path(name: str, create: bool) -> Path:
    plain = name == name.strip() and all(letter.isalnum() or letter in " -_" for letter in name)
    if not name or not plain:
        raise Refusal("Give the preset a name of letters, digits, spaces, dashes and underscores.")
    return _folder(create) / f"{name}.json"


def _folder(create: bool) -> Path:
    return Path(bpy.utils.extension_path_user(__package__, path="presets", create=create))
