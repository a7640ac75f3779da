# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of face models as small look-alikes, written by other means than those that read them."""

from __future__ import annotations

import pickle
import struct
import sys
import types
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from scipy import sparse

from bridge.morphable import archive
from bridge.morphable.model import Components, Joints, Morphable, Source, identities
from tests.support.morphables import COUNT, Parts, bulge, columns, parts


def model(**changes: Any) -> Morphable:
    made = parts()
    rng = np.random.default_rng(4)
    weights = rng.dirichlet((1, 1), COUNT)
    quads = np.array([[0, 1, 8, 7], [1, 2, 9, -1]], np.int32)
    whole: dict[str, Any] = {
        "name": "Face",
        "basis": "some-2",
        "mean": np.float32(made.mean),
        "faces": quads,
        "expressions": Components(("open", "ö"), np.float32(made.moves[:2]), (0.0, -3.0), (1.0, 3.0)),
        "identities": identities(made.people),
        "unit": 1e-3,
        "colour": np.uint8(made.colour),
        "uv": np.float32(made.mean[:, :2]),
        "uv_faces": quads,
        "joints": Joints(("root", "jaw"), (-1, 0), np.float32(made.mean[:2]), np.float32(weights)),
        "sources": (Source("a.mat", "0" * 64),),
        "notes": ("Said of it.",),
    }
    return Morphable(**(whole | changes))


def saved(path: Path, content: Morphable, packed: bool = True) -> Path:
    with open(path, "wb") as file:
        archive.write(content, file, packed)
    return path


def write_bfm2017(path: Path, made: Parts, change: Callable[[Any], None] = lambda file: None) -> Path:
    with h5py.File(path, "w") as file:
        for kind, mean, components, sigma in (
            ("shape", made.mean, made.people, made.deviation),
            ("expression", made.offset, made.moves, made.sigma),
            ("color", made.colour / 255, made.people, made.deviation),
        ):
            group = file.create_group(f"{kind}/model")
            group["mean"] = mean.ravel()
            group.create_dataset("pcaBasis", data=columns(components), compression="gzip")
            group["pcaVariance"] = sigma**2
            group["noiseVariance"] = [0.0]
        file["shape/representer/cells"] = made.faces.T
        file["shape/representer/points"] = made.mean.T
        file["metadata/landmarks/json"] = "[]"
        change(file)
    return path


JOINTS = 5


def arrays() -> dict[str, Any]:
    """A model in metres; joints hang on a chain, the jaw moves the lower half."""
    rng = np.random.default_rng(0)
    places, faces = bulge()
    places = places / 1000
    weights = np.zeros((COUNT, JOINTS))
    lower = places[:, 1] < 0
    weights[lower, 2] = 0.75
    weights[:, 1] = 1 - weights.sum(1)
    regressor = np.zeros((JOINTS, COUNT))
    regressor[np.arange(JOINTS), [0, 10, 20, 30, 40]] = 1.0
    return {
        "v_template": places,
        "f": faces.astype(np.uint32),
        "shapedirs": rng.normal(0, 0.001, (COUNT, 3, 400)),
        "posedirs": rng.normal(0, 0.001, (COUNT, 3, 36)),
        "J_regressor": regressor,
        "weights": weights,
        "kintree_table": np.array([[2**32 - 1, 0, 1, 1, 1], range(5)], np.int64),
        "bs_style": "lbs",
    }


class Ch:
    """What chumpy's arrays look like to the pickler."""

    def __init__(self, x: np.ndarray) -> None:
        self.x = x
        self._dirty_vars = {"x"}
        self._depends = OrderedDict(x=1)


Ch.__module__, Ch.__qualname__ = "chumpy.ch", "Ch"


def pickled(content: object, protocol: int = 2) -> bytes:
    """``content`` as Python's pickler writes it, where a module chumpy exists; made without this package's readers."""
    module = types.ModuleType("chumpy.ch")
    module.Ch = Ch  # pyright: ignore[reportAttributeAccessIssue]
    sys.modules.update({"chumpy": types.ModuleType("chumpy"), "chumpy.ch": module})
    try:
        return pickle.dumps(content, protocol)
    finally:
        del sys.modules["chumpy"], sys.modules["chumpy.ch"]


def flame(**changes: Any) -> dict[str, Any]:
    made = arrays()
    made["J_regressor"] = sparse.csc_matrix(made["J_regressor"])
    for name in ("v_template", "shapedirs", "posedirs", "weights"):
        made[name] = Ch(made[name])
    return made | changes


def write_pickle(path: Path, content: object, protocol: int = 2) -> Path:
    path.write_bytes(pickled(content, protocol))
    return path


def obj(path: Path, places: np.ndarray, faces: Sequence[Sequence[int]], uv: np.ndarray | None = None) -> Path:
    lines = ["# a face", *(f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in places)]
    if uv is not None:
        lines += [f"vt {u:.6f} {v:.6f}" for u, v in uv]
    mark = "{0}/{0}" if uv is not None else "{0}"
    lines += ["f " + " ".join(mark.format(corner + 1) for corner in face) for face in faces]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    return path


def matrix(array: np.ndarray) -> bytes:
    array = np.atleast_2d(array) if array.ndim == 2 else array[:, None]
    return struct.pack("<ii", *array.shape) + array.astype("<f4").tobytes(order="F")


def pca(mean: np.ndarray, components: np.ndarray, sigma: np.ndarray, faces: np.ndarray) -> bytes:
    triangles = struct.pack("<Q", len(faces)) + faces.astype("<i4").tobytes()
    return matrix(mean.ravel()) + matrix(columns(components)) + matrix(sigma**2) + triangles


def shapes_of(names: Sequence[str], made: Parts) -> bytes:
    data = struct.pack("<Q", len(names))
    for name, move in zip(names, made.moves, strict=False):
        data += struct.pack("<Q", len(name)) + name.encode() + matrix(move.ravel())
    return data


SIX = ("anger", "disgust", "fear", "happiness", "sadness", "surprise")
EMPTY = struct.pack("<iiiiiiQ", 0, 0, 0, 0, 0, 0, 0)


def surrey(path: Path, made: Parts, version: int = 1, expression: bytes = b"\x01") -> Path:
    uv = made.mean[:, :2] / 160 + 0.5
    data = struct.pack("<I", version) + pca(made.mean, made.people, made.deviation, made.faces) + EMPTY
    data += expression if version >= 2 else b""
    data += b"\x00" + struct.pack("<QQ4si", 1, 4, b"nose", 24) if version >= 3 else b""
    data += struct.pack("<Q", len(uv)) + uv.astype("<f8").tobytes()
    data += struct.pack("<Q", len(made.faces)) + made.faces.astype("<i4").tobytes() if version >= 4 else b""
    path.write_bytes(data)
    return path
