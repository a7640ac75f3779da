# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""From a folder of crops and labels to a file for the bridge: a converted net trained further, or one from scratch."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from bridge.basis import PUBLISHED
from bridge.card import read_card, read_model, summary_of
from bridge.published.architecture import CROP, FIELD, Published, ResNet
from bridge.published.file import NETWORK, network_of
from bridge.published.file import arrays as arrays_of
from bridge.published.network import PublishedNet, arrays, load
from bridge.published.resize import matrix

from .dataset import Dataset, open_dataset
from .describe import properties
from .errors import SourceError
from .recipe import Recipe
from .target import check_target
from .train import Progress, Trainer, begin
from .write import write

_NOTICE = "Trained from scratch on your own crops and labels; its licence is yours to choose."


@dataclass(frozen=True)
class Job:
    """``base``: the converted file to begin with, None for ``resnet`` from scratch; ``restart``: forget what is
    kept."""

    folder: Path
    target: Path
    base: Path | None
    recipe: Recipe
    resnet: ResNet = ResNet()
    device: str = "auto"
    restart: bool = False
    force: bool = False

    @property
    def state(self) -> Path:
        """Where the training is kept until it is done."""
        return self.target.with_suffix(".training.pt")


def finetune(job: Job, say: Callable[[str], None], report: Callable[[Progress], None]) -> bool:
    """Trains, writes ``job.target``; False if it was interrupted, whose state is kept. Raises ``UserError`` and
    ``ValueError``."""
    job.recipe.check()
    check_target(job.target, job.force)
    data = open_dataset(job.folder)
    if job.restart:
        job.state.unlink(missing_ok=True)
    network, metadata, digest = _base(job) if job.base else _scratch(job, data, say)
    device = job.device if job.device != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
    trainer = Trainer(network, data, job.recipe, job.state, digest, job.base is None, _usable(device))
    counts = f"{len(trainer.training)} crops to train on, {len(trainer.held_out)} to measure on"
    say(f"{counts}, {trainer.total} steps on {device}")
    if trainer.step:
        say(f"going on after step {trainer.step}")
    with _interruptible() as stopped:
        if not trainer.run(stopped, report):
            return False
    changes = _measured(trainer, data) | {"id": _identity(job), "training": _told(job, data, digest)}
    if job.base is None:
        changes |= {"licence": "", "notice": _NOTICE}
    known = {name.removeprefix("expnet."): value for name, value in metadata.items()}
    size = write(network.spec, arrays(network.cpu()), properties(network.spec, {}, **(known | changes)), job.target)
    job.state.unlink(missing_ok=True)
    say(f"written to {job.target} ({size / 1e6:.0f} MB)")
    return True


def _base(job: Job) -> tuple[PublishedNet, dict[str, str], str]:
    """The network of the file to begin with, its metadata and its hash."""
    assert job.base is not None
    label, data = str(job.base), read_model(job.base)
    card, summary = read_card(data, label, "PyTorch", "cpu"), summary_of(data, label)
    spec = network_of(summary) if NETWORK in summary.metadata else None
    if spec is None:
        raise SourceError(f"{label} is no converted release: make one with 'python -m weights convert'.")
    return load(PublishedNet(spec), arrays_of(data, spec)), summary.metadata, card.sha256


def _scratch(job: Job, data: Dataset, say: Callable[[str], None]) -> tuple[PublishedNet, dict[str, str], str]:
    say("measuring the mean picture")
    chosen, _ = job.recipe.split(len(data))
    return begin(PublishedNet(Published(job.resnet)), mean_of(data, chosen), job.recipe.seed), {}, repr(job.resnet)


def mean_of(data: Dataset, chosen: NDArray[np.int64]) -> NDArray[np.float32]:
    """(3, 224, 224) mean of at most 4096 crops, resized as the network does."""
    some = chosen[:: max(1, len(chosen) // 4096)]
    total = np.zeros((CROP, CROP, 3))
    for index in some:
        total += data.crop(int(index))
    resize = matrix(CROP, FIELD)
    return (resize @ (total / len(some)).transpose(2, 0, 1) @ resize.T).astype(np.float32)


def _measured(trainer: Trainer, data: Dataset) -> dict[str, object]:
    """Reliability: correlation per axis on the held-out crops, where there are enough and they differ; never below
    0."""
    found, wanted = trainer.predict(trainer.held_out), data.labels[trainer.held_out]
    if len(wanted) < 8:
        return {"reliability": {}}
    moving = np.flatnonzero((wanted.std(0) > 1e-3) & (found.std(0) > 1e-6))
    r = {PUBLISHED.names[axis]: float(np.corrcoef(found[:, axis], wanted[:, axis])[0, 1]) for axis in moving}
    return {"reliability": {name: round(max(0.0, value), 3) for name, value in r.items()}}


def _identity(job: Job) -> str:
    return f"expnet-{'scratch' if job.base is None else 'finetuned'}-{job.target.stem}"[:128]


def _told(job: Job, data: Dataset, digest: str) -> dict[str, object]:
    base = job.base.name if job.base else "scratch"
    return {"base": base, "base_sha256": digest, "crops": len(data), "labels_sha256": data.digest, **asdict(job.recipe)}


def _usable(device: str) -> str:
    try:
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError):
        raise SourceError(f"PyTorch has no device '{device}' here: choose cpu, or auto.") from None
    return device


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Ctrl-C ends the step under way first; a second one ends at once."""
    event = threading.Event()

    def stop(*_: object) -> None:
        event.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield event.is_set
    finally:
        signal.signal(signal.SIGINT, before)
