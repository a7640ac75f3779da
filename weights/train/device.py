# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Where PyTorch computes, and crops as it wants them there."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .album import Album

CPU: Final = torch.device("cpu")


class DeviceError(ValueError):
    """PyTorch cannot compute there."""


def device_of(name: str) -> torch.device:
    """ "cpu", "cuda", "cuda:1", ...; "auto" is the first GPU if there is one. Raises ``DeviceError``."""
    try:
        device = torch.device(("cuda" if torch.cuda.is_available() else "cpu") if name == "auto" else name)
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError) as error:  # PyTorch asserts that it was built for CUDA
        raise DeviceError(f"PyTorch cannot compute on '{name}': name another --device, or cpu.") from error
    return device


def pictures(crops: Sequence[NDArray[np.uint8]] | NDArray[np.uint8], device: torch.device = CPU) -> Tensor:
    """n (S, S, 3) u8 -> (n, 3, S, S) 0..1, channels last in memory."""
    return _scaled(_on(device, np.asarray(crops)))


def _on(device: torch.device, crops: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(crops)).to(device)


def _scaled(crops: Tensor) -> Tensor:
    return crops.permute(0, 3, 1, 2).float().div_(255)


class Shelf:
    """The crops of an album as tensors: on a CPU decoded whenever they are wanted; on a GPU, which would wait for that,
    decoded at once and kept there (0.11 MB each)."""

    def __init__(self, album: Album, device: torch.device) -> None:
        self._album, self._device = album, device
        self._decoders = ThreadPoolExecutor(torch.get_num_threads())
        self._all = None if device.type == "cpu" else torch.stack([_on(device, album[i]) for i in range(len(album))])

    def __call__(self, rows: NDArray[np.integer], mirrored: NDArray[np.bool_] | None = None) -> Tensor:
        """(n,) -> (n, 3, S, S) 0..1; those that are ``mirrored`` (n,) are seen in a mirror."""
        swap = np.zeros(len(rows), bool) if mirrored is None else mirrored
        if self._all is None:
            crops = self._decoders.map(self._album.__getitem__, rows.tolist())
            return pictures(
                np.stack([crop[:, ::-1] if other else crop for crop, other in zip(crops, swap, strict=True)])
            )
        kept, other = self._all[torch.from_numpy(rows).to(self._device)], torch.from_numpy(swap).to(self._device)
        return _scaled(torch.where(other[:, None, None, None], kept.flip(2), kept))
