# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""From nothing to the default weights. Each step keeps its result in ``weights/work`` and is skipped where it lies."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bridge.basis import fold

from .crops import Crops, crops
from .train import clips, detections, emotion_sets, emotions, estimator, nonfaces, pictures, samples, tables, tremble
from .train.compose import coarsened
from .train.detections import Detections
from .train.emotions import Faces
from .train.evaluate import Model, real, synthetic
from .train.renders import Block, Renders
from .wheel import WORK

if TYPE_CHECKING:
    import torch

    from .train.heads import ExpNet
    from .train.learn import Pictures

MODEL: Final = Path(__file__).parent / "expnet_default.onnx"
IDENTITY: Final = "expnet-default-7"
SEED: Final = 1
"""Of the renders; the second estimator's labels belong to this seed."""
OWN_STEPS: Final = 5640
"""Of the network that is trained from random numbers, of 128 crops."""
OWN_SEED: Final = 0
OWN_SHARE: Final = 0.4
"""What it has in the answer."""
UNSEEN: Final = 0.15
"""Crops without a face for each of the held-out renders: what a detector finds is nearly always a face."""
TEST_COPY: Final = 1000
"""Seed of the augmentation of the held-out renders; those of the training renders count from 0."""


@dataclass(frozen=True)
class Options:
    """``copies``: augmentations of every render. ``heads``: how many are trained on the pretrained trunks."""

    renders: int = 16384
    held_out: int = 1024
    copies: int = 2
    heads: int = 2
    processes: int = 2
    work: Path = field(default=WORK)


def say(text: str) -> None:
    print(text, flush=True)


def every(seconds: float, what: str, total: int) -> Callable[[int], None]:
    """Progress that is printed at most every so often."""
    last = time.monotonic()

    def report(done: int) -> None:
        nonlocal last
        if time.monotonic() - last >= seconds:
            last = time.monotonic()
            say(f"{what}: {done}/{total}")

    return report


def render(options: Options, split: str) -> Path:
    """The renders of a split."""
    from .render.run import render as fill

    folder, count = options.work / "renders" / split, options.renders if split == "train" else options.held_out
    fill(folder, count, SEED, options.processes, split, progress=say)
    return folder


def placed(options: Options, renders: Renders) -> Iterator[tuple[Block, Detections]]:
    """Block by block of the renders, and where the detector finds their faces."""
    report = every(10, f"{renders.split} renders placed by the detector", len(renders))
    for block in renders.blocks:
        yield block, detections.kept(options.work / "detections", renders, block)
        report(block.rows.stop)


def cropped(options: Options, renders: Renders) -> Crops:
    """The augmented crops of all training renders, and crops without a face."""
    report = every(10, "blocks of renders cropped", len(renders.blocks))
    folder = options.work / "renders" / renders.split
    return crops(renders, folder, options.copies, options.processes, options.work, report)


def labelled(renders: Renders, made: Crops) -> Pictures:
    """The crops of all renders with their labels. Raises ``LabelsError`` where too many renders have none."""
    from .train import learn

    wanted = learn.taught(made.known, fold(renders.members), estimator.load().of(renders), renders.follow)
    return learn.Pictures(made.album, made.known, wanted, made.nothing)


def own_network(options: Options, taught: Pictures, steps: int, device: torch.device) -> ExpNet:
    """The network that is trained from random numbers, calibrated."""
    from .train import scratch

    def told(step: int, loss: float) -> None:
        say(f"own network, step {step}/{steps}: loss {loss:.3f}")

    return scratch.train(taught, OWN_SEED, scratch.Recipe(steps), device, options.work / "own", told)


def make(options: Options, device: str) -> None:
    """Everything, in order. What a user can mend is a ``ValueError``, ``OSError`` or ``RuntimeError``."""
    import torch

    from .head.build import FOLDER, build
    from .train import distil, export, features, fit, learn
    from .train.device import device_of
    from .train.ensemble import Ensemble, TwoLooks
    from .train.heads import ExpNet
    from .train.trunks import pretrained

    place = device_of(device)
    torch.set_num_threads(options.processes)
    published = pretrained()
    if not FOLDER.is_dir():
        say("building the default head")
        build()
    renders = Renders(render(options, "train"))
    made = cropped(options, renders)
    taught = labelled(renders, made)
    pairs = distil.Pairs(made.album, made.sharp, np.flatnonzero(~learn.held_out(made.known)))

    def told(name: str, step: int, loss: float) -> None:
        say(f"trunk of the {name}, step {step}/{distil.DEFAULT.steps}: loss {loss:.3f}")

    trunks = distil.distil(published, pairs, distil.DEFAULT, options.work / "trunks", told, place)
    faces, nothing = (
        features.extract(trunks, album, options.work / "features", every(10, what, len(album)), place)
        for album, what in ((made.album, "crops seen by the trunks"), (made.nothing, "crops without a face seen"))
    )
    lesson = learn.Lesson(features.of(made.known, faces), taught.labels, nothing)
    heads = learn.learn(lesson, options.heads, fit.DEFAULT, options.work / "heads", say, place)
    own = own_network(options, taught, OWN_STEPS, place)
    whole = Ensemble([TwoLooks(ExpNet(trunks, heads)), TwoLooks(own)], (1 - OWN_SHARE, OWN_SHARE)).eval()
    candidate = options.work / MODEL.name
    export.export(whole, candidate)
    export.describe(candidate, MODEL, export.metadata(IDENTITY, *evaluate(options, candidate)))
    say(f"written to {MODEL}")


class Measured(NamedTuple):
    """``reliability`` per unit: r on real clips where a reference of the unit moves, else r on held-out renders, of
    what differs from the person's mean; never below 0. ``noise``: how much the answers tremble on a still face
    (``tremble.noise``)."""

    reliability: dict[str, float]
    noise: dict[str, float]


def posed(options: Options) -> Iterator[tuple[str, Faces]]:
    """Sets of faces whose emotion is known, by name: rendered people, and those photographs that the user has."""
    report = every(10, "people rendered in emotions", emotions.PEOPLE)
    yield "rendered people", emotions.rendered(options.work / "emotions", emotions.PEOPLE, options.processes, report)
    yield from emotion_sets.faces()


def evaluate(options: Options, path: Path) -> Measured:
    """Print the tables; returns what the file says of itself."""
    model = Model(path)
    say(
        f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {model.seconds_per_face() * 1e3:.1f} ms of one core per face"
    )
    renders = Renders(render(options, "test"))
    source, nothing = [], []
    for block, detected in placed(options, renders):
        source += samples.samples(renders, block, detected, TEST_COPY)
        nothing += nonfaces.nonfaces(renders, block, detected, UNSEEN)
    crops = np.stack([sample.crop for sample in source])
    found, noise = model(crops), tremble.noise(model, crops)
    held_out = synthetic(found, model(coarsened(crops)), source, model(np.stack(nothing)))
    pictures.calibration(held_out, options.work / "confidence.png")
    pictures.worst(source, found["expression"], options.work / "failures.png")
    root = clips.folder()
    measured = real(model, root, noise, lambda name: say(f"measuring on {name}")) if root else None
    told = {name: emotions.score(model, faces) for name, faces in posed(options)}
    say(f"\n{tables.units(held_out, measured)}\n")
    say(
        f"rotation on {held_out.count} held-out renders: median {held_out.turn[0]:.1f}, 90 % {held_out.turn[1]:.1f} deg"
    )
    say(", ".join(f"{name} r {value:.2f}" for name, value in held_out.others.items()))
    say(f"\n{tables.confidence(held_out)}\n\n{tables.coarse(held_out, measured)}\n")
    say(f"{tables.emotions(told)}\n")
    if measured:
        say(f"\n{tables.clips(measured)}\n\n{tables.still(measured)}\n\n{tables.solved(measured)}\n")
    followed = held_out.within | (measured.agreement.channels if measured else {})
    return Measured({name: max(0.0, value) for name, value in followed.items()}, noise)


def estimate(options: Options, task: str) -> None:
    """Label the training renders with the second estimator, where they are not labelled yet."""
    renders = Renders(options.work / "renders" / "train")
    report = every(10, "blocks of renders labelled", len(renders.blocks))
    for known in estimator.estimate(renders, task, estimator.load()):
        estimator.save(known)
        report(len(known.blocks))
