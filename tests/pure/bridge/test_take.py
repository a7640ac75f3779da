# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes in memory and as files, whole and hostile ones."""

from __future__ import annotations

import io
import json
import os
import tracemalloc
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.take import Take, TakeError
from tests.support.takes import take

ARRAYS = ("coefficients", "frame", "time", "found", "confidence", "box", "rotation", "translation")


def some() -> Take:
    rng = np.random.default_rng(0)
    return take(rng.random((6, 29)), [0.0, 0.04, 0.1, 0.2, 0.21, 0.3], [True, True, False, True, False, True])


def same(first: Take, second: Take) -> bool:
    arrays = (*ARRAYS, "gaze") if first.gaze is not None or second.gaze is not None else ARRAYS
    return (first.names, first.meta) == (second.names, second.meta) and all(
        np.array_equal(getattr(first, name), getattr(second, name), equal_nan=name not in ("frame", "found"))
        for name in arrays
    )


def repacked(data: bytes, **changes: Any) -> bytes:
    """The file with arrays replaced by others, or by raw bytes; None removes one."""
    with np.load(io.BytesIO(data)) as archive:
        entries: dict[str, Any] = dict(archive) | changes
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, value in entries.items():
            if value is None:
                continue
            if not isinstance(value, bytes):
                buffer = io.BytesIO()
                np.lib.format.write_array(buffer, np.asanyarray(value))
                value = buffer.getvalue()
            file.writestr(f"{name}.npy", value)
    return out.getvalue()


def header(shape: tuple[int, ...], dtype: str) -> bytes:
    """A .npy file that promises an array and ends there."""
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": dtype, "fortran_order": False, "shape": shape})
    return buffer.getvalue()


def test_a_take_survives_bytes_and_files(tmp_path: Path):
    original = some()
    original.save(tmp_path / "ä b.npz")
    assert same(Take.load(tmp_path / "ä b.npz"), original)
    assert same(Take.from_bytes(original.to_bytes()), original)
    assert os.listdir(tmp_path) == ["ä b.npz"]


def test_gaze_is_kept_where_there_is_one():
    original = take([0.5, 0.6], [0.0, 0.1], gaze=[[0.1, 0.2], [0.3, 0.4]])
    assert same(Take.from_bytes(original.to_bytes()), original)


def test_the_file_opens_with_numpy_alone_and_without_pickle():
    with np.load(io.BytesIO(some().to_bytes()), allow_pickle=False) as archive:
        assert set(archive) == {"names", "meta", *ARRAYS}
        assert json.loads(str(archive["meta"]))["format"] == 1
        dtypes = {name: archive[name].dtype.str for name in ARRAYS}
    assert dtypes["coefficients"] == "<f4" and dtypes["frame"] == "<i8" and dtypes["time"] == "<f8"


def test_a_take_cannot_be_changed():
    with pytest.raises(ValueError):
        some().coefficients[0] = 1.0


def test_an_empty_take_survives():
    empty = take(np.zeros((0, 29)), [])
    assert len(Take.from_bytes(empty.to_bytes())) == 0


def test_saving_replaces_the_old_file_whole_or_not_at_all(tmp_path: Path):
    path = tmp_path / "take.npz"
    path.write_bytes(b"old")
    some().save(path)
    assert same(Take.load(path), some())
    with pytest.raises(TakeError, match="Cannot write"):
        some().save(tmp_path / "no such folder" / "take.npz")


def test_a_missing_file_is_said():
    with pytest.raises(TakeError, match="Cannot read .*gone.npz: No such file"):
        Take.load("gone.npz")


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"time": [0.0, 0.04, 0.1, 0.1, 0.21, 0.3]}, "times do not rise"),
        ({"time": [0.0, 0.04, 0.1, np.nan, 0.21, 0.3]}, "times do not rise"),
        ({"frame": np.array([0, 1, 2, 2, 4, 5])}, "frame numbers do not rise"),
        ({"found": np.ones(6, bool)}, "without coefficients"),
        ({"found": np.ones(5, bool)}, "shape"),
        ({"box": np.zeros((6, 5), "f4")}, "its box is float32 of shape"),
        ({"coefficients": np.zeros((6, 28), "f4")}, "shape"),
        ({"coefficients": np.zeros((6, 29), "f8")}, "its coefficients is float64"),
        ({"confidence": np.full(6, 1.5, "f4")}, "confidence leaves 0 to 1"),
        ({"rotation": np.zeros((6, 4), "f4")}, "no unit quaternions"),
        ({"names": np.array(["jawOpen"] * 29)}, "different names"),
        ({"names": None}, "lacks names"),
        ({"rotation": None, "box": None}, "lacks box, rotation"),
        ({"meta": np.array("[1]")}, "no JSON object"),
        ({"meta": np.array("{")}, "no JSON object"),
        ({"meta": np.array("[" * 100_000)}, "no JSON object"),
        ({"meta": np.array('{"format": 2}')}, "format 2, this is 1: update"),
        ({"time": header((10**15,), "<f8")}, "its time is float64"),
        ({"time": header((2_000_000,), "<f8")}, "not as long as it says"),
        ({"time": header((6,), "<f8") + bytes(49)}, "not as long as it says"),
        ({"time": b"no array"}, "no take"),
        ({"names": header((29,), "<U100000000")}, "its names is"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(changes: dict[str, Any], what: str):
    changes = {name: np.array(value) if isinstance(value, list) else value for name, value in changes.items()}
    with pytest.raises(TakeError, match=what) as error:
        Take.from_bytes(repacked(some().to_bytes(), **changes))
    assert "\n" not in str(error.value)


class Bomb:
    """Creates a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_a_pickle_in_the_file_is_not_opened(tmp_path: Path):
    mark = tmp_path / "mark"
    with pytest.raises(TakeError, match="its time is object"):
        Take.from_bytes(repacked(some().to_bytes(), time=np.array([Bomb(mark)] * 6, object)))
    assert not mark.exists()


def test_a_zip_bomb_takes_no_memory():
    bomb = header((6,), "<f8") + bytes(300 << 20)
    data = repacked(some().to_bytes(), time=bomb)
    assert len(data) < 1 << 20
    tracemalloc.start()
    with pytest.raises(TakeError):
        Take.from_bytes(data)
    assert tracemalloc.get_traced_memory()[1] < 16 << 20
    tracemalloc.stop()


@given(st.binary(max_size=200))
def test_random_bytes_are_no_take(data: bytes):
    with pytest.raises(TakeError):
        Take.from_bytes(data)


WHOLE = some().to_bytes()


@given(st.data())
def test_a_damaged_file_is_a_take_or_a_take_error(data: st.DataObject):
    damaged = bytearray(WHOLE)
    for at in data.draw(st.lists(st.integers(0, len(WHOLE) - 1), min_size=1, max_size=5)):
        damaged[at] = data.draw(st.integers(0, 255))
    try:
        Take.from_bytes(bytes(damaged))
    except TakeError as error:
        assert "\n" not in str(error)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_cut_short_is_a_take_error(size: int):
    with pytest.raises(TakeError):
        Take.from_bytes(WHOLE[:size])


def test_an_encrypted_entry_is_refused():
    data = bytearray(zipfile_with_flag(WHOLE, 0x1))
    with pytest.raises(TakeError):
        Take.from_bytes(bytes(data))


def zipfile_with_flag(data: bytes, flag: int) -> bytes:
    """Sets a bit of the general purpose flags in every local and central header."""
    out = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(magic)
        while at >= 0:
            out[at + offset] |= flag
            at = out.find(magic, at + 4)
    assert zlib.crc32(out) != zlib.crc32(data)
    return bytes(out)
