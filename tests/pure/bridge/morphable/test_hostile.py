# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes that are changed, cut or made up: each reader ends with a model or with one sentence, and takes no more memory
than the file warrants."""

from __future__ import annotations

import struct
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.morphable import matfile
from bridge.morphable.model import MorphableError
from tests.support.morphables import load, parts, published

pytest.importorskip("h5py")
scipy_io = pytest.importorskip("scipy.io")
from tests.support import morphable_files as files  # noqa: E402

HEADER = b"MATLAB 5.0 MAT-file".ljust(124) + b"\x00\x01IM"
"""What a MATLAB file begins with."""


def _mat(folder: Path, packed: bool) -> Path:
    scipy_io.savemat(folder / "a.mat", {"BFM": published(parts())}, do_compression=packed)
    return folder / "a.mat"


def _surrey(folder: Path) -> Path:
    made = parts()
    expression = b"\x00" + struct.pack("<i", 1) + files.shapes_of(files.SIX, made)
    return files.surrey(folder / "a.bin", made, 4, expression)


FILES: dict[str, Callable[[Path], Path]] = {
    "a.mat": lambda folder: _mat(folder, False),
    "packed.mat": lambda folder: _mat(folder, True),
    "a.h5": lambda folder: files.write_bfm2017(folder / "a.h5", parts()),
    "a.npz": lambda folder: files.saved(folder / "a.npz", files.model(), packed=False),
    "a.pkl": lambda folder: files.write_pickle(folder / "a.pkl", files.flame()),
    "text.pkl": lambda folder: files.write_pickle(folder / "a.pkl", files.flame(shapedirs=np.zeros((49, 3, 301))), 0),
    "a.bin": _surrey,
}


@cache
def whole(name: str) -> bytes:
    with TemporaryDirectory() as folder:
        return FILES[name](Path(folder)).read_bytes()


def ends_in_one_sentence(path: Path) -> None:
    try:
        load(path)
    except MorphableError as error:
        text = str(error)
        assert text.endswith(".") and "\n" not in text and len(text) < 400


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_changed_bytes(name: str, data: st.DataObject):
    content = bytearray(whole(name))
    near = st.integers(0, min(4000, len(content)) - 1)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(near | st.integers(0, len(content) - 1))
        piece = data.draw(st.binary(min_size=1, max_size=8))
        content[at : at + len(piece)] = piece
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        ends_in_one_sentence(path)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=10, deadline=None)
@given(share=st.floats(0, 1))
def test_cut_short(name: str, share: float):
    content = whole(name)
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content[: int(share * (len(content) - 1))])
        ends_in_one_sentence(path)


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=600), head=st.sampled_from([b"", b"PK\x03\x04", b"\x80\x02", HEADER]))
def test_made_up(content: bytes, head: bytes):
    with TemporaryDirectory() as folder:
        path = Path(folder, "made.bin")
        path.write_bytes(head + content)
        ends_in_one_sentence(path)


def element(kind: int, data: bytes) -> bytes:
    return struct.pack("<II", kind, len(data)) + data + bytes(-len(data) % 8)


def variable(name: bytes, dims: tuple[int, ...], data: bytes, claimed: int | None = None) -> bytes:
    head = element(6, struct.pack("<II", 6, 0)) + element(5, struct.pack(f"<{len(dims)}i", *dims)) + element(1, name)
    body = head + struct.pack("<II", 9, len(data) if claimed is None else claimed) + data
    return struct.pack("<II", 14, len(body)) + body


def taken(path: Path, wanted: Callable[[str], bool], damaged: bool = True) -> int:
    """The most memory that reading took, bytes."""
    tracemalloc.start()
    try:
        with pytest.raises(MorphableError, match="damaged") if damaged else nullcontext():
            matfile.read(path, wanted)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_matrix_that_claims_to_be_large_takes_no_memory(tmp_path: Path):
    path = tmp_path / "a.mat"
    path.write_bytes(HEADER + variable(b"shapePC", (10000, 10000), b"", 800_000_000))
    assert taken(path, lambda name: True) < 4 << 20
    path.write_bytes(HEADER + variable(b"shapePC", (2**31 - 1, 2**31 - 1), b""))
    assert taken(path, lambda name: True) < 4 << 20


@pytest.mark.parametrize("inside", [False, True])
def test_a_compressed_bomb_is_not_unpacked_into_memory(tmp_path: Path, inside: bool):
    """400 MB of zeros behind 400 kB: what is not wanted is left packed, or inside a structure passed over in pieces."""
    zeros = 400_000_000
    matrix = variable(b"" if inside else b"bomb", (zeros // 8, 1), b"", zeros)
    matrix = struct.pack("<II", 14, len(matrix) - 8 + zeros) + matrix[8:]
    if inside:
        head = element(6, struct.pack("<II", 2, 0)) + element(5, struct.pack("<ii", 1, 1)) + element(1, b"BFM")
        head += struct.pack("<HHi", 5, 4, 8) + element(1, b"bomb\0\0\0\0")
        matrix = struct.pack("<II", 14, len(head) + len(matrix) + zeros) + head + matrix
    packer = zlib.compressobj(9)
    packed = packer.compress(matrix) + b"".join(packer.compress(bytes(zeros // 400)) for _ in range(400))
    packed += packer.flush()
    path = tmp_path / "bomb.mat"
    path.write_bytes(HEADER + struct.pack("<II", 15, len(packed)) + packed)
    assert path.stat().st_size < 1 << 20
    assert taken(path, lambda name: False, damaged=False) < 16 << 20
    assert matfile.look(path) == {"BFM.bomb" if inside else "bomb"}
