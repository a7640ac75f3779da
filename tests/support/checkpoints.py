# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes TensorFlow checkpoints of format V2, whole or broken in chosen ways, and with them a release of small nets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bridge.published.architecture import EXPRESSION, SHAPE
from tests.support.published import ALEXNET, RESNET, random
from weights.published.crc import masked
from weights.published.table import MAGIC


def varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def message(*parts: tuple[int, int | bytes]) -> bytes:
    """A protobuf message of numbered integers and bytes."""
    return b"".join(
        varint(field << 3) + varint(value)
        if isinstance(value, int)
        else varint(field << 3 | 2) + varint(len(value)) + value
        for field, value in parts
    )


def entry(array: NDArray[np.float32], offset: int, dtype: int = 1) -> bytes:
    """A BundleEntryProto."""
    data = array.astype("<f4").tobytes()
    dims = b"".join(message((2, message((1, size)))) for size in array.shape)
    numbers = message((1, dtype), (2, dims), (4, offset), (5, len(data)))
    return numbers + varint(6 << 3 | 5) + masked(memoryview(data)).to_bytes(4, "little")


def block(items: Iterable[tuple[bytes, bytes]]) -> bytes:
    """A block with shared beginnings of keys, its type and its checksum."""
    data, before = b"", b""
    for key, value in items:
        shared = 0
        while shared < min(len(before), len(key)) and before[shared] == key[shared]:
            shared += 1
        data += varint(shared) + varint(len(key) - shared) + varint(len(value)) + key[shared:] + value
        before = key
    data += (0).to_bytes(4, "little") + (1).to_bytes(4, "little") + b"\0"
    return data + masked(memoryview(data)).to_bytes(4, "little")


def table(items: Mapping[bytes, bytes], each: int = 40) -> bytes:
    """A sorted string table with ``each`` entries to a block."""
    keys = sorted(items)
    data, index = b"", []
    for start in range(0, len(keys), each):
        part = block((key, items[key]) for key in keys[start : start + each])
        index.append((keys[min(start + each, len(keys)) - 1], varint(len(data)) + varint(len(part) - 5)))
        data += part
    meta, directory = block([]), block(index)
    handles = varint(len(data)) + varint(len(meta) - 5) + varint(len(data + meta)) + varint(len(directory) - 5)
    return data + meta + directory + handles.ljust(40, b"\0") + MAGIC.to_bytes(8, "little")


def write(prefix: Path, arrays: Mapping[str, NDArray[np.float32]], header: bytes | None = None) -> Path:
    """A whole checkpoint; returns its prefix."""
    prefix.parent.mkdir(parents=True, exist_ok=True)
    items = {b"": message((1, 1), (3, message((1, 1)))) if header is None else header}
    data = b""
    for name in sorted(arrays):
        items[name.encode()] = entry(arrays[name], len(data))
        data += arrays[name].astype("<f4").tobytes()
    prefix.with_name(prefix.name + ".index").write_bytes(table(items))
    prefix.with_name(prefix.name + ".data-00000-of-00001").write_bytes(data)
    return prefix


def release(root: Path) -> Path:
    """The three unpacked archives of a release of the small nets, laid out and named as the authors' are."""
    write(root / "Expression_Model" / "ini_exprNet_model.ckpt", random(RESNET.variables(EXPRESSION, 29), 1))
    write(root / "Shape_Model" / "ini_ShapeTextureNet_model.ckpt", random(RESNET.variables(SHAPE, 198), 2))
    write(root / "fpn_new_model" / "model_0_1.0_1.0_1e-07_1_16000.ckpt", random(ALEXNET.variables(), 3))
    mean = np.random.default_rng(4).uniform(50, 200, (3, 224, 224))
    np.save(root / "Shape_Model" / "3DMM_shape_mean.npy", mean)
    np.save(root / "Expression_Model" / "3DMM_expr_mean.npy", mean)
    pose = root / "fpn_new_model"
    np.savez(pose / "perturb_Oxford_train_imgs_mean.npz", train_mean_vec=np.array([0.3, 0.4, 0.5]))
    np.savez(pose / "perturb_Oxford_train_labels_mean_std.npz", mean_labels=np.zeros(6), std_labels=np.full(6, 0.5))
    return root
