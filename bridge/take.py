# SPDX-License-Identifier: GPL-3.0-or-later
"""A take: the unedited result of solving one face of one video, and its ``.npz`` form.

The file is a plain NumPy archive without pickles; ``meta`` is JSON text. Files are untrusted: sizes are read from the
zip directory and from each array's header before memory is taken, and every array is checked."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from . import npz
from .errors import UserError
from .stepwise import drained

FORMAT: Final = 1
"""Version of the file's layout, in ``meta["format"]``."""

MAX_FRAMES: Final = 2_000_000
"""Longest take, frames: more than nine hours at 60 frames/s."""

MAX_NAMES: Final = 512
MAX_META: Final = 1 << 20
"""Longest ``meta``, characters."""


class TakeError(UserError):
    """A take that cannot be read, written or used; the text is one sentence for the user."""


@dataclass(frozen=True, eq=False)
class Take:
    """T frames of one face, A axes. Frames without a face have ``found`` False and NaN in the float arrays after it.

    ``names`` of the axes; ``coefficients`` (T, A) f4; ``frame`` (T,) i8, the decoder's index, rising; ``time`` (T,) f8,
    presentation seconds, rising; ``found`` (T,) bool; ``confidence`` (T,) f4 in 0..1; ``box`` (T, 4) f4, x0 y0 x1 y1 in
    pixels of the upright frame; ``rotation`` (T, 4) f4, unit w x y z; ``translation`` (T, 3) f4; ``gaze`` (T, 2) f4,
    radians, or None. What a model does not give is NaN. ``meta``: JSON-able facts: what made the take, and as
    "identity" what the model says of the person, where it does (198 numbers: 99 of shape, 99 of texture, in sigma).

    Raises ``TakeError`` when built from arrays that do not fit together.
    """

    names: tuple[str, ...]
    coefficients: NDArray[np.float32]
    frame: NDArray[np.int64]
    time: NDArray[np.float64]
    found: NDArray[np.bool_]
    confidence: NDArray[np.float32]
    box: NDArray[np.float32]
    rotation: NDArray[np.float32]
    translation: NDArray[np.float32]
    gaze: NDArray[np.float32] | None = None
    meta: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, (dtype, width) in _layout(len(self.names)).items():
            array = getattr(self, name)
            if array is None and name == "gaze":
                continue
            shape = (len(self.found), *width)
            array = np.array(array, dtype, order="C")
            if array.shape != shape:
                raise TakeError(f"The take's {name} has shape {array.shape}, not {shape}.")
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        _check(self)

    def __len__(self) -> int:
        """Frames."""
        return len(self.found)

    @property
    def basis(self) -> str:
        """Id of the basis of the coefficients, "" if the take does not say."""
        return str(self.meta.get("basis", ""))

    def to_bytes(self, **more: NDArray[Any]) -> bytes:
        """The ``.npz`` file, compressed; ``more`` arrays go along, which readers of takes pass over."""
        return drained(self.to_bytes_steps(**more))

    def to_bytes_steps(self, **more: NDArray[Any]) -> Generator[None, None, bytes]:
        """``to_bytes`` in short pieces."""
        arrays = {name: array for name in _layout(0) if (array := getattr(self, name)) is not None}
        meta = json.dumps({**self.meta, "format": FORMAT}, ensure_ascii=False, allow_nan=False)
        if len(meta) > MAX_META:
            raise TakeError(f"The take's description has {len(meta)} characters, the limit is {MAX_META}.")
        file = io.BytesIO()
        yield from npz.write(file, {"names": np.array(self.names), "meta": np.array(meta), **arrays, **more})
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Take:
        """The take of a whole ``.npz`` file in memory. Raises ``TakeError``."""
        return _read(io.BytesIO(data), "The stored take")

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes ``path`` whole or not at all. Raises ``TakeError`` where the folder cannot be written."""
        write_whole(Path(path), self.to_bytes())

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Take:
        """The take in the file ``path``. Raises ``TakeError``."""
        try:
            with open(path, "rb") as file:
                return _read(file, os.fspath(path))
        except OSError as error:
            raise TakeError(f"Cannot read {os.fspath(path)}: {error.strerror or error}.") from None


def write_whole(path: Path, data: bytes) -> None:
    """Writes ``path`` so that it holds either all of ``data`` or what it held before. Raises ``TakeError``."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise TakeError(f"Cannot write {path}: {error.strerror or error}; choose another folder.") from None


def _layout(axes: int) -> dict[str, tuple[str, tuple[int, ...]]]:
    """dtype and shape after T of each array."""
    return {
        "coefficients": ("<f4", (axes,)),
        "frame": ("<i8", ()),
        "time": ("<f8", ()),
        "found": ("|b1", ()),
        "confidence": ("<f4", ()),
        "box": ("<f4", (4,)),
        "rotation": ("<f4", (4,)),
        "translation": ("<f4", (3,)),
        "gaze": ("<f4", (2,)),
    }


def _check(take: Take) -> None:
    names = take.names
    if not 1 <= len(names) <= MAX_NAMES or len(set(names)) != len(names) or not all(1 <= len(n) <= 128 for n in names):
        raise TakeError(f"The take's names are not 1 to {MAX_NAMES} different names.")
    if len(take) > MAX_FRAMES:
        raise TakeError(f"The take has {len(take)} frames, the limit is {MAX_FRAMES}.")
    if not np.isfinite(take.time).all() or (np.abs(take.time) > 1e7).any() or (np.diff(take.time) <= 0).any():
        raise TakeError("The take's times do not rise from frame to frame.")
    if (np.diff(take.frame) <= 0).any():
        raise TakeError("The take's frame numbers do not rise.")
    if not np.isfinite(take.coefficients[take.found]).all():
        raise TakeError("The take has frames with a face but without coefficients.")
    confidence = take.confidence[take.found]
    if ((confidence < 0) | (confidence > 1)).any():
        raise TakeError("The take's confidence leaves 0 to 1.")
    rotation = take.rotation[take.found]
    rotation = rotation[np.isfinite(rotation).all(1)]
    if (np.abs(np.linalg.norm(rotation.astype(float), axis=1) - 1.0) > 1e-2).any():
        raise TakeError("The take's rotations are no unit quaternions.")


def _read(file: BinaryIO, label: str) -> Take:
    broken = f"{label} is no take of ExpNet: solve the video again or choose a file that was saved as a take."
    try:
        with zipfile.ZipFile(file) as archive:
            headers = npz.names(archive)
            arrays = {name: _array(archive, info, name, label) for name, info in headers.items() if name in _KEYS}
    except npz.BROKEN:
        raise TakeError(broken) from None
    missing = _KEYS - {"gaze"} - arrays.keys()
    if missing:
        raise TakeError(f"{label} is no whole take: it lacks {', '.join(sorted(missing))}.")
    meta = _meta(arrays.pop("meta"), label)
    names = tuple(map(str, arrays.pop("names")))
    return Take(names=names, meta=meta, **{name: arrays[name] for name in arrays})


_KEYS: Final = frozenset(_layout(0)) | {"names", "meta"}


def _array(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, label: str) -> NDArray[Any]:
    """One array, its header checked against the layout before its data is read."""
    try:
        return npz.array(archive, info, lambda shape, dtype: _plausible(name, shape, dtype))
    except npz.Unfit as unfit:
        raise TakeError(f"{label} is no take of ExpNet: its {name} is {unfit}.") from None
    except npz.Cut:
        raise TakeError(f"{label} is damaged: its {name} is not as long as it says.") from None


def _plausible(name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> bool:
    if name == "meta":
        return shape == () and dtype.kind == "U" and dtype.itemsize <= 4 * MAX_META
    if name == "names":
        return len(shape) == 1 and 1 <= shape[0] <= MAX_NAMES and dtype.kind == "U" and dtype.itemsize <= 4 * 128
    kind, width = _layout(0)[name]
    if name == "coefficients":
        width = shape[1:] if len(shape) == 2 and 1 <= shape[1] <= MAX_NAMES else ()
        if not width:
            return False
    return (
        dtype == np.dtype(kind) and len(shape) == 1 + len(width) and shape[1:] == width and 0 <= shape[0] <= MAX_FRAMES
    )


def _meta(array: NDArray[Any], label: str) -> dict[str, Any]:
    try:
        meta = json.loads(str(array))
    except (ValueError, RecursionError):
        meta = None
    if not isinstance(meta, dict):
        raise TakeError(f"{label} is no take of ExpNet: its description is no JSON object.")
    if meta.get("format") != FORMAT:
        raise TakeError(
            f"{label} was saved in take format {str(meta.get('format'))[:20]}, this is {FORMAT}: update the add-on."
        )
    del meta["format"]
    return meta
