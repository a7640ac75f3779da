# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the whole chain on a folder of clips: frames, faces found, frames per second, agreement with references.

Every video of the folder goes through a real bridge process, as ``expnet-bridge predict`` does it. Where
``NAME.reference.csv`` lies beside a video (see ``weights/train/clips.py``), each of the 29 units that moves in it is
compared with the raw, unsmoothed result by Pearson's r. Writes Markdown.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bridge.basis import DEFAULT
from bridge.card import DEFAULT_WEIGHTS
from bridge.errors import UserError
from bridge.launch import Child
from bridge.protocol import BridgeAddress, Finished, Opened, Row
from bridge.rows import Rows
from bridge.sender.pipeline import solve
from bridge.take import Take
from weights.train.clips import Clip, clips
from weights.train.score import agreement

VIDEOS = (".mp4", ".mov", ".mkv", ".avi", ".webm")


@dataclass(frozen=True)
class Measured:
    """One clip. ``r``: correlation per moving unit. ``warning``: what the chain had to say."""

    name: str
    frames: int
    found: int
    fps: float
    r: dict[str, float]
    warning: str

    @property
    def mean(self) -> float:
        """Over the units that move; NaN without a reference."""
        return float(np.mean(list(self.r.values()))) if self.r else float("nan")


def main() -> int:
    """0 when every clip could be decoded, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default=str(DEFAULT_WEIGHTS), help="ONNX file (default: the weights that ship)")
    parser.add_argument("-o", "--output", type=Path, help="Markdown file (default: standard output)")
    options = parser.parse_args()
    references = {clip.video: clip for clip in clips(options.folder)}
    videos = sorted(path for path in options.folder.iterdir() if path.suffix.lower() in VIDEOS)
    measured, failed = [], 0
    with Child(["serve", "--model", options.model]) as bridge:
        address = bridge.wait_ready()
        for path in videos:
            print(path.name, file=sys.stderr, flush=True)
            try:
                measured.append(measure(path, address, references.get(path)))
            except UserError as error:
                failed += 1
                print(f"{path.name}: {error}", file=sys.stderr)
    text = report(measured)
    if options.output:
        options.output.write_text(text)
    else:
        print(text)
    return min(failed, 1)


def measure(path: Path, address: BridgeAddress, reference: Clip | None) -> Measured:
    """Solves one clip. Raises ``UserError``."""
    rows, finished = Rows(), None
    start = time.perf_counter()
    for message in solve(path, address):
        if isinstance(message, Opened):
            rows.opened = message
        elif isinstance(message, Row):
            rows.add(message)
        elif isinstance(message, Finished):
            finished = message
    seconds = time.perf_counter() - start
    assert finished is not None
    r = correlations(rows.take("measure"), reference) if reference else {}
    return Measured(path.name, finished.frames, finished.found, finished.frames / seconds, r, finished.warning)


def correlations(take: Take, reference: Clip) -> dict[str, float]:
    """r per unit that moves, over the frames in which both saw a face."""
    count = min(len(take), len(reference.reference))
    wanted = reference.reference[:count]
    both = take.found[:count] & np.isfinite(wanted).all(1)
    name = reference.name
    return agreement({name: take.coefficients[:count][both]}, {name: wanted[both]}).channels


def report(measured: list[Measured]) -> str:
    """Two Markdown tables: one row per clip, and one row per unit."""
    lines = ["| clip | frames | faces found | frames/s | mean r (units that move) |", "|---|---|---|---|---|"]
    for clip in measured:
        agreed = f"{clip.mean:.2f} ({len(clip.r)})" if clip.r else "-"
        share = clip.found / max(clip.frames, 1)
        lines.append(f"| {clip.name} | {clip.frames} | {clip.found} ({share:.0%}) | {clip.fps:.0f} | {agreed} |")
    compared = [clip for clip in measured if clip.r]
    if not compared:
        return "\n".join(lines) + "\n"
    names = [name for name in DEFAULT.names if any(name in clip.r for clip in compared)]
    means = {name: float(np.mean([clip.r[name] for clip in compared if name in clip.r])) for name in names}
    lines += ["", "| unit | mean r | " + " | ".join(Path(clip.name).stem for clip in compared) + " |"]
    lines.append("|---" * (2 + len(compared)) + "|")
    for name in names:
        cells = [f"{clip.r[name]:.2f}" if name in clip.r else "" for clip in compared]
        lines.append(f"| {name} | **{means[name]:.2f}** | " + " | ".join(cells) + " |")
    overall = float(np.mean(list(means.values())))
    lines.append(f"| **mean over {len(names)} units** | **{overall:.2f}** |" + " |" * len(compared))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
