# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of a connection: handshake, directions, credit and order, without a socket."""

from __future__ import annotations

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol import (
    VERSION,
    Cancel,
    ClientConnection,
    Credit,
    Crop,
    Error,
    Hello,
    ProtocolError,
    Result,
    Row,
    ServerConnection,
    State,
    Welcome,
)
from bridge.protocol.codec import MAX_FIRST_FRAME, MAX_FRAME, encode
from bridge.protocol.floats import pack
from bridge.protocol.messages import Role


def framed(fields: object) -> bytes:
    body = msgpack.Packer().pack(fields)
    return len(body).to_bytes(4, "big") + body


def pair(credit: int = 2, role: Role = "bridge") -> tuple[ClientConnection, ServerConnection]:
    client, server = ClientConnection("secret", "test"), ServerConnection("secret", role)
    assert server.receive(client.hello()) == [Hello(VERSION, "secret", "test")]
    (welcome,) = client.receive(server.send(Welcome(VERSION, "server", role, None, credit)))
    assert client.welcome == welcome
    assert client.state is server.state is State.OPEN
    return client, server


def crop(number: int) -> Crop:
    return Crop(number, 1, bytes(3))


def result(number: int) -> Result:
    return Result(number, pack([0.5]))


def code(error: pytest.ExceptionInfo[ProtocolError]) -> str:
    return error.value.code


@given(st.lists(st.integers(1, 40), max_size=40))
def test_messages_come_out_whole_however_the_bytes_are_cut(cuts: list[int]):
    client, server = pair(credit=3)
    data = b"".join(client.send(crop(number)) for number in range(3))
    messages = []
    for size in [*cuts, len(data)]:
        messages += server.receive(data[:size])
        data = data[size:]
    assert messages == [crop(0), crop(1), crop(2)]


def test_a_wrong_token_is_refused_and_closes():
    server = ServerConnection("secret", "bridge")
    with pytest.raises(ProtocolError, match="token") as error:
        server.receive(ClientConnection("Secret", "test").hello())
    assert code(error) == "token"
    assert server.receive(ClientConnection("secret", "test").hello()) == []
    told = ClientConnection("Secret", "test").receive(server.farewell(error.value))
    assert told == [Error("token", error.value.sentence)]


@pytest.mark.parametrize("first", [encode(Cancel()), encode(crop(0)), encode(Credit(1))])
def test_nothing_is_taken_before_the_hello(first: bytes):
    with pytest.raises(ProtocolError) as error:
        ServerConnection("", "bridge").receive(first)
    assert code(error) == "unexpected"


def test_strangers_cannot_make_the_server_buffer_more_than_a_hello():
    server = ServerConnection("secret", "bridge")
    with pytest.raises(ProtocolError) as error:
        server.receive((MAX_FIRST_FRAME + 1).to_bytes(4, "big"))
    assert code(error) == "oversize"


def test_a_frame_over_the_limit_is_refused_from_its_length_alone():
    client, _ = pair()
    with pytest.raises(ProtocolError) as error:
        client.receive((MAX_FRAME + 1).to_bytes(4, "big"))
    assert code(error) == "oversize"


def test_a_web_page_that_posts_to_the_port_is_cut_off():
    with pytest.raises(ProtocolError) as error:
        ServerConnection("", "bridge").receive(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert code(error) == "oversize"


def test_both_sides_say_which_versions_met():
    newer = framed({"t": "Hello", "version": VERSION + 1, "program": "ExpNet 3", "proof": b""})
    with pytest.raises(ProtocolError, match="ExpNet 3 speaks protocol [0-9]+, this is [0-9]+: update") as error:
        ServerConnection("", "bridge").receive(newer)
    assert code(error) == "version"
    welcome = framed({"t": "Welcome", "version": VERSION + 1, "program": "ExpNet bridge 3"})
    with pytest.raises(ProtocolError, match="ExpNet bridge 3 speaks protocol [0-9]+, this is") as error:
        ClientConnection("", "test").receive(welcome)
    assert code(error) == "version"


def test_a_client_takes_only_what_a_server_of_its_role_may_send():
    client, _ = pair(role="bridge")
    with pytest.raises(ProtocolError) as error:
        client.receive(encode(Row(0, 0.0, False)))
    assert code(error) == "unexpected"


def test_a_server_takes_only_what_its_clients_may_send():
    client, server = pair(role="sender", credit=0)
    assert server.receive(client.send(Cancel())) == [Cancel()]
    with pytest.raises(ProtocolError) as error:
        server.receive(encode(crop(0)))
    assert code(error) == "unexpected"


def test_a_second_hello_and_a_second_welcome_are_refused():
    client, server = pair()
    with pytest.raises(ProtocolError):
        server.receive(client.hello())
    with pytest.raises(ProtocolError):
        client.receive(encode(Welcome(VERSION, "server", "bridge", None, 2)))


def test_a_server_says_nothing_before_its_welcome():
    server = ServerConnection("", "bridge")
    server.receive(ClientConnection("", "test").hello())
    with pytest.raises(ProtocolError):
        server.send(Credit(1))


def test_credit_is_spent_and_given_back():
    client, server = pair(credit=2)
    server.receive(client.send(crop(1)) + client.send(crop(2)))
    assert (client.credit, client.in_flight) == (0, 2)
    with pytest.raises(ProtocolError) as error:
        client.send(crop(3))
    assert code(error) == "credit"
    client.receive(server.send(result(1)) + server.send(Credit(1)))
    assert (client.credit, client.in_flight) == (1, 1)
    assert server.receive(client.send(crop(3))) == [crop(3)]


def test_a_client_that_overdraws_is_refused():
    client, server = pair(credit=1)
    with pytest.raises(ProtocolError) as error:
        server.receive(client.send(crop(1)) + encode(crop(2)))
    assert code(error) == "credit"


def test_a_server_cannot_grant_without_end():
    client, _ = pair(credit=1024)
    with pytest.raises(ProtocolError) as error:
        client.receive(encode(Credit(1)))
    assert code(error) == "credit"


@pytest.mark.parametrize("number", [2, 7])
def test_results_come_in_the_order_of_the_crops(number: int):
    client, server = pair()
    server.receive(client.send(crop(1)) + client.send(crop(2)))
    with pytest.raises(ProtocolError):
        server.send(result(number))
    with pytest.raises(ProtocolError) as error:
        client.receive(encode(result(number)))
    assert code(error) == "order"


def test_an_error_message_ends_the_connection_after_what_came_before_it():
    client, server = pair()
    server.receive(client.send(crop(1)))
    data = server.send(result(1)) + server.send(Error("internal", "Out of memory."))
    assert client.receive(data + encode(Credit(1))) == [result(1), Error("internal", "Out of memory.")]
    assert client.state is server.state is State.CLOSED
    with pytest.raises(ProtocolError) as error:
        client.send(crop(2))
    assert code(error) == "closed"


@given(st.binary(max_size=200))
def test_any_bytes_leave_a_server_waiting_or_closed(data: bytes):
    server = ServerConnection("secret", "bridge")
    try:
        assert server.receive(data) == []
        assert server.state is State.HANDSHAKE
    except ProtocolError:
        assert server.state is State.CLOSED
