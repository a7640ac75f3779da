# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrays from a pickle, as FLAME is distributed, without running any of it.

A pickle names classes and functions to call. Here every allowed name stands for an inert container that keeps what it
is given; nothing else can be named, and NumPy, SciPy and chumpy are neither imported nor called by the file. The byte
codes are read through once before, so that a number in them cannot ask for more memory than the file is long."""

from __future__ import annotations

import io
import pickle
import pickletools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .model import MAX_VALUES, MorphableError

MAX_BYTES: Final = 1 << 30
_MOST_CODES: Final = 2_000_000
_DTYPES: Final = frozenset({"f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"})


class _Refused(Exception):
    """The pickle asks for something that no face model needs."""


class _Object:
    """Stands for an instance of a class of another library: keeps its attributes."""

    attributes: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, *_: object) -> None:
        pass

    def __setstate__(self, state: object) -> None:
        if isinstance(state, tuple) and len(state) == 2:  # (attributes, slots)
            state = state[0]
        if isinstance(state, dict):
            self.attributes = {str(key): value for key, value in state.items()}


class _Dtype(_Object):
    """Stands for ``numpy.dtype``: its code, and the byte order from its state."""

    def __init__(self, code: object = "", *_: object) -> None:
        self.code, self.order = _text(code), "<"

    def __setstate__(self, state: object) -> None:
        if isinstance(state, tuple) and len(state) > 1 and _text(state[1]) in ("<", ">"):
            self.order = _text(state[1])

    def real(self) -> np.dtype[Any]:
        code = self.code.lstrip("<>|=")
        if code not in _DTYPES:
            raise _Refused
        return np.dtype(self.order + code)


class _Array(_Object):
    """Stands for ``numpy.ndarray``: made an array once its state is known to be one."""

    value: NDArray[Any] | None = None

    def __setstate__(self, state: object) -> None:
        if not isinstance(state, tuple) or len(state) != 5:
            raise _Refused
        _, shape, dtype, fortran, data = state
        self.fill(data, dtype, shape, "F" if fortran else "C")

    def fill(self, data: object, dtype: object, shape: object, order: object) -> None:
        if not isinstance(shape, tuple) or not all(type(size) is int and size >= 0 for size in shape):
            raise _Refused
        if isinstance(data, list) or not isinstance(dtype, _Dtype):  # an array of objects
            return
        raw = data.encode("latin-1") if isinstance(data, str) else data
        real, count = dtype.real(), int(np.prod(shape, dtype=object))
        if not isinstance(raw, bytes | bytearray) or count > MAX_VALUES or len(raw) != count * real.itemsize:
            raise _Refused
        self.value = np.frombuffer(raw, real).reshape(shape, order="F" if order == "F" else "C")


class _Container(_Object):
    """Stands for a set, a list or a dictionary that objects of chumpy keep beside their array."""

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def append(self, value: object) -> None:
        pass

    def extend(self, values: object) -> None:
        pass


class _Empty:
    """Stands for the class that a function below is told to make an instance of."""


def _reconstruct(kind: object, *_: object) -> _Array:
    return _Array()


def _frombuffer(data: object, dtype: object, shape: object, order: object = "C") -> _Array:
    made = _Array()
    made.fill(data, dtype, shape, order)
    return made


def _reconstructor(kind: object, *_: object) -> object:
    return kind() if isinstance(kind, type) and issubclass(kind, _Object) else _Object()


def _encode(text: object, encoding: object = "latin-1") -> bytes:
    if not isinstance(text, str) or encoding not in ("latin1", "latin-1"):
        raise _Refused
    return text.encode("latin-1")


def _scalar(dtype: object, data: object = b"") -> object:
    raw = data.encode("latin-1") if isinstance(data, str) else data
    if not isinstance(dtype, _Dtype) or not isinstance(raw, bytes) or len(raw) != dtype.real().itemsize:
        raise _Refused
    return np.frombuffer(raw, dtype.real())[0]


_ALLOWED: Final = {
    **{
        (f"numpy.{core}.multiarray", name): value
        for core in ("core", "_core")
        for name, value in (("_reconstruct", _reconstruct), ("scalar", _scalar))
    },
    ("numpy.core.numeric", "_frombuffer"): _frombuffer,
    ("numpy._core.numeric", "_frombuffer"): _frombuffer,
    ("numpy", "ndarray"): _Empty,
    ("numpy", "dtype"): _Dtype,
    ("_codecs", "encode"): _encode,
    ("copy_reg", "_reconstructor"): _reconstructor,
    ("copyreg", "_reconstructor"): _reconstructor,
    ("collections", "OrderedDict"): _Container,
    ("collections", "defaultdict"): _Container,
    **{
        (module, name): value
        for module in ("__builtin__", "builtins")
        for name, value in (
            ("object", _Empty),
            *((kind, _Container) for kind in ("set", "frozenset", "list", "dict", "tuple")),
        )
    },
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _ALLOWED:
            return _ALLOWED[module, name]
        if module.split(".")[0] == "chumpy" or module.startswith("scipy.sparse") and name.endswith("_matrix"):
            return type(name, (_Object,), {})
        raise _Refused

    def persistent_load(self, pid: Any) -> Any:
        raise _Refused


def read(path: Path) -> dict[str, Any]:
    """The dictionary in a pickle: arrays as such, objects of SciPy and chumpy as the arrays they hold, texts and
    numbers; what is none of these is left out. Raises ``MorphableError``."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise MorphableError(f"Cannot read {path}: {error.strerror or error}.") from None
    if len(data) > MAX_BYTES:
        raise MorphableError(f"{path.name} is larger than {MAX_BYTES >> 20} MB: choose another file.")
    if b"\r\n" in data[:4096] and data[:1] in b"(c]}":
        raise MorphableError(
            f"{path.name} was changed by a program that rewrote its line ends: copy or download it again as it is."
        )
    try:
        _look_through(data)
        found = _Unpickler(io.BytesIO(data), encoding="latin1").load()
        if isinstance(found, dict):
            return {_text(key): plain for key, value in found.items() if (plain := _plain(value)) is not None}
    except MorphableError:
        raise
    except _Refused:
        raise MorphableError(
            f"{path.name} asks to run code, which no face model needs: do not use it, get it from its makers."
        ) from None
    except (MemoryError, RecursionError) as error:
        raise MorphableError(f"{path.name} is no face model ({type(error).__name__}): choose another file.") from None
    except Exception:  # whatever else a damaged pickle makes the stand-ins raise
        raise MorphableError(f"{path.name} is a damaged pickle: copy or download it again.") from None
    raise MorphableError(f"{path.name} holds no named arrays: it is no face model that is known here.")


def _look_through(data: bytes) -> None:
    """Raises where a code asks for more memory than the file has bytes, before anything is built."""
    for count, (code, argument, _) in enumerate(pickletools.genops(data)):
        if count > _MOST_CODES:
            raise _Refused
        if code.name in ("EXT1", "EXT2", "EXT4", "PERSID", "BINPERSID", "INST", "OBJ"):
            raise _Refused
        if code.name.endswith("PUT") and isinstance(argument, int) and argument > len(data):
            raise _Refused


def _plain(value: object) -> Any:
    """An array, a text or a number for what the stand-ins hold; None for the rest."""
    if isinstance(value, _Array):
        return value.value
    if isinstance(value, _Object):
        inner = {name: _plain(held) for name, held in value.attributes.items() if not isinstance(held, dict)}
        if isinstance(inner.get("x"), np.ndarray):  # chumpy
            return inner["x"]
        return _sparse(inner, type(value).__name__)
    if isinstance(value, bytes):
        return _text(value)
    if isinstance(value, tuple) and all(type(item) is int for item in value):
        return value
    return value if isinstance(value, str | int | float | np.ndarray) else None


def _sparse(held: dict[str, Any], kind: str) -> NDArray[np.float64] | None:
    """A compressed sparse matrix, made dense; None for what is none."""
    state = [held.get(name) for name in ("data", "indices", "indptr")]
    shape = held.get("_shape", held.get("shape"))
    if kind not in ("csc_matrix", "csr_matrix") or not all(isinstance(part, np.ndarray) for part in state):
        return None
    data, indices, starts = (np.asarray(part).ravel() for part in state)
    if not isinstance(shape, tuple) or len(shape) != 2 or not 0 < shape[0] * shape[1] <= MAX_VALUES:
        return None
    rows, columns = shape
    major, minor = (columns, rows) if kind == "csc_matrix" else (rows, columns)
    fits = len(starts) == major + 1 and len(data) == len(indices) == starts[-1] and (np.diff(starts) >= 0).all()
    if not fits or starts[0] != 0 or (indices < 0).any() or (indices >= minor).any():
        raise MorphableError("A sparse matrix of the pickle does not fit its size: the file is damaged.")
    dense = np.zeros((major, minor))
    np.add.at(dense, (np.repeat(np.arange(major), np.diff(starts)), indices.astype(np.intp)), data)
    return dense.T if kind == "csc_matrix" else dense


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
