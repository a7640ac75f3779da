# SPDX-License-Identifier: GPL-3.0-or-later
"""The units of a take as the panel lists them: one entry for each axis, with what is known of it."""

from __future__ import annotations

from typing import Final

import bpy

from .bridge import facts
from .bridge.basis import BASES
from .bridge.take import Take
from .settings import quiet

TUNED: Final = ("gain", "offset", "use_limits", "minimum", "maximum")
"""What a user sets of a unit."""


def refresh(settings: bpy.types.PropertyGroup, take: Take) -> None:
    """An entry for each axis of ``take``; how those that are there are tuned stays."""
    with quiet():
        tuned = {unit.name: {name: getattr(unit, name) for name in TUNED} for unit in settings.units}
        settings.units.clear()
        basis = BASES.get(take.basis)
        span = 1.0 if basis is None or basis.unit == "activation" else basis.maximum[0]
        known = facts.reliability(take)
        for axis, (name, moved) in enumerate(zip(take.names, facts.moved(take, span), strict=True)):
            unit = settings.units.add()
            unit.name = name
            unit.moved = bool(moved)
            unit.reliability = known.get(name, -1.0)
            if basis is not None:
                unit.minimum, unit.maximum = basis.minimum[axis], basis.maximum[axis]
            for field, value in tuned.get(name, {}).items():
                setattr(unit, field, value)


def copy(source: bpy.types.PropertyGroup, target: bpy.types.PropertyGroup) -> None:
    """Tune the units of ``target`` as those of ``source``."""
    with quiet():
        for unit in target.units:
            like = source.units.get(unit.name)
            if like is not None:
                for name in TUNED:
                    setattr(unit, name, getattr(like, name))


def reset(unit: bpy.types.PropertyGroup) -> None:
    """Leave a unit as it was solved, without applying anything."""
    with quiet():
        unit.gain, unit.offset, unit.use_limits = 1.0, 0.0, False


def active(settings: bpy.types.PropertyGroup) -> bpy.types.PropertyGroup | None:
    """The unit that is tuned and plotted."""
    return settings.units[settings.unit] if 0 <= settings.unit < len(settings.units) else None
