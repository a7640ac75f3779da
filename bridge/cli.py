# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: ``expnet-bridge serve|send|predict|morphable``.

Each sub-command is a module with ``main(arguments: list[str]) -> int`` and parses its own arguments, so that a bridge
never imports a video decoder."""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import Final

from . import __version__
from .errors import LibraryError, UserError

COMMANDS: Final = {
    "serve": (".serve", "run a model for clients that send faces"),
    "send": (".sender.server", "read a video, find the face and send it to a bridge (started by the add-on)"),
    "predict": (".predict", "solve a video into a take, without Blender"),
    "morphable": (".morphable.command", "convert a 3D morphable face to an open .npz"),
}
"""Sub-command to module and description."""


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 a user error (one sentence on standard error), 2 wrong arguments, 130 interrupted."""
    parser = argparse.ArgumentParser(prog="expnet-bridge", description="ExpNet outside Blender.")
    parser.add_argument("--version", action="version", version=f"expnet-bridge {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (_, description) in COMMANDS.items():
        commands.add_parser(name, help=description, add_help=False)
    arguments = sys.argv[1:] if arguments is None else arguments
    known, rest = parser.parse_known_args(arguments[:1])[0], arguments[1:]
    try:
        return importlib.import_module(COMMANDS[known.command][0], __package__).main(rest)
    except (ImportError, UserError) as error:
        told = LibraryError(error) if isinstance(error, ImportError) else error
        print(f"expnet-bridge: {told}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
