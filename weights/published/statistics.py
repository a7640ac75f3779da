# SPDX-License-Identifier: GPL-3.0-or-later
"""The small arrays of the release beside its checkpoints: mean picture, mean colour, mean and deviation of the poses."""

from __future__ import annotations

import math
import zipfile
import zlib
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

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
            found = _array(file, path, 3 * FIELD * FIELD)
    except OSError as error:
        raise SourceError(f"Cannot read {path}: {error.strerror or error}.") from None
    if found.shape != (3, FIELD, FIELD):
        raise SourceError(f"{path} is no mean picture: it has the shape {list(found.shape)}, not [3, 224, 224].")
    if found.min() < 0 or found.max() > 255:
        raise SourceError(f"{path} is no mean picture: its values leave 0 to 255.")
    return found


def vector(path: Path, key: str, length: int) -> NDArray[np.float32]:
    """The array ``key`` of an ``.npz`` file, ``length`` numbers of any shape. Raises ``SourceError``."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(f"{key}.npy") as file:
            return _array(file, path, length).reshape(length)
    except OSError as error:
        raise SourceError(f"Cannot read {path}: {error.strerror or error}.") from None
    except KeyError:
        raise SourceError(f"{path} has no array {key}: it is another file than its name says.") from None
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        raise SourceError(f"{path} is damaged or no .npz file: unpack the archive again.") from None


def _array(file: Any, path: Path, count: int) -> NDArray[np.float32]:
    """A ``.npy`` stream of ``count`` finite floats; the header is checked before the data is read."""
    shape, fortran, dtype = header(file, path)
    if dtype.kind != "f" or dtype.itemsize not in (4, 8) or math.prod(shape) != count:
        raise SourceError(f"{path} holds {dtype} of shape {list(shape)}, where {count} floats are due.")
    data = file.read(count * dtype.itemsize + 1)
    if len(data) != count * dtype.itemsize:
        raise SourceError(f"{path} is damaged: it is not as long as it says.")
    found = np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C").astype(np.float32)
    if not np.isfinite(found).all():
        raise SourceError(f"{path} holds numbers that are not finite.")
    return found


def header(file: BinaryIO, path: Path) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, order and type of a ``.npy`` stream. Raises ``SourceError``; an array of objects is refused, since only a
    pickle could hold it."""
    try:
        version = np.lib.format.read_magic(file)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, fortran, dtype = read(file)
    except (ValueError, EOFError, TypeError, SyntaxError, RecursionError):
        raise SourceError(f"{path} is damaged or no NumPy array.") from None
    if dtype.hasobject:
        raise SourceError(f"{path} holds Python objects, which are not read: they could run code.")
    return shape, fortran, dtype
