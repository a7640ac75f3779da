# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills a store with renders, in as many processes as asked, and says how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from weights.colour import LUMINANCE, to_srgb
from weights.face.source import data_folder
from weights.processes import spread

from .figure import PIVOT
from .person import Frame, Person, sample_frames, sample_person, take_seed
from .renderer import SIZE, Render, Renderer
from .store import SHARD, Plan, encode, prepare, write_shard

PLACES: Final = 3
"""Decimals of pixels that are kept: what lies behind them depends on how a processor sums."""

_renderer: Renderer | None = None  # one OpenGL context per process


def _row(take: int, number: int, person: Person, frame: Frame, made: Render, exposure: float) -> dict[str, object]:
    """The labels of one render; see :func:`render`."""
    return {
        "members": frame.expression.members,
        "gaze": frame.expression.gaze,
        "follow": frame.expression.follow,
        "covered": made.covered["face"],
        "covered_eyes": made.covered["eyes"],
        "covered_mouth": made.covered["mouth"],
        "rotation": frame.pose.quaternion(),
        "pose": (frame.pose.yaw, frame.pose.pitch, frame.pose.roll),
        "box": np.round(made.box, PLACES),
        "points": np.round(made.points, PLACES),
        "pivot": np.round(made.view.pixels(PIVOT[None])[0], PLACES),
        "scale": made.view.size / (made.view.side * made.view.distance),
        "distance": person.camera.distance,
        "skin": float(to_srgb(person.look.skin_colour) @ LUMINANCE),
        "exposure": exposure,
        "take": take,
        "frame": number,
    }


TYPES = {"members": np.float16, "take": np.int64, "frame": np.int16}


def render_shard(renderer: Renderer, plan: Plan, shard: int) -> tuple[NDArray[np.uint8], dict[str, NDArray]]:
    """Pixels (SHARD, S, S, 4) and labels of one shard: a function of the plan and the number alone."""
    pixels = np.empty((SHARD, plan.size, plan.size, 4), np.uint8)
    rows: list[dict[str, object]] = []
    for take, length in plan.takes(shard):
        rng = take_seed(plan.seed, plan.split, take)
        person = sample_person(rng, renderer.figures.face.identity, plan.split)
        frames = sample_frames(rng, person, length)
        for number, (frame, made) in enumerate(zip(frames, renderer.render(person, frames), strict=True)):
            pixels[len(rows)], exposure = encode(made.rgba)
            rows.append(_row(take, number, person, frame, made, exposure))
    return pixels, {name: np.array([row[name] for row in rows], TYPES.get(name, np.float32)) for name in rows[0]}


def _work(folder: Path, plan: Plan, shard: int) -> int:
    global _renderer
    if _renderer is None:
        _renderer = Renderer(plan.size)
    write_shard(folder, shard, *render_shard(_renderer, plan, shard))
    return shard


def render(
    out: Path | str,
    count: int,
    seed: int = 0,
    processes: int = 1,
    split: str = "train",
    size: int = SIZE,
    progress: Callable[[str], None] = print,
) -> None:
    """Renders at least ``count`` pictures into the store ``out``; what is there already is kept.

    Labels, one row per render: ``members`` (52,) f2 ARKit scores; ``gaze`` (2,) radians to the subject's left and up;
    ``follow`` how much of eyeBlink (of eyeWide where negative) is the lid following it; ``covered`` 0..1 share of the
    face from brows to chin that is hidden, ``covered_eyes`` and ``covered_mouth`` of these; ``rotation`` (4,)
    quaternion w, x, y, z and ``pose`` (3,) yaw, pitch, roll in radians of the head in the upright camera frame;
    ``box`` (4,), ``points`` (5, 2) and ``pivot`` (2,), what the head turns about, in pixels; ``scale`` pixels per dm
    there; ``distance`` of the camera in dm; ``skin`` its tone's sRGB luminance; ``exposure``; ``take`` number and
    ``frame`` in it. Raises ``RuntimeError`` without OpenGL and ``ValueError`` for a foreign folder.
    """
    folder, plan = Path(out), Plan(count, seed, split, size)
    missing = prepare(folder, plan)
    if not missing:
        progress(f"{folder}: all {plan.shards * SHARD} renders are there")
        return
    data_folder()  # fetched here, so that the processes need not each do it
    start = time.monotonic()
    for done in spread(_work, [(folder, plan, shard) for shard in missing], processes):
        spent = time.monotonic() - start
        left = spent / done * (len(missing) - done)
        total = (plan.shards - len(missing) + done) * SHARD
        rate = done * SHARD / spent
        progress(f"{folder}: {total}/{plan.shards * SHARD} renders, {rate:.1f}/s, {left / 60:.0f} min left")
