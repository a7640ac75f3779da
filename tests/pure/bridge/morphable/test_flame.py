# SPDX-License-Identifier: GPL-3.0-or-later
"""FLAME as a pickle of Python 2 with chumpy and SciPy in it, and as plain arrays; its jaw as keys and as bones."""

from __future__ import annotations

import os
import pickletools
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bridge.morphable.model import MorphableError
from tests.support.morphables import COUNT, load

pytest.importorskip("scipy")
pytest.importorskip("h5py")
from tests.support.morphable_files import Ch, arrays, flame, pickled, write_pickle  # noqa: E402


@pytest.mark.parametrize("protocol", [0, 2, 4, 5])
def test_pickle_is_read_without_its_libraries(tmp_path: Path, protocol: int):
    path = write_pickle(tmp_path / "generic_model.pkl", flame(), protocol)
    made = arrays()
    model = load(path, jaw="bones")
    assert "chumpy" not in sys.modules
    assert (model.name, model.basis, model.unit) == ("FLAME Head", "flame-100", 1.0)
    np.testing.assert_allclose(model.mean, made["v_template"], rtol=1e-6)
    assert (len(model.expressions), len(model.identities)) == (100, 300)
    np.testing.assert_allclose(model.expressions.deltas[7], made["shapedirs"][:, :, 307], rtol=1e-5)
    np.testing.assert_allclose(model.identities.deltas[299], made["shapedirs"][:, :, 299], rtol=1e-5)
    assert model.joints is not None
    assert model.joints.names == ("root", "neck", "jaw", "eyeLeft", "eyeRight")
    assert model.joints.parents == (-1, 0, 1, 1, 1)
    np.testing.assert_allclose(model.joints.places, made["v_template"][[0, 10, 20, 30, 40]], rtol=1e-6)


def as_python_2(array: np.ndarray) -> bytes:
    """The codes that Python 2's pickler wrote for an array, its bytes as a string."""
    shape = b"".join(b"I%d\n" % size for size in array.shape)
    kind = array.dtype.str[1:].encode()
    data = array.tobytes()
    return (
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(" + shape + b"tcnumpy\ndtype\n(S'"
        + kind + b"'\nI0\nI1\ntR(I3\nS'<'\nNNNI-1\nI-1\nI0\ntbI00\nT" + len(data).to_bytes(4, "little") + data + b"tb"
    )  # fmt: skip


def test_pickle_of_python_2(tmp_path: Path):
    made = arrays()
    data = b"\x80\x02}"
    for name, array in made.items():
        if name == "shapedirs":
            held = b"cchumpy.ch\nCh\n)\x81}(S'x'\n" + as_python_2(array)
            held += b"S'_dirty_vars'\nc__builtin__\nset\n(]S'x'\natRS'_itr'\nNub"
        else:
            held = as_python_2(array) if isinstance(array, np.ndarray) else b"S'lbs'\n"
        data += b"S'" + name.encode() + b"'\n" + held + b"s"
    (tmp_path / "generic_model.pkl").write_bytes(data + b".")
    model = load(tmp_path / "generic_model.pkl", jaw="bones")
    np.testing.assert_allclose(model.mean, made["v_template"], rtol=1e-6)
    np.testing.assert_allclose(model.expressions.deltas[99], made["shapedirs"][:, :, 399], rtol=1e-5)
    assert model.joints is not None


def test_objects_without_a_state_or_that_hold_themselves(tmp_path: Path):
    bare = b"\x80\x02}S'v_template'\ncchumpy.ch\nCh\n)\x81s."
    circle = b"\x80\x02}S'v_template'\ncchumpy.ch\nCh\n)\x81q\x00}S'x'\nh\x00sbs."
    for data in (bare, circle):
        (tmp_path / "odd.pkl").write_bytes(data)
        with pytest.raises(MorphableError, match="lacks v_template|no face model"):
            load(tmp_path / "odd.pkl")


def test_npz_of_the_arrays(tmp_path: Path):
    np.savez(tmp_path / "flame.npz", **arrays())
    model = load(tmp_path / "flame.npz", identities=3)
    assert len(model.identities) == 3
    assert model.expressions.names[:6] == (
        "jawOpen", "jawSide", "neckDown", "neckLeft", "neckTilt", "expression00",
    )  # fmt: skip


def test_npz_with_a_pickled_regressor_has_no_jaw_and_says_so(tmp_path: Path):
    made = arrays() | {"J_regressor": np.array({"sparse": 1}, object)}
    np.savez(tmp_path / "flame.npz", **made)
    model = load(tmp_path / "flame.npz")
    assert len(model.expressions) == 100 and "no jaw" in model.notes[0]


def test_jaw_key_opens_by_skinning(tmp_path: Path):
    """The lower half turns by three quarters, forward and down; what the jaw does not hold stays."""
    made = arrays() | {"posedirs": np.zeros((COUNT, 3, 36))}
    np.savez(tmp_path / "flame.npz", **made)
    model = load(tmp_path / "flame.npz")
    delta = model.expressions.deltas[0]
    place, angle = made["v_template"][20], 0.45
    turn = np.array([[1, 0, 0], [0, np.cos(angle), -np.sin(angle)], [0, np.sin(angle), np.cos(angle)]])
    expected = made["weights"][:, 2:3] * ((made["v_template"] - place) @ turn.T + place - made["v_template"])
    np.testing.assert_allclose(delta, expected, atol=1e-7)
    chin = np.argmin(made["v_template"][:, 1] - 9 * made["v_template"][:, 2])
    assert not delta[made["v_template"][:, 1] > 0].any()
    front = (made["v_template"][:, 2] - place[2] > 0.01) & (made["v_template"][:, 1] < 0)
    assert (delta[front, 1] < 0).all() and chin >= 0
    assert model.expressions.minimum[:2] == (0.0, -1.0)


def test_pose_corrections_are_in_the_jaw_key(tmp_path: Path):
    np.savez(tmp_path / "with.npz", **arrays())
    np.savez(tmp_path / "without.npz", **arrays() | {"posedirs": np.zeros((COUNT, 3, 36))})
    with_pose, without = (load(tmp_path / name).expressions.deltas[0] for name in ("with.npz", "without.npz"))
    upper = arrays()["v_template"][:, 1] > 0
    turn = np.array([[1, 0, 0], [0, np.cos(0.45), -np.sin(0.45)], [0, np.sin(0.45), np.cos(0.45)]])
    expected = arrays()["posedirs"][:, :, 9:18] @ (turn - np.eye(3)).ravel()
    np.testing.assert_allclose((with_pose - without)[upper], expected[upper], atol=1e-7)


class Evil:
    def __init__(self, call: Any, *arguments: Any) -> None:
        self.what = call, arguments

    def __reduce__(self) -> Any:
        return self.what


@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize(
    "evil",
    [
        lambda mark: Evil(exec, f"open({str(mark)!r}, 'w')"),
        lambda mark: Evil(os.system, f"touch {mark}"),
        lambda mark: Evil(getattr, "text", "upper"),
        lambda mark: Evil(np.save, str(mark), np.zeros(1)),
    ],
)
def test_nothing_in_the_file_runs(tmp_path: Path, evil: Any, protocol: int):
    mark = tmp_path / "ran"
    path = write_pickle(tmp_path / "evil.pkl", flame(extra=evil(mark)), protocol)
    with pytest.raises(MorphableError, match="asks to run code"):
        load(path)
    assert not mark.exists()


def test_line_ends_changed_on_the_way_are_told(tmp_path: Path):
    (tmp_path / "crlf.pkl").write_bytes(pickled(flame(), 0).replace(b"\n", b"\r\n"))
    with pytest.raises(MorphableError, match="line ends"):
        load(tmp_path / "crlf.pkl")


def test_a_number_that_asks_for_memory_is_refused(tmp_path: Path):
    long_put = b"\x80\x02}r" + (0xFFFFFFF0).to_bytes(4, "little") + b"."
    long_bytes = b"\x80\x04\x8e" + (1 << 60).to_bytes(8, "little") + b"x."
    for data in (long_put, long_bytes):
        (tmp_path / "big.pkl").write_bytes(data)
        with pytest.raises(MorphableError, match="damaged|asks to"):
            load(tmp_path / "big.pkl")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"v_template": None}, "lacks v_template"),
        ({"v_template": Ch(np.zeros((5, 2)))}, "no FLAME model"),
        ({"shapedirs": Ch(np.zeros((COUNT, 3, 10)))}, "of which the first 300"),
        ({"f": np.array([[0, 1, 99]], np.uint32)}, "of 49"),
        ({"v_template": Ch(np.full((COUNT, 3), np.nan))}, "not finite"),
    ],
)
def test_wrong_arrays_are_one_sentence(tmp_path: Path, changes: dict[str, Any], words: str):
    with pytest.raises(MorphableError, match=words):
        load(write_pickle(tmp_path / "model.pkl", flame(**changes)))


def test_other_pickles_are_no_model(tmp_path: Path):
    for content, words in (([1, 2], "no named arrays"), ({"a": 1}, "lacks v_template")):
        with pytest.raises(MorphableError, match=words):
            load(write_pickle(tmp_path / "other.pkl", content))


def test_cut_short_anywhere(tmp_path: Path):
    whole = pickled(flame())
    ends = [position for _, _, position in pickletools.genops(whole) if position][::7]
    for size in (*ends, len(whole) - 1):
        (tmp_path / "cut.pkl").write_bytes(whole[:size])
        with pytest.raises(MorphableError, match="damaged|no 3D morphable"):
            load(tmp_path / "cut.pkl")
