# SPDX-License-Identifier: GPL-3.0-or-later
"""``blender [FILE.blend] --command expnet solve VIDEO --output OUT.blend``: the whole job without a window."""

from __future__ import annotations

import argparse
import sys

import bpy

from . import picking, solving
from .bridge.errors import UserError

_handle: object | None = None


def main(arguments: list[str]) -> int:
    """Exit status: 0 done, 1 a user error (one sentence on standard error), 2 wrong arguments."""
    parser = argparse.ArgumentParser(prog="blender --command expnet", description="ExpNet for Blender.")
    commands = parser.add_subparsers(dest="command", required=True)
    solve = commands.add_parser("solve", help="animate a character from a video of a face")
    solve.add_argument("video")
    solve.add_argument("--head", default="", help="name of the character (default: the only one, or a new head)")
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
    obj = bpy.data.objects.get(options.head) if options.head else picking.obvious(bpy.context)
    if options.head and obj is None:
        raise UserError(f'There is no object "{options.head}" in the file.')
    start = {} if options.start is None else {"start": options.start}
    solving.start("EXEC_DEFAULT", options.video, "" if obj is None else obj.name, **start)
    bpy.ops.wm.save_as_mainfile(filepath=options.output, copy=True)


def register() -> None:
    global _handle
    _handle = bpy.utils.register_cli_command("expnet", main)


def unregister() -> None:
    bpy.utils.unregister_cli_command(_handle)
