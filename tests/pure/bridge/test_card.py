# SPDX-License-Identifier: GPL-3.0-or-later
"""Model cards out of ONNX files, before any engine sees them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper

from bridge.basis import DEFAULT
from bridge.card import ModelError, read_card, read_model
from bridge.onnx_file import OnnxError, summarise
from tests.support.models import SIZE, metadata, model, model_bytes

WHOLE = model_bytes()


def card(data: bytes):
    return read_card(data, "m.onnx", "ONNX Runtime", "cpu")


def test_the_card_is_what_the_file_says():
    found = card(WHOLE)
    assert (found.id, found.basis, found.names) == ("mean-colour", DEFAULT.id, DEFAULT.names)
    assert (found.size, found.color, found.dtype) == (SIZE, "RGB", "uint8")
    assert (found.crop_rule, found.crop_scale, found.crop_shift) == ("level", 1.5, 0.05)
    assert found.outputs == ("expression", "rotation")
    assert found.reliability == {"jawOpen": 0.75}
    assert found.sha256 == hashlib.sha256(WHOLE).hexdigest()


def test_the_summary_agrees_with_the_onnx_library():
    proto = onnx.load_from_string(WHOLE)
    summary = summarise(WHOLE)
    assert summary.metadata == {entry.key: entry.value for entry in proto.metadata_props}
    assert summary.inputs == tuple(value.name for value in proto.graph.input)
    assert summary.outputs == tuple(value.name for value in proto.graph.output)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"format": None}, "carries no metadata of ExpNet"),
        ({"format": "2"}, "metadata of format 2, this is 1: update"),
        ({"basis": "arkit-30"}, "unknown basis arkit-30: update"),
        ({"names": json.dumps(DEFAULT.names[::-1])}, "does not have the axes"),
        ({"names": json.dumps("jawOpen")}, "card.names is str"),
        ({"names": None}, "missing or no JSON"),
        ({"input": "{"}, "missing or no JSON"),
        ({"input": json.dumps([16])}, "missing or no JSON"),
        ({"input": json.dumps({"size": 10**6, "color": "RGB", "dtype": "uint8"})}, "card.size is 1000000"),
        ({"input": json.dumps({"size": 16, "color": "CMYK", "dtype": "uint8"})}, "card.color is none of RGB, BGR"),
        ({"crop": json.dumps({"rule": "level", "scale": "wide"})}, "card.crop_scale is str"),
        ({"crop": '{"rule": "level", "scale": NaN}'}, "not finite"),
        ({"reliability": json.dumps({"jawOpen": 7})}, "card.reliability is 7"),
        ({"noise": json.dumps({"jawOpen": -1})}, "card.noise is -1"),
        ({"notice": "x" * 9000}, "length 9000"),
    ],
)
def test_wrong_metadata_is_told_in_one_sentence(changes: dict[str, Any], what: str):
    with pytest.raises(ModelError, match=what) as error:
        card(model_bytes(metadata(**changes)))
    assert "m.onnx" in str(error.value) and "\n" not in str(error.value)


def test_a_model_without_the_output_is_refused():
    proto = model()
    proto.graph.output[0].name = "feelings"
    with pytest.raises(ModelError, match="no output 'expression'"):
        card(proto.SerializeToString())


def external() -> onnx.TensorProto:
    """A tensor whose data would be read from another file."""
    tensor = onnx.TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[1], data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value="/etc/passwd")
    return tensor


def test_a_model_that_reads_other_files_is_refused_wherever_the_tensor_hides():
    initializer, constant, branch, function, sparse = (model() for _ in range(5))
    initializer.graph.initializer.append(external())
    constant.graph.node.append(helper.make_node("Constant", [], ["c"], value=external()))
    inner = helper.make_graph([], "inner", [], [], [external()])
    branch.graph.node.append(helper.make_node("If", ["c"], ["d"], then_branch=inner, else_branch=inner))
    function.functions.add(name="f").node.append(helper.make_node("Constant", [], ["c"], value=external()))
    sparse.graph.sparse_initializer.add().values.CopyFrom(external())
    for proto in (initializer, constant, branch, function, sparse):
        with pytest.raises(ModelError, match="keeps its weights in other files; export it as one file"):
            card(proto.SerializeToString())


def test_deep_nesting_is_refused():
    """Graphs in attributes of nodes of graphs, by hand: the onnx library itself refuses to build them."""
    data = b""
    for field in (7, *(1, 5, 6) * 40)[::-1]:
        data = bytes([field << 3 | 2]) + varint(len(data)) + data
    with pytest.raises(ModelError, match="too deeply"):
        card(data)


def varint(value: int) -> bytes:
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + varint(value >> 7)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_cut_short_is_a_model_error(size: int):
    with pytest.raises(ModelError):
        card(WHOLE[:size])


@given(st.binary(max_size=300))
def test_random_bytes_are_an_onnx_error_or_an_empty_summary(data: bytes):
    try:
        summary = summarise(data)
    except OnnxError:
        return
    assert "expnet.format" not in summary.metadata


@given(st.data())
def test_a_damaged_file_is_a_card_or_a_model_error(data: st.DataObject):
    damaged = bytearray(WHOLE)
    for at in data.draw(st.lists(st.integers(0, len(WHOLE) - 1), min_size=1, max_size=4)):
        damaged[at] = data.draw(st.integers(0, 255))
    try:
        card(bytes(damaged))
    except ModelError as error:
        assert "\n" not in str(error)


def test_files_that_cannot_be_read_are_said(tmp_path: Path):
    with pytest.raises(ModelError, match="Cannot read the model .*gone.onnx: No such file"):
        read_model(tmp_path / "gone.onnx")
    with pytest.raises(ModelError, match="Cannot read the model"):
        read_model(tmp_path)


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bridge.card.MAX_BYTES", 1 << 20)
    (tmp_path / "m.onnx").write_bytes(bytes((1 << 20) + 1))
    with pytest.raises(ModelError, match="larger than 1 MB"):
        read_model(tmp_path / "m.onnx")
