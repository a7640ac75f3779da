# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkpoints without TensorFlow, whole, wrong and hostile."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("google_crc32c", reason="checksums need google-crc32c: pip install '.[weights]'")

from tests.support import checkpoints  # noqa: E402
from weights.published.checkpoint import find, open_checkpoint, read  # noqa: E402
from weights.published.crc import masked  # noqa: E402
from weights.published.errors import SourceError  # noqa: E402
from weights.published.table import TableError, entries  # noqa: E402

RNG = np.random.default_rng(0)
ARRAYS = {f"net/layer{i}/weights": RNG.normal(0, 1, shape).astype(np.float32)
          for i, shape in enumerate([(2, 3, 4, 5), (7,), (6, 1), (300, 200)] * 30)}  # fmt: skip
SHAPES = {name: array.shape for name, array in ARRAYS.items()}


def refused(prefix: Path, words: str, shapes: dict[str, tuple[int, ...]] = SHAPES) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        read(open_checkpoint(prefix), shapes)
    assert "\n" not in str(caught.value)


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    return checkpoints.write(tmp_path / "a.ckpt", ARRAYS)


def index(prefix: Path) -> Path:
    return prefix.with_name("a.ckpt.index")


def data(prefix: Path) -> Path:
    return prefix.with_name("a.ckpt.data-00000-of-00001")


def test_the_checksum_is_the_published_one():
    """RFC 3720, B.4, for 32 zeros is 8A9136AA."""
    value = 0x8A9136AA
    assert masked(memoryview(bytes(32))) == ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF


def test_every_array_comes_back_to_the_bit(prefix: Path):
    told: list[tuple[int, int]] = []
    found = read(open_checkpoint(find(prefix.parent)), SHAPES, lambda done, total: told.append((done, total)))
    assert list(found) == list(ARRAYS)
    assert all((found[name] == ARRAYS[name]).all() for name in ARRAYS)
    assert told[-1] == (data(prefix).stat().st_size,) * 2 and len(told) == len(ARRAYS)


def test_a_folder_a_prefix_and_each_file_name_the_same(prefix: Path):
    for place in (prefix.parent, prefix, index(prefix), data(prefix), prefix.with_name("a.ckpt.meta")):
        assert find(place) == prefix


def test_places_without_a_checkpoint_are_said(prefix: Path, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "old.ckpt").write_bytes(b"v1")
    checkpoints.write(tmp_path / "b.ckpt", ARRAYS)
    for place, words in (
        ("empty", "holds no checkpoint"), ("nowhere", "There is no checkpoint"), ("old.ckpt", r"older \(V1\)"),
        (".", "several checkpoints .a.ckpt.index, b.ckpt.index"),
    ):  # fmt: skip
        with pytest.raises(SourceError, match=words):
            find(tmp_path / place)


def test_a_changed_byte_of_the_data_is_found(prefix: Path):
    raw = bytearray(data(prefix).read_bytes())
    raw[len(raw) // 2] ^= 1
    data(prefix).write_bytes(raw)
    refused(prefix, r"data-00000-of-00001 is damaged: the checksum of net/layer\d+/weights")


def test_data_cut_short_is_told_before_anything_is_read(prefix: Path):
    data(prefix).write_bytes(data(prefix).read_bytes()[:-1])
    refused(prefix, "is cut short")
    data(prefix).unlink()
    refused(prefix, "Cannot read .*data-00000")


def test_other_networks_are_refused(prefix: Path):
    refused(prefix, "lacks 1 of 121 variables, such as net/more", SHAPES | {"net/more": (1,)})
    refused(prefix, r"has net/layer1/weights as \[7\] of type 1, where \[8\]", SHAPES | {"net/layer1/weights": (8,)})


def test_numbers_that_are_none_are_refused(tmp_path: Path):
    prefix = checkpoints.write(tmp_path / "a.ckpt", {"a": np.array([1, np.nan], np.float32)})
    refused(prefix, "a is not finite", {"a": (2,)})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"dtype": 2}, "of type 2"),
        ({"size": 12}, "cannot have 12 bytes"),
        ({"shard": 3}, "in part 3"),
        ({"offset": 1 << 60}, "is cut short"),
        ({"slices": True}, "in one piece"),
        ({"dims": (1 << 40, 1 << 40)}, "as .1099511627776, 1099511627776."),
    ],
)
def test_entries_that_lie_are_refused_without_taking_memory(tmp_path: Path, change: dict, words: str):
    prefix = checkpoints.write(tmp_path / "a.ckpt", {"a": np.ones(4, np.float32)})
    dims = b"".join(checkpoints.message((2, checkpoints.message((1, n)))) for n in change.get("dims", (4,)))
    value = checkpoints.message((1, change.get("dtype", 1)), (2, dims), (3, change.get("shard", 0)),
                                (4, change.get("offset", 0)), (5, change.get("size", 16)))  # fmt: skip
    value += checkpoints.message((7, b"")) if "slices" in change else b""
    items = {b"": checkpoints.message((1, 1)), b"a": value}
    index(prefix).write_bytes(checkpoints.table(items))
    refused(prefix, words, {"a": (4,)})


@pytest.mark.parametrize("header", [b"", checkpoints.message((1, 1), (2, 1)), checkpoints.message((1, 1 << 40))])
def test_headers_of_other_kinds_are_refused(tmp_path: Path, header: bytes):
    refused(checkpoints.write(tmp_path / "a.ckpt", ARRAYS, header), "little-endian checkpoint in one to 99999 parts")


def test_a_huge_index_is_not_read(prefix: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("weights.published.checkpoint.MAX_INDEX", 1 << 10)
    refused(prefix, "larger than 0 MB")


def test_compressed_blocks_and_endless_keys_are_refused():
    part = checkpoints.block([(b"a", b"")])[:-5] + b"\1"
    part += masked(memoryview(part)).to_bytes(4, "little")
    directory = checkpoints.block([(b"a", checkpoints.varint(0) + checkpoints.varint(len(part) - 5))])
    whole = checkpoints.table({b"a": b""})
    handles = bytes(2) + checkpoints.varint(len(part)) + checkpoints.varint(len(directory) - 5)
    with pytest.raises(TableError, match="compressed"):
        list(entries(memoryview(part + directory + handles.ljust(40, b"\0") + whole[-8:])))
    with pytest.raises(TableError, match="longer than its block"):
        list(entries(memoryview(checkpoints.table({bytes(5000): b""}))))


WHOLE = checkpoints.table({key.encode(): checkpoints.entry(ARRAYS[key], 0) for key in ARRAYS})


@given(st.integers(0, len(WHOLE) - 1))
def test_an_index_cut_anywhere_is_a_table_error(size: int):
    with pytest.raises(TableError):
        list(entries(memoryview(WHOLE[:size])))


@given(st.data())
def test_a_damaged_index_is_a_sentence(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    """A byte changed anywhere is caught by a checksum or is the footer's, which is checked by itself."""
    damaged = bytearray(WHOLE)
    for at in data.draw(st.lists(st.integers(0, len(WHOLE) - 1), min_size=1, max_size=3)):
        damaged[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "a.ckpt.index"
    path.write_bytes(damaged)
    try:
        read(open_checkpoint(path.with_name("a.ckpt")), SHAPES)
    except SourceError as error:
        assert "\n" not in str(error)


@given(st.lists(st.tuples(st.binary(max_size=12), st.binary(max_size=40)), max_size=30))
def test_entries_of_any_content_are_a_sentence(tmp_path_factory: pytest.TempPathFactory, items: list):
    """The checksums are right here: what lies inside is the attacker's."""
    path = tmp_path_factory.mktemp("hostile") / "a.ckpt.index"
    path.write_bytes(checkpoints.table(dict(items) | {b"": checkpoints.message((1, 1))}))
    with pytest.raises(SourceError) as caught:
        read(open_checkpoint(path.with_name("a.ckpt")), SHAPES)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=200))
def test_random_bytes_are_no_table(data: bytes):
    with pytest.raises(TableError):
        list(entries(memoryview(data)))
