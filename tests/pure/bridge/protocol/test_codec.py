# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages to bytes and back, and what bytes of strangers can do: nothing but raise ``ProtocolError``."""

from __future__ import annotations

import struct
from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.basis import DEFAULT
from bridge.protocol import (
    VERSION,
    BridgeAddress,
    Cancel,
    Credit,
    Crop,
    Error,
    Finished,
    Hello,
    Message,
    ModelCard,
    Opened,
    Options,
    Portrait,
    Preview,
    Progress,
    ProtocolError,
    Result,
    Row,
    Solve,
    Welcome,
)
from bridge.protocol.codec import MAX_FRAME, PREFIX, TYPES, decode, encode
from bridge.protocol.floats import pack, unpack

CARD = ModelCard(
    id="m", sha256="0" * 64, basis=DEFAULT.id, names=DEFAULT.names, size=192, color="RGB", dtype="uint8",
    crop_rule="level", crop_scale=1.5, crop_shift=0.0, outputs=("expression",), reliability={"jawOpen": 0.5},
    licence="Apache-2.0", notice="", engine="ONNX Runtime", device="cpu",
)  # fmt: skip

text = st.text(max_size=40)
count = st.integers(0, 2**31 - 1)
seconds = st.floats(0, 1e7)
unit = st.floats(0, 1)
numbers = st.floats(allow_nan=False, allow_infinity=False)
vector = st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1, max_size=40).map(pack)
quaternion = st.tuples(numbers, numbers, numbers, numbers)
address = st.builds(BridgeAddress, text.filter(bool), st.integers(1, 65535), text)
EXAMPLES: dict[type, st.SearchStrategy[Any]] = {
    Hello: st.builds(Hello, st.just(VERSION), text, text),
    Welcome: st.builds(Welcome, st.just(VERSION), text, st.just("bridge"), st.just(CARD), st.integers(0, 1024)),
    Error: st.builds(Error, text, text),
    Solve: st.builds(Solve, text.filter(bool), address, st.none() | seconds, st.none() | seconds, st.just(Options())),
    Cancel: st.builds(Cancel),
    Opened: st.builds(
        Opened, text, st.just("a" * 64), st.integers(1, 65536), st.integers(1, 65536), st.floats(0, 1000),
        st.none() | count, st.none() | seconds, st.just(CARD),
    ),
    Row: st.builds(
        Row, count, seconds, st.booleans(), st.none() | count, st.none() | quaternion, st.none() | unit,
        st.none() | vector, st.none() | quaternion, st.none() | st.tuples(numbers, numbers, numbers),
        st.none() | st.tuples(numbers, numbers),
    ),
    Progress: st.builds(Progress, count, st.none() | count, count, st.floats(0, 1e6), st.none() | st.floats(0, 1e9)),
    Preview: st.builds(Preview, count, st.integers(1, 256), st.binary(min_size=3, max_size=300), quaternion),
    Portrait: st.builds(Portrait, count, count, st.integers(1, 256), st.binary(min_size=3, max_size=300)),
    Finished: st.builds(Finished, count, count, st.booleans(), text),
    Crop: st.builds(Crop, st.integers(0, 2**53), st.integers(1, 512), st.binary(min_size=3, max_size=300)),
    Result: st.builds(Result, st.integers(0, 2**53), vector, st.none() | quaternion, st.none(), st.none() | unit),
    Credit: st.builds(Credit, st.integers(1, 1024)),
}  # fmt: skip


def packed(value: Any) -> bytes:
    return msgpack.Packer().pack(value)


def test_every_message_has_an_example():
    assert set(EXAMPLES) == set(TYPES.values())


@given(st.one_of(*EXAMPLES.values()))
def test_a_message_survives_the_wire(message: Message):
    frame = encode(message)
    assert int.from_bytes(frame[:PREFIX], "big") == len(frame) - PREFIX
    assert decode(frame[PREFIX:]) == message


@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing_but_protocol_errors(data: bytes):
    with pytest.raises(ProtocolError) as caught:
        decode(data)
    assert caught.value.code == "malformed"


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=9)
    | st.binary(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=9,
)


@given(st.data())
def test_a_message_with_any_field_replaced_is_a_message_or_a_protocol_error(data: st.DataObject):
    message = data.draw(st.one_of(*EXAMPLES.values()))
    fields = msgpack.unpackb(encode(message)[PREFIX:])
    name = data.draw(st.sampled_from(sorted(fields)))
    fields[name] = data.draw(plain)
    try:
        assert type(decode(packed(fields))) in TYPES.values()
    except ProtocolError as error:
        assert error.code in ("malformed", "version")
        assert len(error.sentence) < 600


@given(st.one_of(*EXAMPLES.values()), st.data())
def test_a_message_cut_short_is_refused(message: Message, data: st.DataObject):
    body = encode(message)[PREFIX:]
    with pytest.raises(ProtocolError):
        decode(body[: data.draw(st.integers(0, len(body) - 1))])


def fields_of(message: Message, /, **changes: Any) -> bytes:
    return packed(msgpack.unpackb(encode(message)[PREFIX:]) | changes)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (packed({"t": "Shutdown"}), "unknown type"),
        (packed(["t", "Cancel"]), "unknown type"),
        (packed({"t": "Cancel", "now": True}), "unknown fields: now"),
        (packed({"t": "Credit"}), "count"),
        (fields_of(Credit(1), count=True), "Credit.count is bool, not int"),
        (fields_of(Credit(1), count=1.0), "Credit.count is float, not int"),
        (fields_of(Credit(1), count=0), "not within 1 to 1024"),
        (fields_of(Error("a", "b"), message="x" * 2001), "length 2001"),
        (fields_of(Error("a", "b"), message=b"bytes"), "Error.message is bytes, not str"),
        (fields_of(Progress(1, None, 0, 1.0, None), fps=float("nan")), "not finite"),
        (fields_of(Result(1, pack([1.0])), coefficients=b"\0\0\0"), "3 bytes"),
        (fields_of(Result(1, pack([1.0])), coefficients=struct.pack("<f", float("inf"))), "not finite"),
        (fields_of(Result(1, pack([1.0])), rotation=[1, 0, 0]), "3 items, not 4"),
        (fields_of(Solve("a", BridgeAddress("h", 1, "")), bridge={"host": "h"}), "Solve.bridge"),
        (b"\x81\xa1t\xc7\x01\x05x", "no message"),  # an extension type
        (b"\x81\x01\xa6Cancel", "no message"),  # a key that is no text
        (b"\xdd\xff\xff\xff\xff", "no message"),  # an array of four thousand million items
        (b"\xc6\xff\xff\xff\xff", "no message"),  # as many bytes
        (b"\x91" * 100_000, "no message"),  # nested a hundred thousand deep
        (packed({"t": "Cancel"}) + b"\xc0", "no message"),
    ],
)
def test_what_is_wrong_is_said(body: bytes, what: str):
    with pytest.raises(ProtocolError, match=what) as caught:
        decode(body)
    assert caught.value.code == "malformed"


@pytest.mark.parametrize("version", [0, VERSION + 1, 2**63])
def test_another_version_is_told_from_a_malformed_message_whatever_its_fields(version: int):
    body = packed({"t": "Hello", "version": version, "program": "ExpNet 9", "key": b"?"})
    with pytest.raises(ProtocolError, match=f"ExpNet 9 speaks protocol {version}, this is {VERSION}: update") as caught:
        decode(body)
    assert caught.value.code == "version"


def test_what_the_other_side_would_refuse_is_not_sent():
    with pytest.raises(ProtocolError, match="Credit.count"):
        encode(Credit(0))
    with pytest.raises(ProtocolError, match="surrogates"):
        encode(Error("internal", "a path \udcff"))


def test_the_largest_crop_fits_a_frame():
    assert len(encode(Crop(0, 512, bytes(512 * 512 * 3)))) <= MAX_FRAME + PREFIX


def test_floats_travel_exactly():
    values = [0.0, -1.5, 3.0000001, 1e-38]
    assert unpack(pack(values)).tolist() == [struct.unpack("<f", struct.pack("<f", value))[0] for value in values]
