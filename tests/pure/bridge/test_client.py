# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients and the servers they meet: TLS, silence, strangers, and waits that end."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.client import Client
from bridge.engines.onnx import OnnxEngine
from bridge.lifeline import Lifeline
from bridge.listener import Listener, ListenError, is_loopback
from bridge.protocol import (
    VERSION,
    BridgeAddress,
    Crop,
    Finished,
    Hello,
    Message,
    ProtocolError,
    Result,
    Solve,
    Welcome,
)
from bridge.serve import argument_parser, security
from bridge.server import BridgeServer, Limits
from tests.support.certificate import CERTIFICATE, KEY
from tests.support.connection import ending
from tests.support.models import SIZE, model_bytes


@pytest.fixture
def lifeline() -> Iterator[Lifeline]:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield Lifeline(parent=False)
    signal.set_wakeup_fd(-1)
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in (("cert.pem", CERTIFICATE), ("key.pem", KEY)):
        (tmp_path / name).write_text(text)
    (tmp_path / "model.onnx").write_bytes(model_bytes())
    return tmp_path


@pytest.fixture
def served(files: Path, lifeline: Lifeline) -> Iterator[Listener]:
    """A bridge with TLS and little patience."""
    options = argument_parser().parse_args(["--tls-cert", str(files / "cert.pem"), "--tls-key", str(files / "key.pem")])
    listener = Listener("127.0.0.1", 0, "token", "bridge", security(options, "token"))
    server = BridgeServer(OnnxEngine(files / "model.onnx", "cpu"), listener, lifeline, Limits(handshake=0.5, idle=1.0))
    thread = threading.Thread(target=server.run)
    thread.start()
    yield listener
    lifeline.end()
    thread.join(10)
    assert not thread.is_alive()


def test_tls_with_the_servers_own_certificate(served: Listener):
    client = Client(BridgeAddress("127.0.0.1", served.port, "token", "pinned", CERTIFICATE), "test")
    assert client.wait_welcome().role == "bridge"
    client.send(Crop(5, SIZE, bytes(SIZE * SIZE * 3)))
    found: list[Message] = []
    while not any(isinstance(message, Result) for message in found):
        client.wait(1)
        found += client.poll()
    client.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(served: Listener):
    error = ending(Client(BridgeAddress("127.0.0.1", served.port, "token", "system"), "test"))
    assert "certificate is not trusted" in error.sentence


def test_plain_to_tls_and_tls_to_plain_end_with_a_sentence(served: Listener):
    assert ending(Client(BridgeAddress("127.0.0.1", served.port, "token"), "test")).code in ("closed", "oversize")
    with Listener("127.0.0.1", 0, "", "bridge") as plain:
        client = Client(BridgeAddress("127.0.0.1", plain.port, "", "pinned", CERTIFICATE), "test")
        client.poll()
        while (channel := plain.accept()) is None:
            client.poll()
        with pytest.raises(ProtocolError) as caught:
            while True:
                channel.poll()
                client.poll()
        assert caught.value.code == "oversize"
        assert ending(client).code == "closed"


def test_a_text_that_is_no_certificate_is_said():
    with Listener("127.0.0.1", 0, "", "bridge") as listener:
        client = Client(BridgeAddress("127.0.0.1", listener.port, "", "pinned", "certificate"), "test")
        assert "no PEM certificate" in ending(client).sentence


def test_silent_strangers_and_idle_clients_are_let_go(served: Listener):
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as sock:
        started = time.monotonic()
        assert sock.recv(1) == b""
        assert time.monotonic() - started < 5
    client = Client(BridgeAddress("127.0.0.1", served.port, "token", "pinned", CERTIFICATE), "test")
    client.wait_welcome()
    assert ending(client).code == "timeout"


def test_a_server_that_never_answers_is_given_up():
    with Listener("127.0.0.1", 0, "", "bridge") as listener:
        client = Client(BridgeAddress("127.0.0.1", listener.port, ""), "test", timeout=0.3)
        error = ending(client)
        assert (error.code, error.sentence) == (
            "timeout",
            f"127.0.0.1 port {listener.port} did not answer within 0.3 s.",
        )


def test_a_server_that_is_no_bridge_is_told_apart():
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = Client(BridgeAddress("127.0.0.1", server.getsockname()[1], ""), "test")
        client.poll()
        peer, _ = server.accept()
        peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        assert ending(client).code == "oversize"
        peer.close()


def test_nobody_there_and_no_such_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    error = ending(Client(BridgeAddress("127.0.0.1", port, ""), "test"))
    assert f"Cannot reach 127.0.0.1 port {port}: nothing listens there" in error.sentence
    error = ending(Client(BridgeAddress("no-such-machine.invalid", 1, ""), "test"))
    assert "No machine is known as no-such-machine.invalid" in error.sentence


def test_polling_never_blocks():
    with Listener("127.0.0.1", 0, "", "bridge") as listener:
        client = Client(BridgeAddress("127.0.0.1", listener.port, ""), "test")
        started = time.monotonic()
        for _ in range(200):
            assert client.poll() == []
        assert time.monotonic() - started < 2.0
        client.close()
        with pytest.raises(ProtocolError):
            client.poll()


def test_what_came_before_the_end_is_delivered_first():
    with Listener("127.0.0.1", 0, "", "sender") as listener:
        client = Client(BridgeAddress("localhost", listener.port, ""), "test")
        client.poll()
        while (channel := listener.accept()) is None:
            client.poll()
        while not (hello := channel.poll()):
            client.poll()
        assert hello == [Hello(VERSION, "", "test")]
        channel.send(Welcome(VERSION, "sender", "sender", None, 0))
        client.wait_welcome()
        client.send(Solve("a.mp4", BridgeAddress("127.0.0.1", 1, "")))
        channel.wait(5)
        assert isinstance(channel.poll()[0], Solve)
        channel.send(Finished(1, 1, False, "The bridge was lost."))
        channel.refuse(ProtocolError("bridge", "The bridge was lost."))
        client.wait(5)
        assert client.poll() == [Finished(1, 1, False, "The bridge was lost.")]
        assert ending(client).code == "bridge"


def test_a_port_in_use_is_said():
    with Listener("127.0.0.1", 0, "", "bridge") as listener, pytest.raises(ListenError, match="choose another"):
        Listener("127.0.0.1", listener.port, "", "bridge")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("", False), ("192.168.0.2", False), ("localhost.example.org", False)],
)  # fmt: skip
def test_what_counts_as_this_machine(host: str, loopback: bool):
    assert is_loopback(host) is loopback
