# SPDX-License-Identifier: GPL-3.0-or-later
"""Place the video of a take beside its character, in place of what an earlier call placed for the same video."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bpy

from ..bridge.errors import UserError
from ..errors import Refusal
from ..properties import EXPNET_PG_take
from . import picture, sound


def place(
    context: bpy.types.Context, obj: bpy.types.Object, item: EXPNET_PG_take, *, with_sound: bool, with_picture: bool
) -> None:
    """Sound and picture as wanted. One that cannot be placed does not keep back the other. Raises ``UserError``."""
    if not (with_sound or with_picture):
        return
    path = bpy.path.abspath(item.video)
    if not item.video or not Path(path).is_file():
        raise Refusal(f'The video of "{item.name}" is not at {path or "any known place"}: set its path in the take.')
    failures = []
    start = item.settings.start
    if with_sound:
        with _collecting(failures):
            if not sound.place(context.scene, path, start) and not with_picture:
                raise Refusal(f"{Path(path).name} has no sound.")
    if with_picture:
        with _collecting(failures):
            picture.place(context, obj, path, start)
    if failures:
        raise Refusal(" ".join(failures))


@contextmanager
def _collecting(failures: list[str]) -> Iterator[None]:
    try:
        yield
    except UserError as error:
        failures.append(str(error))
