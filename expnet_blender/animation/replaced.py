# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys that a take took the place of, kept with it in the .blend.

Moving an applied take, or taking it back, puts them where they were. Stored with the take, they follow undo and
saving.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

import numpy as np

from ..properties import EXPNET_PG_take
from .actions import KINDS
from .channels import Address
from .keys import FIELDS, Keys

KEY: Final = "replaced"
"""ID property of a take: the bytes of an ``.npz`` with one row for each key and one address for each channel."""


def store(item: EXPNET_PG_take, replaced: dict[Address, Keys]) -> None:
    """Remember every channel of the take, also those that had no key in its range."""
    item.pop(KEY, None)  # assigning over bytes would cut them at the first zero, see takes.py
    if not replaced:
        return
    file = io.BytesIO()
    fields = {name: np.concatenate([keys.fields[name] for keys in replaced.values()]) for name in FIELDS}
    addresses = np.array([f"{address.owner} {address.index} {address.path}" for address in replaced])
    np.savez(file, addresses=addresses, counts=np.array([len(keys) for keys in replaced.values()]), **fields)
    item[KEY] = file.getvalue()


def load(item: EXPNET_PG_take) -> dict[Address, Keys]:
    """What was stored; nothing if it was damaged, so that a take stays usable."""
    data = item.get(KEY)
    if not isinstance(data, bytes):
        return {}
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            ends = np.cumsum(file["counts"])[:-1]
            rows = {name: np.split(file[name].astype(kind), ends) for name, (kind, _) in FIELDS.items()}
            addresses = [_address(str(text)) for text in file["addresses"]]
        return {
            address: Keys({name: parts[row] for name, parts in rows.items()}) for row, address in enumerate(addresses)
        }
    except (ValueError, KeyError, IndexError, OSError, zipfile.BadZipFile):
        return {}


def _address(text: str) -> Address:
    owner, index, path = text.split(" ", 2)
    if owner not in KINDS:
        raise ValueError(text)
    return Address(owner, path, int(index))  # type: ignore[arg-type]
