# SPDX-License-Identifier: GPL-3.0-or-later
"""The small arrays of the release beside its checkpoints: mean picture, mean colour, mean and deviation of the
poses."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from bridge import npz
from bridge.published.architecture import FIELD

from .errors import SourceError

MEAN: Final = "3DMM_shape_mean.npy"
"""The mean picture of both residual nets: (3, 224, 224), BGR, 0..255."""
COLOUR: Final = ("perturb_Oxford_train_imgs_mean.npz", "train_mean_vec")
LABELS: Final = "perturb_Oxford_train_labels_mean_std.npz"


def mean_picture(path: Path) -> NDArray[np.float32]:
    """(3, 224, 224), planes B, G, R. Raises ``SourceError``."""
    try:
        with open(path, "rb") as file:
            found = _picture(file, path)
    except OSError as error:
        raise SourceError(f"Cannot read {path}: {error.strerror or error}.") from None
    if found.min() < 0 or found.max() > 255:
        raise SourceError(f"{path} is no mean picture: its values leave 0 to 255.")
    return found


def vector(path: Path, key: str, length: int) -> NDArray[np.float32]:
    """The array ``key`` of an ``.npz`` file, ``length`` numbers of any shape. Raises ``SourceError``."""
    try:
        with zipfile.ZipFile(path) as archive:
            info = npz.names(archive).get(key)
            if info is None:
                raise SourceError(f"{path} has no array {key}: it is another file than its name says.")
            found = npz.array(archive, info, lambda shape, dtype: _floats(shape, dtype, length), fortran=True)
    except npz.Unfit as unfit:
        raise SourceError(f"{path} holds {key} as {unfit}, where {length} floats are due.") from None
    except npz.Cut:
        raise SourceError(f"{path} is damaged: {key} is not as long as it says.") from None
    except FileNotFoundError:
        raise SourceError(f"There is no file {path}: unpack the whole archive.") from None
    except npz.BROKEN:
        raise SourceError(f"{path} is damaged or no .npz file: unpack the archive again.") from None
    return _finite(found, path).reshape(length)


def _picture(file: BinaryIO, path: Path) -> NDArray[np.float32]:
    """A ``.npy`` stream; the header is checked before the data is read."""
    try:
        version = np.lib.format.read_magic(file)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, fortran, dtype = read(file)
    except (ValueError, EOFError, TypeError, SyntaxError, RecursionError):
        raise SourceError(f"{path} is damaged or no NumPy array: unpack the archive again.") from None
    if shape != (3, FIELD, FIELD) or not _floats(shape, dtype, 3 * FIELD * FIELD):
        raise SourceError(f"{path} is no mean picture: it holds {dtype} of shape {list(shape)}, not [3, 224, 224].")
    size = 3 * FIELD * FIELD * dtype.itemsize
    data = file.read(size + 1)
    if len(data) != size:
        raise SourceError(f"{path} is damaged: it is not as long as it says.")
    return _finite(np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C"), path)


def _floats(shape: tuple[int, ...], dtype: np.dtype[Any], count: int) -> bool:
    return dtype.kind == "f" and dtype.itemsize in (4, 8) and math.prod(shape) == count


def _finite(array: NDArray[Any], path: Path) -> NDArray[np.float32]:
    found = array.astype(np.float32)
    if not np.isfinite(found).all():
        raise SourceError(f"{path} holds numbers that are not finite.")
    return found
