# SPDX-License-Identifier: GPL-3.0-or-later
"""Batches: formed under load, in order, and failing alone."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from numpy.typing import NDArray

from bridge.batching import Batch, Batcher
from bridge.engines.engine import EngineError, Outputs


class Gate:
    """An engine that waits to be let through, gives each crop's first byte, and fails on 254 and 255."""

    card = None

    def __init__(self) -> None:
        self.open = threading.Event()
        self.started = threading.Event()
        self.sizes: list[int] = []

    def infer(self, crops: NDArray[np.uint8]) -> Outputs:
        self.sizes.append(len(crops))
        self.started.set()
        assert self.open.wait(10)
        if (crops == 254).any():
            raise ZeroDivisionError
        if (crops == 255).any():
            raise EngineError("The device is gone.")
        return Outputs(crops[:, :1, 0, 0].astype(np.float32))


def crop(value: int) -> NDArray[np.uint8]:
    return np.full((2, 2, 3), value, np.uint8)


def collect(batcher: Batcher, count: int) -> list[Batch]:
    batches: list[Batch] = []
    deadline = time.monotonic() + 10
    while sum(len(batch.tickets) for batch in batches) < count:
        assert time.monotonic() < deadline
        batches += batcher.finished()
        time.sleep(0.005)
    return batches


def test_a_lone_crop_does_not_wait_and_crops_that_wait_share_a_batch():
    gate, woken = Gate(), threading.Semaphore(0)
    batcher = Batcher(gate, woken.release, largest=4)  # type: ignore[arg-type]
    batcher.submit("first", crop(0))
    assert gate.started.wait(5)
    for number in range(1, 7):
        batcher.submit(number, crop(number))
    gate.open.set()
    batches = collect(batcher, 7)
    assert gate.sizes == [1, 4, 2]
    assert [ticket for batch in batches for ticket in batch.tickets] == ["first", 1, 2, 3, 4, 5, 6]
    values = [batch.outputs.expression[:, 0].tolist() for batch in batches if batch.outputs is not None]
    assert values == [[0], [1, 2, 3, 4], [5, 6]]
    assert all(woken.acquire(timeout=5) for _ in batches)
    batcher.stop()


def test_a_failure_is_told_and_the_next_batch_runs(capsys: pytest.CaptureFixture[str]):
    gate = Gate()
    gate.open.set()
    batcher = Batcher(gate, lambda: None, largest=1)  # type: ignore[arg-type]
    batcher.submit("bad", crop(255))
    batcher.submit("fault", crop(254))
    batcher.submit("good", crop(7))
    bad, fault, good = collect(batcher, 3)
    assert "its log says where" in fault.failure and "ZeroDivisionError" in capsys.readouterr().err
    assert (bad.tickets, bad.outputs, bad.failure) == (["bad"], None, "The device is gone.")
    assert good.outputs is not None and good.outputs.expression.tolist() == [[7]]
    batcher.stop()


def test_stopping_ends_the_thread_after_what_is_queued():
    gate = Gate()
    gate.open.set()
    before = threading.active_count()
    batcher = Batcher(gate, lambda: None)  # type: ignore[arg-type]
    batcher.submit(1, crop(1))
    batcher.stop()
    assert threading.active_count() == before
    assert len(batcher.finished()) == 1
