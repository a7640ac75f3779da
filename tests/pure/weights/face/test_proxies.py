# SPDX-License-Identifier: GPL-3.0-or-later
"""The packed assets and the bindings behind them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from weights.face.assets import KINDS, load_proxies, save_proxies, texture_names, texture_path
from weights.face.proxy import read_mhclo

BINDING = """# a comment
x_scale 0 1 2.0
y_scale 0 2 1.0
z_scale 0 3 1.0
obj_file patch.obj
verts 0
tag late
0 1 2 0.5 0.25 0.25 0.1 0.2 0.3
3
1 2 3 0.0 0.0 1.0 0.0 0.0 0.0
delete_verts
7 - 9
"""
MESH = "v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 0 1\nf 1/1 2/2 3/3\n"
BASE = np.array([[0.0, 0, 0], [4, 0, 0], [0, 3, 0], [0, 0, 2]])


@pytest.fixture
def patch(tmp_path: Path):
    (tmp_path / "patch.obj").write_text(MESH)
    (tmp_path / "patch.mhclo").write_text(BINDING)
    return read_mhclo(tmp_path / "patch.mhclo")


def test_a_vertex_is_a_weighted_sum_and_an_offset_in_the_heads_own_size(patch):
    fitted = patch.fit(BASE, BASE)
    assert fitted[0] == pytest.approx([1.0 + 0.1 * 4 / 2, 0.75 + 0.2 * 3, 0.3 * 2])
    assert fitted[1] == pytest.approx(BASE[3]) and fitted[2] == pytest.approx(BASE[3])


def test_what_an_expression_does_is_linear(patch):
    delta = np.random.default_rng(0).normal(size=BASE.shape)
    assert patch.fit(BASE + delta, BASE) - patch.fit(BASE, BASE) == pytest.approx(patch.follow(delta))


def test_a_triangle_repeats_its_last_corner(patch):
    assert patch.faces.tolist() == patch.corners.tolist() == [[0, 1, 2, 2]]


def test_a_binding_that_is_too_short_is_refused(tmp_path: Path):
    (tmp_path / "patch.obj").write_text(MESH)
    (tmp_path / "patch.mhclo").write_text("obj_file patch.obj\nverts 0\n3\n")
    with pytest.raises(ValueError, match="binds 1 of 3"):
        read_mhclo(tmp_path / "patch.mhclo")


def test_packing_keeps_every_value(patch, tmp_path: Path):
    save_proxies({"hair/patch": patch}, tmp_path)
    kept = load_proxies(tmp_path)["hair/patch"]
    for name, values in vars(patch).items():
        assert np.array_equal(getattr(kept, name), values)


def test_what_ships_is_whole():
    proxies = load_proxies()
    assert {name.partition("/")[0] for name in proxies} == {"brows", "hair", "lashes", "teeth", "tongue"}
    for name, proxy in proxies.items():
        assert proxy.weights.sum(axis=1) == pytest.approx(1.0, abs=2e-3), name
        assert proxy.faces.max() < len(proxy.base) and proxy.corners.max() < len(proxy.uv)
        assert texture_path(name).is_file()
    assert all(texture_names(kind) for kind in KINDS)
