# SPDX-License-Identifier: GPL-3.0-or-later
"""A model file's card: read from the metadata of an ONNX file, checked field by field. Needs no engine."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Final

from .basis import BASES
from .errors import UserError
from .onnx_file import OnnxError, Summary, summarise
from .protocol import ModelCard
from .protocol.schema import SchemaError, reader

FORMAT: Final = "1"
"""Version of the metadata's layout, in ``expnet.format``."""

MAX_BYTES: Final = 1 << 30
"""Largest model file."""

DEFAULT_WEIGHTS: Final = Path(__file__).resolve().parent.parent / "weights" / "expnet_default.onnx"
"""The weights that ship, beside this package in every kind of installation."""

OUTPUTS: Final = ("expression", "rotation", "translation", "confidence", "gaze", "shape", "pose")
"""The outputs that a model may have; the first it must have."""


class ModelError(UserError):
    """A model that cannot be used; the text is one sentence for the user."""


def read_model(path: str | os.PathLike[str]) -> bytes:
    """A model file's bytes. Raises ``ModelError``."""
    label = os.fspath(path)
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ModelError(f"Cannot read the model {label}: {error.strerror or error}.") from None
    if len(data) > MAX_BYTES:
        raise ModelError(f"The model {label} is larger than {MAX_BYTES >> 20} MB: choose another file.")
    return data


def summary_of(data: bytes, label: str) -> Summary:
    """What an ONNX file's bytes say of themselves. ``label`` names the file in errors. Raises ``ModelError``."""
    try:
        return summarise(data)
    except OnnxError as error:
        raise ModelError(f"The model {label} {error}.") from None


def read_card(data: bytes, label: str, engine: str, device: str) -> ModelCard:
    """The card of an ONNX file's bytes. ``label`` names the file in errors. Raises ``ModelError``."""
    summary = summary_of(data, label)
    metadata = summary.metadata
    version = metadata.get("expnet.format")
    if version is None:
        raise ModelError(
            f"The model {label} carries no metadata of ExpNet: choose a model made for ExpNet or convert it."
        )
    if version != FORMAT:
        raise ModelError(
            f"The model {label} has metadata of format {version[:20]}, this is {FORMAT}: update the older one."
        )
    try:
        card: ModelCard = reader(ModelCard)(_plain(metadata, summary, data, engine, device), "card")
    except (SchemaError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = str(error) if isinstance(error, SchemaError) else "a value is missing or no JSON"
        raise ModelError(f"The model {label} has wrong metadata ({reason}): choose another model.") from None
    _check(card, summary, label)
    return card


def _plain(metadata: dict[str, str], summary: Summary, data: bytes, engine: str, device: str) -> dict[str, Any]:
    size, crop = json.loads(metadata["expnet.input"]), json.loads(metadata["expnet.crop"])
    return {
        "id": metadata["expnet.id"],
        "sha256": hashlib.sha256(data).hexdigest(),
        "basis": metadata["expnet.basis"],
        "names": json.loads(metadata["expnet.names"]),
        "size": size["size"],
        "color": size["color"],
        "dtype": size["dtype"],
        "crop_rule": crop["rule"],
        "crop_scale": crop["scale"],
        "crop_shift": crop.get("shift", 0.0),
        "crop_jpeg": crop.get("jpeg", 0),
        "outputs": [name for name in summary.outputs if name in OUTPUTS],
        "reliability": json.loads(metadata.get("expnet.reliability", "{}")),
        "noise": json.loads(metadata.get("expnet.noise", "{}")),
        "licence": metadata.get("expnet.licence", ""),
        "notice": metadata.get("expnet.notice", ""),
        "engine": engine,
        "device": device,
    }


def _check(card: ModelCard, summary: Summary, label: str) -> None:
    basis = BASES.get(card.basis)
    if basis is None:
        raise ModelError(
            f"The model {label} is of the unknown basis {card.basis}: update ExpNet or choose another model."
        )
    if card.names != basis.names:
        raise ModelError(f"The model {label} does not have the axes of the basis {card.basis}: choose another model.")
    if "crops" not in summary.inputs or OUTPUTS[0] not in summary.outputs:
        raise ModelError(f"The model {label} has no input 'crops' or no output '{OUTPUTS[0]}': choose another model.")
