# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m weights make`` makes the default weights from nothing; ``evaluate`` measures weights that exist;
``convert``, ``card`` and ``finetune`` are for the published ones."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Final

from bridge.errors import UserError

from . import from_scratch, pipeline
from .published.cli import add_commands

_TURNS: Final = "1000"
"""That a thread of PyTorch on Linux waits for the others before it gives its core away. GNU OpenMP's own number is 300
times as large: where anything else runs on the machine, a training step then takes 6 times as long for it."""


def main() -> None:
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", _TURNS)  # read when torch is first imported
    parser = argparse.ArgumentParser(prog="python -m weights", description="The weights of ExpNet.")
    commands = parser.add_subparsers(dest="command", required=True)
    defaults = pipeline.Options()
    make = commands.add_parser("make", help="render, train, export and measure; goes on where it stopped")
    evaluate = commands.add_parser("evaluate", help="measure weights on held-out renders and, if named, on real clips")
    evaluate.add_argument("model", nargs="?", type=Path, default=pipeline.MODEL, help="ONNX file (the default weights)")
    estimate = commands.add_parser("estimate", help="label the renders with MediaPipe's Face Landmarker")
    estimate.add_argument("task", help="face_landmarker.task")
    scratch = commands.add_parser("scratch", help="train everything from random numbers, without pretrained trunks")
    out = defaults.work / "expnet_scratch.onnx"
    scratch.add_argument("-o", "--out", type=Path, default=out, help="ONNX file to write (%(default)s)")
    scratch.add_argument("--steps", type=int, default=pipeline.OWN_STEPS, help="of 128 crops (%(default)s)")
    for command in (make, evaluate, estimate, scratch):
        command.add_argument("--renders", type=int, default=defaults.renders, help="to train on (%(default)s)")
        command.add_argument("--held-out", type=int, default=defaults.held_out, help="to measure on (%(default)s)")
        command.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="default: one per core")
        command.add_argument("--work", type=Path, default=defaults.work, help="folder of what is made on the way")
    for command in (make, scratch):
        help = "augmentations of each render (%(default)s)"
        command.add_argument("--copies", type=int, default=defaults.copies, help=help)
        help = "of PyTorch: cpu, cuda (default: a GPU if there is one)"
        command.add_argument("--device", default="auto", help=help)
    make.add_argument("--heads", type=int, default=defaults.heads, help="heads whose mean answers (%(default)s)")
    add_commands(commands)
    parsed = parser.parse_args()
    command = parsed.command
    try:
        if "run" in parsed:
            parsed.run(parsed)
            return
        given = vars(parsed)
        del given["command"]
        model, task = given.pop("model", None), given.pop("task", "")
        out, device, steps = (given.pop(name, None) for name in ("out", "device", "steps"))
        options = pipeline.Options(**given)
        if command == "make":
            pipeline.make(options, device)
        elif command == "evaluate":
            pipeline.evaluate(options, model)
        elif command == "scratch":
            from_scratch.make(options, out, device, steps)
        else:
            pipeline.estimate(options, task)
    except ModuleNotFoundError as error:
        wanted = "mediapipe==0.10.21" if command == "estimate" else "'.[weights]'"
        raise SystemExit(f"The package {error.name} is missing: pip install {wanted}") from None
    except (UserError, OSError, RuntimeError, ValueError) as error:
        raise SystemExit(str(error)) from None
    except KeyboardInterrupt:
        raise SystemExit("Stopped. The same command goes on from here.") from None


if __name__ == "__main__":
    main()
