# SPDX-License-Identifier: GPL-3.0-or-later
"""The Basel Face Models of 2017 and 2019: variances, groups of Scalismo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bridge.morphable.model import MorphableError
from tests.support.morphables import load, parts

pytest.importorskip("scipy")
h5py = pytest.importorskip("h5py")
from tests.support.morphable_files import write_bfm2017  # noqa: E402


def test_variances_become_deviations(tmp_path: Path):
    made = parts(moves=100)
    model = load(write_bfm2017(tmp_path / "model2019_bfm.h5", made))
    assert (model.name, model.basis, model.unit) == ("Basel Face 2019", "bfm2019-100", 1e-3)
    np.testing.assert_allclose(model.mean, made.mean + made.offset, rtol=1e-5)
    np.testing.assert_allclose(model.expressions.deltas, made.moves * made.sigma[:, None, None], rtol=1e-4)
    np.testing.assert_allclose(model.identities.deltas, made.people * made.deviation[:, None, None], rtol=1e-4)
    assert model.expressions.names[99] == "expression99"
    assert model.colour is not None
    np.testing.assert_allclose(model.colour, made.colour, atol=0.51)
    np.testing.assert_array_equal(np.sort(model.faces), np.sort(made.faces))


def test_some_identities_and_faces_at_the_top(tmp_path: Path):
    def change(file: Any) -> None:
        file["representer/cells"] = file["shape/representer/cells"][()]
        del file["shape/representer/cells"], file["color"]

    model = load(write_bfm2017(tmp_path / "model.h5", parts(), change), identities=2)
    assert len(model.identities) == 2 and model.colour is None
    assert len(load(tmp_path / "model.h5", identities=0).identities) == 0


def replace(path: str, value: Any) -> Callable[[Any], None]:
    def change(file: Any) -> None:
        del file[path]
        if value is not None:
            file[path] = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (replace("expression", None), "has no expressions"),
        (replace("shape/representer", None), "has no faces"),
        (replace("shape/model/mean", None), "lacks shape/model/mean"),
        (replace("shape/model/pcaVariance", [-1.0] * 5), "negative variance"),
        (replace("shape/model/pcaVariance", [1.0] * 4), "does not fit"),
        (replace("shape/model/mean", "text"), "no face model's"),
        (replace("shape/model/mean", h5py.ExternalLink("other.h5", "/mean")), "lacks shape/model/mean"),
        (replace("shape/model/mean", h5py.SoftLink("/color/model/mean")), "lacks shape/model/mean"),
    ],
)
def test_what_is_wrong_is_one_sentence(tmp_path: Path, change: Callable[[Any], None], words: str):
    with pytest.raises(MorphableError, match=words):
        load(write_bfm2017(tmp_path / "model.h5", parts(), change))


def test_data_in_other_files_is_refused(tmp_path: Path):
    (tmp_path / "secret").write_bytes(bytes(49 * 3 * 8))

    def outside(file: Any) -> None:
        del file["shape/model/mean"]
        file.create_dataset("shape/model/mean", (147,), "f8", external=[(str(tmp_path / "secret"), 0, 1176)])

    def virtual(file: Any) -> None:
        del file["shape/model/mean"]
        layout = h5py.VirtualLayout((147,), "f8")
        layout[:] = h5py.VirtualSource("other.h5", "mean", (147,))
        file.create_virtual_dataset("shape/model/mean", layout)

    for change in (outside, virtual):
        with pytest.raises(MorphableError, match="in another file"):
            load(write_bfm2017(tmp_path / "model.h5", parts(), change))


def test_a_giant_is_refused_before_it_is_read(tmp_path: Path):
    def change(file: Any) -> None:
        del file["shape/model/pcaBasis"]
        file.create_dataset("shape/model/pcaBasis", (147, 1 << 40), "f8", chunks=(147, 64))

    with pytest.raises(MorphableError, match="no face model's"):
        load(write_bfm2017(tmp_path / "model.h5", parts(), change))
    assert (tmp_path / "model.h5").stat().st_size < 1 << 20


def test_a_file_cut_short_is_damaged(tmp_path: Path):
    whole = write_bfm2017(tmp_path / "model.h5", parts()).read_bytes()
    for size in (10, 600, len(whole) // 2, len(whole) - 100):
        (tmp_path / "cut.h5").write_bytes(whole[:size])
        with pytest.raises(MorphableError, match="damaged|no face model|no 3D morphable"):
            load(tmp_path / "cut.h5")
