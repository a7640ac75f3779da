# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading ahead in a thread: order, limits, errors and ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from bridge.sender.prefetch import Prefetch


def test_all_items_come_in_order_and_then_it_is_exhausted() -> None:
    with Prefetch(range(50), 3) as items:
        got = []
        while not items.exhausted:
            if (item := items.get(1.0)) is not None:
                got.append(item)
    assert got == list(range(50))


def test_no_more_than_the_capacity_is_read_ahead() -> None:
    taken = []

    def source() -> Iterator[int]:
        for item in range(100):
            taken.append(item)
            yield item

    with Prefetch(source(), 2) as items:
        assert items.get(5.0) == 0
        deadline = time.monotonic() + 5
        while len(taken) < 4 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.2)
        assert len(taken) <= 4  # one given, two waiting, one in hand


def test_an_error_comes_after_the_items_before_it() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise KeyError("broken")

    with Prefetch(source(), 2) as items:
        assert items.get(5.0) == 1
        with pytest.raises(KeyError, match="broken"):
            items.get(5.0)
        assert items.get(0.0) is None


def test_waiting_ends_in_time() -> None:
    gate = threading.Event()

    def source() -> Iterator[int]:
        gate.wait(10)
        yield 1

    with Prefetch(source(), 1) as items:
        start = time.monotonic()
        assert items.get(0.05) is None
        assert time.monotonic() - start < 1.0
        assert not items.exhausted
        gate.set()
        assert items.get(5.0) == 1


def test_closing_early_ends_the_thread() -> None:
    before = threading.active_count()
    items = Prefetch(iter(int, 1), 1)
    items.get(1.0)
    items.close()
    assert threading.active_count() == before
