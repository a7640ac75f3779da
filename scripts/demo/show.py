# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo from the first frame to the last file. Imported only within ``blender()``."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Final

import numpy as np

from bridge.basis import DEFAULT
from weights.train.score import turn_error

from . import card, curves, measure, script, voice
from .blender import WORK
from .clock import Clock
from .framing import around_face
from .performance import Performance, perform
from .studio import chain, film, keep, portrait

MOST_FRAMES: Final = 360
"""Of a given video, the most that demo.mp4 shows: rendering is what takes time. The .blend has all of it."""

_NEUTRAL: Final = 2
"""A frame of the performance on which the face is still at rest."""


def run(out: Path, video: Path | None, clock: Clock) -> None:
    """Make every file in ``out``. Raises ``UserError``."""
    shown = None
    source = video
    if source is None:
        shown, source = perform(), out / "source.mp4"
        _film_performance(shown, source, clock)
    with clock.stage(f"Solving {source.name}: video > sender > bridge > keyframes"):
        scene = portrait.new_scene()
        head = portrait.add_head()
        solved = chain.solve(head, source.resolve(), None if shown is None else _NEUTRAL)
    print(_summary(solved), flush=True)
    with clock.stage("Saving demo.blend"):
        portrait.furnish(scene, head, portrait.COOL)
        keep.save(scene, head, out / "demo.blend")
    with clock.stage("Rendering the result and demo.mp4"):
        _film_result(scene, source, out, solved)
    with clock.stage("Drawing curves.png"):
        scores = _compare(out / "curves.png", source, solved, shown)
    _write_figures(out / "demo.json", source, solved, shown, scores, clock)
    if scores:
        print(measure.table(scores))


def _film_performance(shown: Performance, source: Path, clock: Clock) -> None:
    sound = WORK / "voice.wav"
    with clock.stage("Giving the head a performance and a voice"):
        voice.write_wav(sound, voice.speak())
        scene = portrait.new_scene()
        head = portrait.add_head()
        chain.perform(shown, WORK)
        portrait.furnish(scene, head, portrait.WARM)
        scene.frame_end = len(shown.time)
    with clock.stage(f"Filming it: {len(shown.time)} frames"):
        film.shoot(scene, WORK / "source")
        panels = (film.Panel(WORK / "source", card.PANEL, card.PANEL),)
        film.cut(film.Film(card.PANEL, card.PANEL, script.RATE, 1.0, len(shown.time), panels, sound), source)


def _film_result(scene: Any, source: Path, out: Path, solved: chain.Solved) -> None:
    length = min(len(solved.time), MOST_FRAMES)
    if length < len(solved.time):
        print(f"    demo.mp4 shows the first {solved.time[length - 1]:.0f} s of {solved.time[-1]:.0f} s", flush=True)
        scene.frame_end = length
    film.shoot(scene, WORK / "result")
    card.draw(WORK / "card.png", ("Video", "Head, animated from the video alone"), "ExpNet for Blender")
    panels = (
        film.Panel(WORK / "card.png", card.WIDTH, card.HEIGHT),
        film.Panel(source.resolve(), card.PANEL, card.PANEL, x=-card.APART, window=around_face(solved.take)),
        film.Panel(WORK / "result", card.PANEL, card.PANEL, x=card.APART),
    )
    render = scene.render
    cut = film.Film(card.WIDTH, card.HEIGHT, render.fps, render.fps_base, length, panels, source.resolve())
    film.cut(cut, out / "demo.mp4")


def _summary(solved: chain.Solved) -> str:
    take = solved.take
    return f"    a face on {int(take.found.sum())} of {len(take)} frames, model {take.meta.get('model')}"


def _compare(path: Path, source: Path, solved: chain.Solved, shown: Performance | None) -> list[measure.Score]:
    """Draw the curves on the times of the baked frames; scores where the truth is known."""
    take, time = solved.take, solved.time
    raw = measure.sampled(time, take.time[take.found], take.coefficients[take.found].astype(float))
    found = np.interp(time, take.time, take.found.astype(float)) > 0.5
    truth = None if shown is None else measure.sampled(time, shown.time, shown.units)
    scores = [] if truth is None else measure.scores(DEFAULT.names, truth, raw, solved.baked)
    title = source.name
    if scores:
        title = f"{source.name}: mean r = {np.mean([score.baked for score in scores]):.2f}"
    curves.draw(path, curves.Curves(DEFAULT.names, time, raw, solved.baked, found, truth), title, scores or None)
    return scores


def _write_figures(
    path: Path,
    source: Path,
    solved: chain.Solved,
    shown: Performance | None,
    scores: list[measure.Score],
    clock: Clock,
) -> None:
    take = solved.take
    figures: dict[str, Any] = {
        "video": source.name,
        "model": take.meta.get("model"),
        "frames": len(take),
        "found": int(take.found.sum()),
        "seconds": clock.seconds,
    }
    if shown is not None:
        truth = measure.sampled(take.time, shown.time, shown.rotation)
        angles = turn_error(truth, take.rotation.astype(float))
        figures["correlation"] = {score.name: round(score.baked, 3) for score in scores}
        figures["correlation_raw"] = {score.name: round(score.raw, 3) for score in scores}
        figures["mean_correlation"] = round(float(np.mean([score.baked for score in scores])), 3)
        figures["mean_error"] = {score.name: round(score.error, 3) for score in scores}
        figures["rotation_error_degrees"] = _known(float(np.median(angles[take.found])))
    path.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


def _known(value: float) -> float | None:
    return round(value, 2) if math.isfinite(value) else None
