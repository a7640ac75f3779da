# SPDX-License-Identifier: GPL-3.0-or-later
"""The packed CC0 assets in ``weights/assets``: proxies in one npz, textures beside it. See the NOTICE there."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Final

import numpy as np

from .proxy import Proxy

FOLDER: Final = Path(__file__).resolve().parents[1] / "assets"
PROXIES: Final = "proxies.npz"
KINDS: Final = ("brows", "eyes", "hair", "lashes", "skins", "teeth", "tongue")


def load_proxies(folder: Path = FOLDER) -> dict[str, Proxy]:
    """All packed proxies by ``kind/name``; their indices are those of base.obj."""
    with np.load(folder / PROXIES, allow_pickle=False) as store:
        names = sorted({key.rpartition("/")[0] for key in store.files})
        return {name: Proxy(**{f.name: store[f"{name}/{f.name}"] for f in fields(Proxy)}) for name in names}


def save_proxies(proxies: dict[str, Proxy], folder: Path = FOLDER) -> None:
    """Write what ``load_proxies`` reads."""
    arrays = {f"{name}/{f.name}": getattr(proxy, f.name) for name, proxy in proxies.items() for f in fields(Proxy)}
    np.savez_compressed(folder / PROXIES, **arrays)


def texture_names(kind: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """``kind/name`` of each texture of a kind (one of ``KINDS``), sorted."""
    return tuple(sorted(f"{kind}/{path.stem}" for path in (folder / kind).iterdir()))


def texture_path(name: str, folder: Path = FOLDER) -> Path:
    """The picture behind ``kind/name``. All teeth share one. Raises ``FileNotFoundError`` for an unknown name."""
    stem = "teeth/teeth" if name.startswith("teeth/") else name
    for suffix in (".png", ".jpg"):
        path = folder / f"{stem}{suffix}"
        if path.is_file():
            return path
    raise FileNotFoundError(f"{folder} has no texture {stem}: pack the assets again.")
