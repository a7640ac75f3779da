# SPDX-License-Identifier: GPL-3.0-or-later
"""Crops of all connections through one engine in batches, on a thread of its own.

A batch is whatever waits when the engine becomes free: a lone client waits for nobody, and under load batches grow by
themselves. Crops are taken in the order in which they came, so each connection's results come in its own order.
"""

from __future__ import annotations

import queue
import threading
import traceback
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .engines.engine import Engine, Outputs
from .errors import UserError

LARGEST: Final = 32
"""Crops in one batch."""


@dataclass(frozen=True, eq=False)
class Batch:
    """A finished batch: ``tickets`` in order and their ``outputs``, or the sentence why there are none."""

    tickets: list[Hashable]
    outputs: Outputs | None
    failure: str = ""


class Batcher:
    """Runs ``engine``; ``wake`` is called from the thread whenever ``finished`` has something new."""

    def __init__(self, engine: Engine, wake: Callable[[], None], largest: int = LARGEST) -> None:
        self._engine = engine
        self._wake = wake
        self._largest = largest
        self._waiting: queue.SimpleQueue[tuple[Hashable, NDArray[np.uint8]] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Batch] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="inference", daemon=True)
        self._thread.start()

    def submit(self, ticket: Hashable, crop: NDArray[np.uint8]) -> None:
        """Queues one crop (S, S, 3); ``ticket`` comes back with its result."""
        self._waiting.put((ticket, crop))

    def finished(self) -> list[Batch]:
        """Batches finished since the last call, in order."""
        batches = []
        while True:
            try:
                batches.append(self._done.get_nowait())
            except queue.Empty:
                return batches

    def stop(self, seconds: float = 2.0) -> None:
        """Ends the thread after the batch in hand, if that takes no longer than ``seconds``."""
        self._waiting.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            items = [self._waiting.get()]
            while items[-1] is not None and len(items) < self._largest:
                try:
                    items.append(self._waiting.get_nowait())
                except queue.Empty:
                    break
            batch = [item for item in items if item is not None]
            if batch:
                self._done.put(self._infer(batch))
                self._wake()
            if len(batch) < len(items):
                return

    def _infer(self, batch: list[tuple[Hashable, NDArray[np.uint8]]]) -> Batch:
        tickets = [ticket for ticket, _ in batch]
        try:
            return Batch(tickets, self._engine.infer(np.stack([crop for _, crop in batch])))
        except UserError as error:
            return Batch(tickets, None, str(error))
        except MemoryError:
            return Batch(tickets, None, "The bridge ran out of memory: use fewer connections at a time.")
        except Exception:  # a fault of ours must not leave clients waiting for a thread that is gone
            traceback.print_exc()
            return Batch(tickets, None, "The bridge failed on a face: its log says where.")
