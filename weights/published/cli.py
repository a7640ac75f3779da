# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m weights convert`` and ``card``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the commands; each sets ``run`` to what does its work."""
    convert = commands.add_parser("convert", help="turn the authors' release into one file for the bridge")
    convert.add_argument("expression", type=Path, metavar="EXPRESSION_MODEL_DIR", help="unpacked Expression_Model")
    convert.add_argument("--shape", type=Path, metavar="DIR", help="unpacked Shape_Model: adds the person's shape")
    convert.add_argument("--pose", type=Path, metavar="DIR", help="unpacked fpn_new_model: adds the head's rotation")
    convert.add_argument("--mean", type=Path, metavar="FILE", help="3DMM_shape_mean.npy, if it lies elsewhere")
    convert.add_argument("-o", "--output", type=Path, default=Path("expnet.onnx"), help="default: %(default)s")
    convert.add_argument("--force", action="store_true", help="overwrite the output")
    convert.set_defaults(run=_convert)
    card = commands.add_parser("card", help="print the model card of a converted file")
    card.add_argument("model", type=Path)
    card.set_defaults(run=_card)


def _convert(given: argparse.Namespace) -> None:
    from .convert import convert
    from .release import Places

    places = Places(given.expression, given.shape, given.pose, given.mean)
    convert(places, given.output, given.force, report=_progress)


def _progress(what: str, done: int, total: int) -> None:
    """One line, rewritten on a terminal."""
    terminal, end = sys.stderr.isatty(), done == total
    if terminal or end:
        text = f"{what}: {done >> 20} of {total >> 20} MB"
        print(f"\r{text}\x1b[K" if terminal else text, end="\n" if end else "", file=sys.stderr, flush=True)


def _card(given: argparse.Namespace) -> None:
    from bridge.card import read_card, read_model, summary_of

    from .describe import card

    label = str(given.model)
    data = read_model(given.model)
    read_card(data, label, "none", "none")  # whether its metadata can be believed
    summary = summary_of(data, label)
    print(card(summary.metadata, summary.outputs, len(data)), end="")
