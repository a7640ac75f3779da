# SPDX-License-Identifier: GPL-3.0-or-later
"""The bridge as a process, with well-behaved clients and with others."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from onnx import helper

from bridge.client import Client
from bridge.launch import Child
from bridge.protocol import VERSION, BridgeAddress, Cancel, Crop, Hello, ProtocolError, Result
from bridge.protocol.codec import decode, encode
from bridge.protocol.floats import unpack
from tests.support.connection import ending
from tests.support.models import SIZE
from tests.support.models import model as model_proto

PIXELS = SIZE * SIZE * 3


@pytest.fixture(scope="module")
def bridge(model: Path) -> Iterator[Child]:
    with Child(["serve", "--model", str(model), "--connections", "3", "--credit", "4"]) as child:
        child.wait_ready()
        yield child


def connect(address: BridgeAddress, seconds: float = 60) -> Client:
    """A welcome client; the bridge may notice a moment late that an earlier one has gone and its place is free."""
    deadline = time.monotonic() + seconds
    while True:
        client = Client(address, "test")
        try:
            client.wait_welcome()
            return client
        except ProtocolError as error:
            if error.code != "busy" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def crop(number: int, red: int) -> Crop:
    return Crop(number, SIZE, bytes([red, 0, 0]) * (SIZE * SIZE))


def results(client: Client, count: int, seconds: float = 60) -> list[Result]:
    deadline, found = time.monotonic() + seconds, []
    while len(found) < count:
        assert time.monotonic() < deadline
        found += arrived(client)
    return found


def arrived(client: Client) -> list[Result]:
    """Results that are there after a short wait, which new credit alone may end."""
    client.wait(0.2)
    return [message for message in client.poll() if isinstance(message, Result)]


def raw_answer(port: int, data: bytes) -> object:
    """What the bridge answers to bytes, up to its closing the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as sock:
        sock.sendall(data)
        received = b""
        while piece := sock.recv(4096):
            received += piece
    (size,) = struct.unpack(">I", received[:4])
    assert len(received) == 4 + size
    return decode(received[4:])


def still_serves(bridge: Child) -> bool:
    client = connect(bridge.address)
    client.send(crop(1, 51))
    (result,) = results(client, 1)
    client.close()
    return unpack(result.coefficients)[0] == pytest.approx(0.2, abs=1e-6)


def test_a_client_learns_the_model(bridge: Child):
    client = connect(bridge.address)
    assert client.welcome is not None and client.welcome.card is not None
    assert (client.welcome.role, client.welcome.credit) == ("bridge", 4)
    assert (client.welcome.card.id, client.welcome.card.size) == ("mean-colour", SIZE)
    client.close()


def test_results_come_in_order_and_belong_to_their_crops(bridge: Child):
    client, sent, found, deadline = connect(bridge.address), 0, [], time.monotonic() + 60
    while len(found) < 60:
        assert time.monotonic() < deadline
        while sent < 60 and client.credit:
            client.send(crop(1000 + sent, sent * 4))
            sent += 1
        assert client.in_flight <= 4
        found += arrived(client)
    assert [result.id for result in found] == list(range(1000, 1060))
    values = [unpack(result.coefficients)[0] for result in found]
    assert values == pytest.approx(np.arange(60) * 4 / 255, abs=1e-6)
    assert found[0].rotation == (1.0, 0.0, 0.0, 0.0) and found[0].confidence is None
    client.close()


def test_two_clients_at_once_each_get_their_own(bridge: Child):
    first, second = connect(bridge.address), connect(bridge.address)
    for number in range(4):
        first.send(crop(number, 0))
        second.send(crop(number, 255))
    assert {unpack(result.coefficients)[0] for result in results(first, 4)} == {0.0}
    assert [unpack(result.coefficients)[0] for result in results(second, 4)] == pytest.approx([1.0] * 4)
    first.close()
    second.close()


def test_a_client_that_vanishes_with_crops_in_flight_harms_nobody(bridge: Child):
    other = connect(bridge.address)
    client = connect(bridge.address)
    for number in range(4):
        client.send(crop(number, 1))
    client.close()
    other.send(crop(1, 255))
    assert unpack(results(other, 1)[0].coefficients)[0] == pytest.approx(1.0)
    other.close()


def test_one_client_too_many_is_told_and_a_place_becomes_free(bridge: Child):
    clients = [connect(bridge.address) for _ in range(3)]
    error = ending(Client(bridge.address, "test"))
    assert error.code == "busy" and "try again" in error.sentence
    for client in clients:
        client.close()
    assert still_serves(bridge)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (encode(Hello(VERSION, "wrong", "test")), "token"),
        (encode(Hello(VERSION, "", "test")), "token"),
        (encode(Hello(VERSION + 1, "", "test")), "version"),
        (encode(Cancel()), "unexpected"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "oversize"),
        (b"\0\0\0\4abcd", "malformed"),
        (b"\0\0\0\0", "malformed"),
        (b"\xff" * 100_000, "oversize"),
    ],
)
def test_strangers_are_told_why_and_cut_off(bridge: Child, data: bytes, code: str):
    answer = raw_answer(bridge.address.port, data)
    assert getattr(answer, "code", None) == code
    assert still_serves(bridge)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (encode(Cancel()), "unexpected"),
        (encode(crop(1, 0)) * 5, "credit"),
        (encode(Crop(1, SIZE, bytes(PIXELS - 3))), "input"),
        (encode(Crop(1, SIZE * 2, bytes(PIXELS * 4))), "input"),
        ((1 << 30).to_bytes(4, "big"), "oversize"),
        (b"\0\0\0\1\xc1", "malformed"),
    ],
)
def test_clients_that_break_the_rules_are_told_and_others_are_not_disturbed(bridge: Child, wrong: bytes, code: str):
    other, client = connect(bridge.address), connect(bridge.address)
    assert client._channel is not None
    client._channel.queue(wrong)  # past the checks of our own side
    error = ending(client)
    assert error.code == code, error.sentence
    other.send(crop(1, 51))
    assert len(results(other, 1)) == 1
    other.close()


def test_a_face_that_the_model_fails_on_ends_its_connection_only(tmp_path: Path):
    """A model that takes the logarithm of the mean colour has no number for black."""
    proto = model_proto()
    proto.graph.node.insert(2, helper.make_node("Log", ["colour"], ["logarithm"]))
    proto.graph.node[3].input[0] = "logarithm"
    (tmp_path / "log.onnx").write_bytes(proto.SerializeToString())
    with Child(["serve", "--model", str(tmp_path / "log.onnx")]) as child:
        child.wait_ready()
        unlucky, other = connect(child.address), connect(child.address)
        unlucky.send(Crop(1, SIZE, bytes(PIXELS)))
        error = ending(unlucky)
        assert error.code == "internal" and "not finite" in error.sentence
        other.send(Crop(1, SIZE, b"\xff" * PIXELS))
        assert unpack(results(other, 1)[0].coefficients)[0] == pytest.approx(np.log(255) / 255)
        other.close()


def test_a_wrong_token_is_told_to_the_user(bridge: Child):
    error = ending(Client(BridgeAddress("127.0.0.1", bridge.address.port, "guess"), "test"))
    assert (error.code, error.sentence) == (
        "token",
        "The token is not this server's: copy it from the machine that runs it.",
    )


def test_the_token_is_in_no_argument(bridge: Child):
    assert all(bridge.token not in str(argument) for argument in bridge.process.args)  # type: ignore[union-attr]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(pid: int, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


PARENT = """
import sys, time
from bridge.launch import Child
child = Child(["serve", "--model", sys.argv[1]])
child.wait_ready()
print(child.process.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills the parent with a POSIX signal")
def test_the_bridge_ends_when_its_parent_is_killed(model: Path):
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(model)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert alive(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert gone(pid)


def serve(*arguments: str, token: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bridge", "serve", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"EXPNET_TOKEN": token},
    )


@pytest.mark.skipif(os.name != "posix", reason="asks with a POSIX signal")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_by_hand_it_prints_one_line_for_programs_and_ends_when_asked(model: Path, number: signal.Signals):
    process = serve("--model", str(model), "--port", "0")
    assert process.stdout is not None
    line = json.loads(process.stdout.readline())
    assert line == {"expnet": "ready", "port": line["port"], "pid": process.pid}
    client = connect(BridgeAddress("localhost", line["port"], ""))
    process.send_signal(number)
    out, error = process.communicate(timeout=15)
    assert (process.returncode, out) == (0, "")
    assert "every program on this machine may use it" in error and "Traceback" not in error
    assert ending(client).code == "closed"


@pytest.mark.parametrize(
    ("arguments", "token", "what"),
    [
        (["--host", "0.0.0.0"], "", "set EXPNET_TOKEN to a secret of at least 16 characters"),
        (["--host", "0.0.0.0"], "short", "set EXPNET_TOKEN"),
        (["--host", "0.0.0.0"], "x" * 16, "give --tls-cert and --tls-key, or --insecure-no-tls"),
        (["--host", "::"], "", "set EXPNET_TOKEN"),
        (["--tls-key", "a.pem"], "", "--tls-key needs --tls-cert"),
        (["--tls-cert", "gone.pem"], "", "Cannot use the certificate gone.pem: No such file"),
        (["--port", "70000"], "", "Port 70000 does not exist"),
        (["--credit", "0"], "", "Credit must be 1 to 1024"),
        (["--model", "gone.onnx"], "", "Cannot read the model gone.onnx: No such file"),
        (["--host", "192.0.2.1", "--insecure-no-tls", "--model", "MODEL"], "x" * 16, "Cannot listen on 192.0.2.1"),
    ],
)
def test_what_cannot_work_is_said_in_one_sentence(model: Path, arguments: list[str], token: str, what: str):
    arguments = [str(model) if argument == "MODEL" else argument for argument in arguments]
    out, error = (process := serve(*arguments, token=token)).communicate(timeout=60)
    assert process.returncode == 1 and out == ""
    assert what in error and error.count("\n") == 1
