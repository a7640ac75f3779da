# SPDX-License-Identifier: GPL-3.0-or-later
"""``expnet-bridge morphable FILE... -o head.npz``: converts a 3D morphable face to the open form.

Blender runs it too, with ``--progress`` and ``--die-with-parent``: what is known of the files' formats, and the
libraries that this takes, stay outside Blender's process."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Final

from ..errors import UserError
from ..lifeline import Lifeline
from ..take import write_whole
from . import archive
from .model import MAX_COMPONENTS, Morphable
from .read import Wish, read

CANCELLED: Final = 130
"""Exit status when the parent ended the conversion."""


class _Cancelled(Exception):
    """The parent has gone, or wants no more of this."""


def main(arguments: list[str]) -> int:
    """Converts; returns the exit status. Raises ``UserError``."""
    options = _parser().parse_args(arguments)
    target = Path(options.output)
    if not options.force and target.exists():
        raise UserError(f"{target} exists already: give --force to overwrite it, or another output with -o.")
    lifeline = Lifeline(parent=True) if options.die_with_parent else None
    said = [""]

    def report(text: str, share: float) -> None:
        if lifeline is not None and lifeline.ended:
            raise _Cancelled
        line = json.dumps({"progress": round(share, 2), "text": text})
        if options.progress and line != said[-1]:
            print(line, flush=True)
            said[:] = [line]

    try:
        model = read([Path(file) for file in options.files], Wish(options.identities, options.jaw), report)
        report("Writing", 1.0)
        file = io.BytesIO()
        archive.write(model, file, packed=not options.progress)
        write_whole(target, file.getvalue())
    except _Cancelled:
        return CANCELLED
    if not options.progress:
        print(f"{target}: {summary(model)}")
        for note in model.notes:
            print(note, file=sys.stderr)
    return 0


def summary(model: Morphable) -> str:
    """A model in one line."""
    parts = [
        model.name,
        f"{len(model.mean)} vertices",
        f"{len(model.expressions)} expressions",
        f"{len(model.identities)} identity components",
    ]
    return ", ".join(parts + ([f"basis {model.basis}"] if model.basis else []))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="expnet-bridge morphable", description="Converts a 3D morphable face to an open .npz."
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="the model's file or files, or ICT-FaceKit's folder")
    parser.add_argument("-o", "--output", required=True, help="the .npz to write")
    parser.add_argument("--force", action="store_true", help="overwrite it")
    parser.add_argument(
        "--identities", type=components, default=MAX_COMPONENTS, help="identity components at most (default: all)"
    )
    parser.add_argument(
        "--jaw", choices=("keys", "bones"), default="keys", help="FLAME's jaw and neck as keys or as joints"
    )
    parser.add_argument("--progress", action="store_true", help="lines of JSON for a program")
    parser.add_argument("--die-with-parent", action="store_true", help="end when standard input ends")
    return parser


def components(text: str) -> int:
    """An argument that is a number of components."""
    value = int(text)
    if not 0 <= value <= MAX_COMPONENTS:
        raise argparse.ArgumentTypeError(f"{text} does not lie between 0 and {MAX_COMPONENTS}")
    return value
