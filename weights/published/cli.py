# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m weights convert``, ``card`` and ``finetune``."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bridge.published.architecture import Published, parse

from .recipe import PARTS, Recipe

if TYPE_CHECKING:
    from .train import Progress

_SCRATCH_RATE: Final = 1e-3


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
    tune = commands.add_parser("finetune", help="train a converted net further, or one from scratch, on your own crops")
    tune.add_argument("folder", type=Path, help="crops of 227 x 227 pixels with labels.csv or labels.npz")
    base = tune.add_mutually_exclusive_group(required=True)
    base.add_argument("--base", type=Path, metavar="MODEL", help="the converted file to begin with")
    base.add_argument("--scratch", action="store_true", help="begin with a network that knows nothing")
    tune.add_argument("-o", "--output", type=Path, default=Path("finetuned.onnx"), help="default: %(default)s")
    tune.add_argument("--part", choices=PARTS, help="what is trained (default: last; from scratch: all)")
    tune.add_argument("--epochs", type=int, help=f"default: {Recipe.epochs}")
    tune.add_argument("--batch", type=int, help=f"default: {Recipe.batch}")
    tune.add_argument("--rate", type=float, help=f"default: {Recipe.rate:g}; from scratch: {_SCRATCH_RATE:g}")
    tune.add_argument("--held-out", type=float, help=f"share to measure on (default: {Recipe.held_out})")
    tune.add_argument("--seed", type=int, help=f"default: {Recipe.seed}")
    tune.add_argument(
        "--no-augment", dest="augment", action="store_const", const=False, help="train on crops as they are"
    )
    tune.add_argument("--blocks", default="3,4,23,3", help="from scratch: blocks of the four stages (%(default)s)")
    tune.add_argument("--width", type=int, default=64, help="from scratch: channels of the first stage (%(default)s)")
    tune.add_argument("--device", default="auto", help="auto, cuda, mps or cpu")
    tune.add_argument("--restart", action="store_true", help="forget the state of an earlier run")
    tune.add_argument("--force", action="store_true", help="overwrite the output")
    tune.set_defaults(run=_finetune)
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


def _finetune(given: argparse.Namespace) -> None:
    resnet = parse(Published().plain() | {"blocks": _numbers(given.blocks), "width": given.width}).resnet
    names = ("part", "epochs", "batch", "rate", "held_out", "seed", "augment")
    chosen = {name: value for name in names if (value := getattr(given, name)) is not None}
    if given.scratch:
        chosen = {"part": "all", "rate": _SCRATCH_RATE} | chosen
    recipe = Recipe(**chosen)
    recipe.check()
    if given.scratch and recipe.part != "all":
        raise ValueError("From scratch, all of the network is trained: leave --part out.")
    from .finetune import Job, finetune

    job = Job(given.folder, given.output, given.base, recipe, resnet, given.device, given.restart, given.force)
    started = time.monotonic()

    def report(progress: Progress) -> None:
        error = "" if progress.held_out is None else f", held out {progress.held_out:.3f} sigma"
        left = (
            f"{progress.remaining / 60:.0f} min left"
            if progress.remaining >= 100
            else f"{progress.remaining:.0f} s left"
        )
        print(f"step {progress.step} of {progress.total}: loss {progress.loss:.4f}{error}, {left}", flush=True)

    if not finetune(job, print, report):
        raise KeyboardInterrupt
    print(f"{time.monotonic() - started:.0f} s")


def _numbers(text: str) -> list[int]:
    try:
        return [int(word) for word in text.split(",")]
    except ValueError:
        raise ValueError(f"'{text}' is no list of whole numbers such as 3,4,23,3.") from None


def _card(given: argparse.Namespace) -> None:
    from bridge.card import read_card, read_model, summary_of

    from .describe import card

    label = str(given.model)
    data = read_model(given.model)
    read_card(data, label, "none", "none")  # whether its metadata can be believed
    summary = summary_of(data, label)
    print(card(summary.metadata, summary.outputs, len(data)), end="")
