# SPDX-License-Identifier: GPL-3.0-or-later
"""``blender [FILE.blend] --command expnet solve VIDEO --output OUT.blend``: the whole job without a window.

``--face FILE`` imports a 3D morphable face first and animates that. ``--faces all`` adds a head for every further face
of the video.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import bpy

from . import preferences
from .bridge import MOST_FACES
from .bridge.errors import UserError
from .later import faces, picking, solving

_handle: object | None = None


def main(arguments: list[str]) -> int:
    """Exit status: 0 done, 1 a user error (one sentence on standard error), 2 wrong arguments."""
    parser = argparse.ArgumentParser(prog="blender --command expnet", description="ExpNet for Blender.")
    commands = parser.add_subparsers(dest="command", required=True)
    solve = commands.add_parser("solve", help="animate a character from a video of a face")
    solve.add_argument("video")
    solve.add_argument("--head", default="", help="name of the character (default: the only one, or a new head)")
    solve.add_argument("--face", help="import this 3D morphable face (docs/morphable.md) and animate it")
    solve.add_argument("--identities", type=int, default=0, help="identity components of that face (default: 0)")
    solve.add_argument("--model", help="weights (.onnx) for this run, in place of those in the preferences")
    solve.add_argument("--faces", choices=("main", "all"), default="main",
                       help="animate from the main face of the video (default), or add a head for each other one")
    solve.add_argument("--start", type=int, help="scene frame on which the video begins (default: the scene's first)")
    solve.add_argument("-o", "--output", required=True, help="the .blend to write")
    options = parser.parse_args(arguments)
    try:
        _solve(options)
    except UserError as error:
        print(f"expnet: {error}", file=sys.stderr)
        return 1
    return 0


def _solve(options: argparse.Namespace) -> None:
    if options.head and options.face:
        raise UserError("--head names a character of the file, --face adds one: give one of them.")
    if options.face and options.faces == "all":
        raise UserError("--faces all adds heads of ExpNet, which cannot be mixed with --face: leave out one.")
    if options.face:
        _import(options.face, options.identities)
        obj = bpy.context.object
    else:
        obj = bpy.data.objects.get(options.head) if options.head else picking.obvious(bpy.context)
    if options.head and obj is None:
        raise UserError(f'There is no object "{options.head}" in the file.')
    more = {"faces": 1 if options.faces == "main" else MOST_FACES}
    if options.start is not None:
        more["start"] = options.start
    with _weights(options.model):
        solving.start("EXEC_DEFAULT", options.video, "" if obj is None else obj.name, **more)
    if options.faces == "all":
        _give_heads()
    bpy.ops.wm.save_as_mainfile(filepath=options.output, copy=True)


def _give_heads() -> None:
    """A head for each face that drives nothing yet, if the video has several."""
    if faces.current(bpy.context, None) is None:
        return
    try:
        bpy.ops.expnet.give_heads()
    except RuntimeError as error:
        raise UserError(str(error).strip().removeprefix("Error: ")) from None


def _import(path: str, identities: int) -> None:
    try:
        bpy.ops.expnet.import_morphable(filepath=os.path.abspath(path), identities=identities)
    except RuntimeError as error:
        raise UserError(str(error).strip().removeprefix("Error: ")) from None


@contextmanager
def _weights(path: str | None) -> Iterator[None]:
    """Solve with other weights than the preferences name, which stay as they are."""
    stored = preferences.get()
    kept = stored.bridge, stored.model
    if path is not None:
        stored.bridge, stored.model = "LOCAL", os.path.abspath(path)
    try:
        yield
    finally:
        stored.bridge, stored.model = kept


def register() -> None:
    global _handle
    _handle = bpy.utils.register_cli_command("expnet", main)


def unregister() -> None:
    bpy.utils.unregister_cli_command(_handle)
