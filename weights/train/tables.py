# SPDX-License-Identifier: GPL-3.0-or-later
"""What was measured, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from bridge.basis import DEFAULT

from .emotions import Told
from .evaluate import Real, Synthetic
from .score import GROUPS


def _number(value: float | None) -> str:
    return "" if value is None or value != value else f"{value:.2f}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def units(synthetic: Synthetic, real: Real | None) -> str:
    """One row per unit."""
    head = ["unit", "mean abs. error", "r", "r, one person", "gain", "at rest"]
    head += ["r, real clips", "clips"] if real else []
    parts = (synthetic.error, synthetic.r, synthetic.within, synthetic.gain, synthetic.rest)
    rows = []
    for name in DEFAULT.names:
        row = [name, *(_number(part[name]) for part in parts)]
        if real:
            row += [_number(real.agreement.channels.get(name)), str(real.agreement.clips.get(name, 0))]
        rows.append(row)
    mean = ["**mean**", *(_number(sum(part.values()) / len(part)) for part in parts[:3]), "", ""]
    rows.append(mean + ([f"**{_number(real.agreement.mean)}**", ""] if real else []))
    return _table(head, rows)


def clips(real: Real) -> str:
    """One row per clip: frames used, mean r over its moving channels, and per group."""
    rows = []
    for name, channels in real.each.items():
        groups = [[channels[n] for n in members if n in channels] for members in GROUPS.values()]
        cells = [_number(sum(group) / len(group)) if group else "" for group in groups]
        mean = sum(channels.values()) / len(channels) if channels else None
        rows.append([name, str(real.frames[name]), str(len(channels)), _number(mean), *cells])
    return _table(["clip", "frames", "channels", "mean r", *GROUPS], rows)


def still(real: Real) -> str:
    """One row per clip that has still segments: their frames, and the jitter there, frame by frame and as solved."""
    part, solved = real.still, real.steady
    rows = [
        [name, str(part.frames[name]), f"{value:.4f}", f"{solved.jitter[name]:.4f}"]
        for name, value in part.jitter.items()
    ]
    rows.append(["**mean**", str(sum(part.frames.values())), f"**{part.mean:.4f}**", f"**{solved.mean:.4f}**"])
    return _table(["clip", "still frames", "frame by frame", "as solved"], rows)


def coarse(synthetic: Synthetic, real: Real | None) -> str:
    """Mean r as the faces are, and with them 32 pixels high."""

    def row(name: str, whole: float, reduced: float) -> list[str]:
        return [name, _number(whole), _number(reduced)]

    parts = (synthetic.r, synthetic.coarse)
    rows = [row("held-out renders", *(sum(part.values()) / len(part) for part in parts))]
    if real:
        both = (real.agreement, real.coarse)
        rows.append(row("real clips", *(part.mean for part in both)))
        rows += [row(f"real clips, {name}", *(part.group(name) for part in both)) for name in GROUPS]
    return _table(["mean r", "as they are", "32 px high"], rows)


def emotions(sets: Mapping[str, Told]) -> str:
    """One row per set of faces: how many faces, people and pictures without a face, and the shares whose emotion is
    told."""
    head = ["emotions told", "faces", "people", "missed"]
    head += ["as they are", "less the mean", "less the rest", "32 px high"]
    rows = []
    for name, part in sets.items():
        shares = (part.plain, part.mean, part.rest, part.coarse)
        rows.append([name, str(part.count), str(part.people), str(part.missed), *map(_number, shares)])
    return _table(head, rows)


def solved(real: Real) -> str:
    """Mean r on the clips and blinks that are followed, frame by frame and as solved."""
    both = ((real.agreement, real.still), (real.steady_agreement, real.steady))
    rows = [["mean r", *(_number(part.mean) for part, _ in both)]]
    rows += [[name, *(_number(part.group(name)) for part, _ in both)] for name in GROUPS]
    rows.append(["blinks of single lids", *(still.share for _, still in both)])
    return _table(["real clips", "frame by frame", "as solved"], rows)


def confidence(synthetic: Synthetic) -> str:
    """One row per tenth of confidence: what was said, what was due, how many crops."""
    rows = [[_number(said), _number(due), str(count)] for said, due, count in synthetic.sure]
    return _table(["confidence said", "due", "crops"], rows)
