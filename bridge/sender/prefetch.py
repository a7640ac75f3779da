# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an iterator in a thread of its own, a few items ahead: the next frame is decoded while this one is looked at."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_PATIENCE: Final = 0.05


class Prefetch(Generic[T]):
    """At most ``capacity`` items wait. Close it, or use it as a context manager, so that the thread ends."""

    def __init__(self, source: Iterable[T], capacity: int) -> None:
        self._source = source
        self._queue: queue.Queue[tuple[T] | None] = queue.Queue(capacity)
        self._closed = threading.Event()
        self._error: BaseException | None = None
        self.exhausted = False
        """Whether ``get`` has given all there was."""
        self._thread = threading.Thread(target=self._run, name="prefetch", daemon=True)
        self._thread.start()

    def __enter__(self) -> Prefetch[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, seconds: float) -> T | None:
        """The next item; None after ``seconds`` without one, or once ``exhausted``. Raises what the source raised."""
        if self.exhausted:
            return None
        try:
            item = self._queue.get(timeout=seconds) if seconds > 0 else self._queue.get_nowait()
        except queue.Empty:
            return None
        if item is not None:
            return item[0]
        self.exhausted = True
        if self._error is not None:
            raise self._error
        return None

    def close(self) -> None:
        """Ends the thread after the item it is working on, and waits for it."""
        self._closed.set()
        with contextlib.suppress(queue.Empty):
            while True:
                self._queue.get_nowait()
        self._thread.join()

    def _run(self) -> None:
        try:
            for item in self._source:
                if not self._put((item,)):
                    return
        except BaseException as error:  # reported where the items are taken
            self._error = error
        self._put(None)

    def _put(self, item: tuple[T] | None) -> bool:
        while not self._closed.is_set():
            with contextlib.suppress(queue.Full):
                self._queue.put(item, timeout=_PATIENCE)
                return True
        return False
