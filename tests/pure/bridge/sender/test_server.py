# SPDX-License-Identifier: GPL-3.0-or-later
"""The sender as a process, as the add-on uses it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bridge.client import Client
from bridge.launch import Child
from bridge.protocol import Cancel, Finished, Message, Opened, ProtocolError, Row, Solve
from bridge.rows import Rows
from tests.support.clip import Clip


@pytest.fixture(scope="module")
def sender() -> Iterator[Child]:
    with Child(["send"]) as child:
        child.wait_ready()
        yield child


@pytest.fixture
def client(sender: Child) -> Iterator[Client]:
    client = Client(sender.address, "test")
    assert client.wait_welcome().role == "sender"
    yield client
    client.close()


def until(client: Client, kind: type[Message], seconds: float = 60.0) -> list[Message]:
    """Everything up to the first message of this kind."""
    got: list[Message] = []
    deadline = time.monotonic() + seconds
    while not any(isinstance(message, kind) for message in got):
        assert time.monotonic() < deadline
        client.wait(0.1)
        got += client.poll()
    return got


def test_a_solve_becomes_a_take(client: Client, bridge: Child, clip: Clip) -> None:
    client.send(Solve(str(clip.path), bridge.address))
    rows = Rows()
    for message in until(client, Finished):
        if isinstance(message, Row):
            rows.add(message)
        elif isinstance(message, Opened):
            rows.opened = message
    take = rows.take("test")
    assert len(take) == 60 and take.found.sum() == 55
    assert np.corrcoef(take.coefficients[take.found, 0], clip.red[take.found])[0, 1] > 0.98
    assert take.meta["video"] == "clip.mp4" and take.meta["basis"] == "arkit-29"


def test_cancel_is_answered_at_once_and_the_next_solve_works(client: Client, bridge: Child, long_clip: Path) -> None:
    for _ in range(2):
        client.send(Solve(str(long_clip), bridge.address))
        until(client, Row)
        asked = time.monotonic()
        client.send(Cancel())
        finished = until(client, Finished)[-1]
        assert time.monotonic() - asked < 0.3
        assert isinstance(finished, Finished) and not finished.complete and "kept" in finished.warning


def test_cancel_without_a_solve_does_no_harm(client: Client, bridge: Child, clip: Clip) -> None:
    client.send(Cancel())
    client.send(Solve(str(clip.path), bridge.address, last=0.2))
    finished = until(client, Finished)[-1]
    assert isinstance(finished, Finished) and finished.complete


@pytest.mark.parametrize(("name", "words"), [("gone.mp4", "no file"), ("text.mp4", "no video that can be decoded")])
def test_a_bad_file_is_told_in_a_sentence(client: Client, bridge: Child, tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "text.mp4").write_text("words, words, words")
    client.send(Solve(str(tmp_path / name), bridge.address))
    with pytest.raises(ProtocolError, match=words) as caught:
        until(client, Finished)
    assert caught.value.code == "input"


def test_a_missing_bridge_is_told_as_such(client: Client, bridge: Child, clip: Clip) -> None:
    client.send(Solve(str(clip.path), replace(bridge.address, port=1)))
    with pytest.raises(ProtocolError, match="The bridge cannot be used") as caught:
        until(client, Finished)
    assert caught.value.code == "bridge"


def test_a_client_that_vanishes_frees_the_sender(sender: Child, bridge: Child, long_clip: Path, clip: Clip) -> None:
    first = Client(sender.address, "test")
    first.wait_welcome()
    first.send(Solve(str(long_clip), bridge.address))
    until(first, Row)
    first.close()
    deadline = time.monotonic() + 5
    while True:
        second = Client(sender.address, "test")
        try:
            second.wait_welcome()
            break
        except ProtocolError as error:
            assert error.code == "busy" and time.monotonic() < deadline
            time.sleep(0.05)
    second.send(Solve(str(clip.path), bridge.address, last=0.1))
    assert isinstance(until(second, Finished)[-1], Finished)
    second.close()


def test_a_second_client_is_told_that_the_sender_is_busy(client: Client, sender: Child) -> None:
    other = Client(sender.address, "test")
    with pytest.raises(ProtocolError, match="at work") as caught:
        other.wait_welcome()
    assert caught.value.code == "busy"


def test_a_second_solve_at_a_time_is_refused(client: Client, bridge: Child, long_clip: Path) -> None:
    client.send(Solve(str(long_clip), bridge.address))
    client.send(Solve(str(long_clip), bridge.address))
    with pytest.raises(ProtocolError, match="cancel it first"):
        until(client, Finished)


def test_it_ends_with_its_parent_in_the_middle_of_a_solve(bridge: Child, long_clip: Path) -> None:
    child = Child(["send"])
    client = Client(child.wait_ready(), "test")
    client.wait_welcome()
    client.send(Solve(str(long_clip), bridge.address))
    until(client, Row)
    assert child.process.stdin is not None
    child.process.stdin.close()  # what the operating system does when the parent dies
    assert child.process.wait(5) == 0
    client.close()
    child.stop()
