# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Trains the expression net: seeded, resumable after every step, stopped without loss."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from bridge.basis import PUBLISHED
from bridge.published.network import PublishedNet, ResNetNet

from .dataset import Dataset
from .errors import SourceError
from .recipe import Recipe

_SAVE_EVERY: Final = 300.0
"""Seconds between states kept while an epoch runs."""
_SAY_EVERY: Final = 5.0


@dataclass(frozen=True)
class Progress:
    """After ``step`` of ``total``: mean squared error of late, sigma squared; seconds that remain. ``held_out``: mean
    absolute error on held-out crops, sigma, at the end of an epoch."""

    step: int
    total: int
    loss: float
    remaining: float
    held_out: float | None = None


class Trainer:
    """Trains ``network``'s expression net on ``data`` as ``recipe`` says. ``scratch``: it has learnt nothing yet, so
    batch normalisation learns its statistics too. ``state`` is the file that keeps everything to go on from; what is
    kept there of the same training is taken up. Raises ``SourceError`` for a state of another one."""

    def __init__(
        self, network: PublishedNet, data: Dataset, recipe: Recipe, state: Path, base: str, scratch: bool, device: str
    ) -> None:
        self._network, self._data, self._recipe, self._path = network.to(device), data, recipe, state
        self._device, self._scratch = device, scratch
        net = network.nets["expression"]
        assert isinstance(net, ResNetNet)
        self._net = net
        self._parameters = _chosen(net, recipe)
        self._kept = _kept(net, self._parameters, scratch)
        self._optimiser = torch.optim.AdamW(self._parameters.values(), recipe.rate, weight_decay=recipe.decay)
        self._mark = repr((sorted(asdict(recipe).items()), data.digest, base, scratch))
        self.training, self.held_out = recipe.split(len(data))
        self.total = recipe.steps(len(self.training)) * recipe.epochs
        self.step = 0
        if state.exists():
            self._resume()

    def run(self, stopped: Callable[[], bool], report: Callable[[Progress], None]) -> bool:
        """Trains until the end or until ``stopped``, and keeps the state; whether it is done."""
        each = self._recipe.steps(len(self.training))
        started, first, saved, told, loss = time.monotonic(), self.step, time.monotonic(), 0.0, math.nan
        for step, crops, labels in self._ahead():
            if stopped():
                self._save()
                return False
            value = self._learn(step, crops, labels)
            loss = value if math.isnan(loss) else 0.95 * loss + 0.05 * value
            self.step = step + 1
            now, end = time.monotonic(), self.step % each == 0
            remaining = (now - started) / (self.step - first) * (self.total - self.step)
            if end or now - told >= _SAY_EVERY:
                told = now
                report(Progress(self.step, self.total, loss, remaining, self._error() if end else None))
            if end or now - saved >= _SAVE_EVERY:
                saved = now
                self._save()
        return True

    def predict(self, chosen: NDArray[np.int64]) -> NDArray[np.float32]:
        """(n, 29) answers for crops by index, unchanged."""
        self._net.eval()
        found = [np.zeros((0, len(PUBLISHED)), np.float32)]
        with torch.inference_mode():
            for start in range(0, len(chosen), self._recipe.batch):
                crops = self._recipe.load(self._data, chosen[start : start + self._recipe.batch], None)
                found.append(self._net(self._field(crops)).cpu().numpy())
        return np.concatenate(found)

    def _error(self) -> float | None:
        """Mean absolute error on the held-out crops, sigma."""
        if not len(self.held_out):
            return None
        return float(np.abs(self.predict(self.held_out) - self._data.labels[self.held_out]).mean())

    def _learn(self, step: int, crops: NDArray[np.uint8], labels: NDArray[np.float32]) -> float:
        self._net.train(self._scratch)  # a trained net keeps its statistics, as the authors' did
        for group in self._optimiser.param_groups:
            group["lr"] = self._recipe.rate * self._recipe.share(step, self.total)
        with torch.no_grad():
            field = self._field(crops)
        loss = F.mse_loss(self._net(field), torch.from_numpy(labels).to(self._device))
        value = float(loss.detach())
        if not math.isfinite(value):
            raise SourceError("The training came apart: its error is not finite; choose a smaller --rate.")
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._parameters.values(), 10.0)
        self._optimiser.step()
        return value

    def _field(self, crops: NDArray[np.uint8]) -> Tensor:
        return self._network.field(torch.from_numpy(crops).to(self._device))

    def _ahead(self) -> Iterator[tuple[int, NDArray[np.uint8], NDArray[np.float32]]]:
        """Step, crops and labels; the next crops are read while a step is computed."""
        with ThreadPoolExecutor(1) as reader:
            waiting = None
            for step, chosen in self._recipe.batches(self.training, self.step):
                coming = step, chosen, reader.submit(self._recipe.load, self._data, chosen, step)
                if waiting is not None:
                    yield waiting[0], waiting[2].result(), self._data.labels[waiting[1]]
                waiting = coming
            if waiting is not None:
                yield waiting[0], waiting[2].result(), self._data.labels[waiting[1]]

    def _save(self) -> None:
        state = {
            "mark": self._mark,
            "step": self.step,
            "tensors": {name: tensor.detach().cpu() for name, tensor in self._kept.items()},
            "optimiser": self._optimiser.state_dict(),
        }
        partial = self._path.with_name(f"{self._path.name}.partial")
        torch.save(state, partial)
        partial.replace(self._path)

    def _resume(self) -> None:
        other = SourceError(
            f"{self._path} is no state of this training: give --restart to begin anew, or the same recipe and data to "
            f"go on."
        )
        try:
            state: dict[str, Any] = torch.load(self._path, map_location=self._device, weights_only=True)
            if state["mark"] != self._mark or state["tensors"].keys() != self._kept.keys():
                raise other
            with torch.no_grad():
                for name, tensor in self._kept.items():
                    tensor.copy_(state["tensors"][name])
            self._optimiser.load_state_dict(state["optimiser"])
            self.step = int(state["step"])
        except SourceError:
            raise
        except Exception:  # torch.load fails in many ways on files that are none of its own
            raise other from None


def _chosen(net: ResNetNet, recipe: Recipe) -> dict[str, nn.Parameter]:
    """The parameters that are trained; the others are fixed."""
    beyond = {"head": ("_fc1/",), "last": ("_fc1/", "/res5b", "/res5c"), "all": ("",)}[recipe.part]
    found = {}
    for name, tensor, _ in net.named():
        if isinstance(tensor, nn.Parameter):
            tensor.requires_grad_(any(each in name for each in beyond))
            if tensor.requires_grad:
                found[name] = tensor
    return found


def _kept(net: ResNetNet, parameters: dict[str, nn.Parameter], scratch: bool) -> dict[str, Tensor]:
    """What the state must hold: all that changes."""
    return {name: tensor for name, tensor, _ in net.named() if name in parameters or scratch}


def begin(network: PublishedNet, mean: NDArray[np.float32], seed: int) -> PublishedNet:
    """An untrained net: He's initialisation, each block beginning as its shortcut, and the mean picture (3, 224, 224)
    of what it will see."""
    torch.manual_seed(seed)
    for part in network.modules():
        if isinstance(part, nn.Conv2d):
            nn.init.kaiming_normal_(part.weight, mode="fan_out", nonlinearity="relu")
    net = network.nets["expression"]
    assert isinstance(net, ResNetNet)
    with torch.no_grad():
        for name, tensor, _ in net.named():
            if name.endswith("branch2c/scale"):
                tensor.zero_()
        nn.init.normal_(net.head.weight, 0, 0.01)
        nn.init.zeros_(net.head.bias)
        network.get_buffer("mean").copy_(torch.from_numpy(mean))
    return network
