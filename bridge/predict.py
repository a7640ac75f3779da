# SPDX-License-Identifier: GPL-3.0-or-later
"""``expnet-bridge predict``: solves videos, or the authors' list of pictures (``predict_boxes.py``), without Blender.

Starts a bridge of its own, or uses the one at ``--bridge`` with the token in the environment variable EXPNET_TOKEN.
Exit status: 0 all solved, 1 at least one video was not solved at all, 3 all solved but at least one only in part (the
part is written), 2 wrong arguments, 130 interrupted (the video under way is not written).
"""

from __future__ import annotations

import argparse
import glob
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from . import MOST_FACES, __version__, take_csv
from .card import DEFAULT_WEIGHTS
from .errors import UserError
from .launch import Child
from .progress import ProgressLine
from .protocol import BridgeAddress, Finished, Opened, Options, Progress, Row
from .rows import Rows
from .serve import PORT, add_engine

PARTIAL: Final = 3
"""Exit status when a take holds only part of its video."""


@dataclass(frozen=True)
class Job:
    """One video and the files its take goes to."""

    video: Path
    take: Path
    csv: Path | None


def main(arguments: list[str]) -> int:
    """Solves all videos named; returns the exit status. Raises ``UserError`` before any work for files in the way."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if bool(options.videos) == (options.boxes is not None):
        parser.error("name videos, or a list of pictures with --boxes")
    if options.boxes is not None:
        return _boxes(parser, options)
    if options.crops is not None:
        parser.error("--crops goes with --boxes")
    if options.last is not None and options.last < (options.first or 0.0):
        parser.error("--last lies before --first")
    jobs = plan([Path(video) for video in options.videos], options.output, options.csv, options.force)
    if options.faces > 1 and not options.force:
        _refuse_faces(jobs)
    status = 0
    with _bridge(options) as address:
        for job in jobs:
            try:
                complete = _solve(job, address, options)
            except UserError as error:
                print(f"{job.video.name}: {error}", file=sys.stderr)
                status = 1
            else:
                status = status if complete else status or PARTIAL
    return status


def _boxes(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Predicts for a list of pictures."""
    for name in ("csv", "first", "last", "bridge"):
        if getattr(options, name) is not None:
            parser.error(f"--{name} goes with videos, not with --boxes")
    (job,) = plan([Path(options.boxes)], options.output, None, options.force)
    from .predict_boxes import run

    return run(options, job.take)


def plan(videos: list[Path], output: str | None, csv: str | None, force: bool) -> list[Job]:
    """Where each take goes: ``output`` is a file for one video, a folder for several or if it ends in a slash (made if
    need be); None is the current folder. ``csv``: None without, "" beside the take, else the file (for one video).

    Raises ``UserError`` for files that exist (unless ``force``), that two videos would share, or that have no folder.
    """
    folder = output is None or len(videos) > 1 or output.endswith(("/", os.sep)) or Path(output).is_dir()
    if csv and len(videos) > 1:
        raise UserError("--csv takes a file name for one video only: give --csv alone to write one beside each take.")
    jobs = []
    for video in videos:
        take = Path(output or ".") / f"{video.stem}.npz" if folder else Path(output or "")
        jobs.append(Job(video, take, None if csv is None else Path(csv) if csv else take.with_suffix(".csv")))
    targets = [path for job in jobs for path in (job.take, job.csv) if path is not None]
    if folder and output is not None and not Path(output).exists():
        _make(Path(output))
    for path in targets:
        if targets.count(path) > 1:
            raise UserError(f"Two of the files to write are {path}: give the videos different names or separate runs.")
        if not path.parent.is_dir():
            raise UserError(f"There is no folder {path.parent}: make it or choose another output.")
        if path.is_dir() or path.exists() and not force:
            raise _in_the_way(path)
    return jobs


def _of_face(path: Path, number: int) -> Path:
    """The file of a further face, counted from 2: beside that of the main one."""
    return path.with_name(f"{path.stem}.face{number}{path.suffix}")


def _refuse_faces(jobs: list[Job]) -> None:
    """Raises ``UserError`` for files of further faces that are there from before."""
    for job in jobs:
        pattern = f"{glob.escape(job.take.stem)}.face*{glob.escape(job.take.suffix)}"
        for path in job.take.parent.glob(pattern):
            raise _in_the_way(path)


def _in_the_way(path: Path) -> UserError:
    return UserError(f"{path} exists already: give --force to overwrite it, or another output with -o.")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise UserError(f"Cannot make the folder {folder} ({error.strerror}): choose another output.") from None


def _solve(job: Job, address: BridgeAddress, options: argparse.Namespace) -> bool:
    """Solves one video and writes its files; whether all of it was solved. Raises ``UserError``."""
    from .sender.pipeline import solve  # the decoder takes a second to import, in which the bridge starts

    rows, finished = Rows(), None
    with ProgressLine(job.video.name) as line:
        asked = Options(options.threshold, options.jpeg, steady=options.steady, faces=options.faces)
        messages = solve(job.video, address, options.first, options.last, asked)
        with closing(messages):
            for message in messages:
                if isinstance(message, Opened):
                    rows.opened = message
                elif isinstance(message, Row):
                    rows.add(message)
                elif isinstance(message, Progress):
                    line.show(message)
                elif isinstance(message, Finished):
                    finished = message
    assert finished is not None
    if rows.opened is None or not rows.found:
        raise UserError(finished.warning)
    for number, face in enumerate(rows.faces() if options.faces > 1 else rows.faces()[:1], 1):
        take = rows.take(f"expnet-bridge {__version__}", face.person)
        path, csv = job.take, job.csv
        if number > 1:
            path, csv = _of_face(path, number), csv and _of_face(csv, number)
        take.save(path)
        if csv is not None:
            take_csv.write(take, csv)
        seen = f"face {number} in {face.found}" if number > 1 else f"{face.found} with a face"
        print(f"{job.video.name}: {finished.frames} frames, {seen} -> {path}")
    if finished.warning:
        print(f"{job.video.name}: {finished.warning}", file=sys.stderr)
    return finished.complete


@contextmanager
def _bridge(options: argparse.Namespace) -> Iterator[BridgeAddress]:
    """The bridge to use; one of our own ends with the block."""
    if options.bridge is not None:
        yield _remote(options)
        return
    with ExitStack() as stack:
        chosen = [f"--{name}={getattr(options, name)}" for name in ("model", "engine", "device", "precision")]
        yield stack.enter_context(Child(["serve", *chosen])).wait_ready()


def _remote(options: argparse.Namespace) -> BridgeAddress:
    host, colon, port = options.bridge.rpartition(":")
    if not colon:
        host, port = options.bridge, str(PORT)
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise UserError(f"'{options.bridge}' is no address: give the bridge's as host:port.")
    certificate = ""
    if options.certificate is not None:
        try:
            certificate = Path(options.certificate).read_text()
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"Cannot read the certificate {options.certificate}: {error}.") from None
    tls = "pinned" if certificate else "system" if options.tls else "none"
    return BridgeAddress(host.strip("[]"), int(port), os.environ.get("EXPNET_TOKEN", ""), tls, certificate)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="expnet-bridge predict", description="Solves videos into takes.")
    parser.add_argument("videos", nargs="*", metavar="VIDEO")
    parser.add_argument("--boxes", metavar="LIST", help="published model: pictures with boxes (CSV: ID,FILE,X,Y,W,H)")
    parser.add_argument("--crops", metavar="FOLDER", help="with --boxes: keep crops and answers there, to train on")
    parser.add_argument("-o", "--output", help="the take (.npz), or a folder (default: VIDEO's name in this folder)")
    parser.add_argument("--csv", nargs="?", const="", help="write a CSV as Live Link Face does too (beside the take)")
    parser.add_argument("--first", type=seconds, help="start here, seconds")
    parser.add_argument("--last", type=seconds, help="end here, seconds")
    parser.add_argument("--threshold", type=score, default=0.6, help="lowest detector score of a face (default: 0.6)")
    parser.add_argument("--frame-by-frame", dest="steady", action="store_false",
                        help="leave in what trembles on a face that is still, as the network gives it")  # fmt: skip
    parser.add_argument("--faces", type=faces, default=1, metavar="main|all|N",
                        help=f"solve up to so many faces of a frame, {MOST_FACES} for all; each further one goes to "
                        "a file of its own, TAKE.face2.npz and so on (default: main)")  # fmt: skip
    parser.add_argument("--force", action="store_true", help="overwrite files")
    parser.add_argument("--model", default=str(DEFAULT_WEIGHTS), help="ONNX file (default: the one that ships)")
    add_engine(parser)
    parser.add_argument("--no-jpeg", dest="jpeg", action="store_false",
                        help="published model: do not put crops through JPEG as its authors did")  # fmt: skip
    parser.add_argument("--bridge", metavar="HOST:PORT", help="use this bridge; its token is EXPNET_TOKEN")
    parser.add_argument("--tls", action="store_true", help="encrypt; the system's authorities vouch for the bridge")
    parser.add_argument("--certificate", help="encrypt; only this PEM certificate vouches for the bridge")
    return parser


def seconds(text: str) -> float:
    """An argument that is a time in the video."""
    value = float(text)
    if not 0.0 <= value <= 1e7:
        raise argparse.ArgumentTypeError(f"{text} is no time in seconds")
    return value


def score(text: str) -> float:
    """An argument that is a detector's score."""
    value = float(text)
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(f"{text} does not lie between 0 and 1")
    return value


def faces(text: str) -> int:
    """An argument that is a number of faces in a frame."""
    value = {"main": 1, "all": MOST_FACES}.get(text) or int(text)
    if not 1 <= value <= MOST_FACES:
        raise argparse.ArgumentTypeError(f"{text} is neither main nor all nor a number from 1 to {MOST_FACES}")
    return value
