# SPDX-License-Identifier: GPL-3.0-or-later
"""What a converted file says of itself, and the model card that this makes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from bridge.basis import PUBLISHED
from bridge.published.architecture import CROP, Published
from bridge.published.crop import JPEG, SCALE

IDENTITY: Final = "expnet-published"
LICENCE: Final = "The authors', who state none: ask them before commercial use. Never passed on with ExpNet."
NOTICE: Final = (
    "Converted on your machine from weights that F.-J. Chang, A. T. Tran, T. Hassner, I. Masi, R. Nevatia and "
    "G. Medioni released with 'ExpNet: Landmark-Free, Deep, 3D Facial Expressions' (FG 2018), where they name no "
    "licence; the shape net is that of 'Regressing Robust and Discriminative 3D Morphable Models' (CVPR 2017), the "
    "pose net that of 'FacePoseNet: Making a Case for Landmark-Free Face Alignment' (ICCVW 2017). The coefficients are "
    "those of a basis on the Basel Face Model, which is licensed by the University of Basel for research alone."
)
_FIRST: Final = "expnet."


def properties(spec: Published, hashes: Mapping[str, str], **changes: Any) -> dict[str, str]:
    """The metadata of a converted file. ``hashes``: source file to SHA-256; ``changes`` replace or add entries (without
    "expnet."), as JSON where they are no text."""
    entries: dict[str, Any] = {
        "format": "1",
        "id": IDENTITY,
        "basis": PUBLISHED.id,
        "names": PUBLISHED.names,
        "input": {"size": CROP, "color": "BGR", "dtype": "float32"},
        "crop": {"rule": "published", "scale": SCALE, "jpeg": JPEG},
        "normalisation": "inside the graph: resized to 224 as TensorFlow 1 does, less the shape net's mean picture; "
        "pose: / 255, less the mean colour",
        "reliability": {},
        "licence": LICENCE,
        "notice": NOTICE,
        "sources": dict(hashes),
        "network": spec.plain(),
    } | changes
    return {_FIRST + name: value if isinstance(value, str) else json.dumps(value) for name, value in entries.items()}


def card(metadata: Mapping[str, str], outputs: tuple[str, ...], size: int) -> str:
    """The model card of a file with this ``metadata``, these ``outputs`` and ``size`` bytes, as Markdown."""
    entry = {name.removeprefix(_FIRST): value for name, value in metadata.items()}
    seen, crop = json.loads(entry["input"]), json.loads(entry["crop"])
    told = {
        "expression": f"`expression` (n, {len(json.loads(entry['names']))}) in the basis `{entry['basis']}`",
        "shape": "`shape` (n, 198): 99 of shape, 99 of texture, in sigma",
        "pose": "`pose` (n, 6): rotation vector, translation in mm from the crop's camera",
    }
    lines = [
        f"# {entry['id']}",
        "",
        f"{size / 1e6:.0f} MB.",
        "",
        "| | |",
        "| --- | --- |",
        f"| input | `crops` (n, {seen['size']}, {seen['size']}, 3) {seen['dtype']} {seen['color']} |",
        f"| crop | rule `{crop['rule']}`, {crop['scale']} x the box's longer side, "
        f"{'through JPEG of quality ' + str(crop['jpeg']) if crop.get('jpeg') else 'as it is'} |",
        f"| output | {'; '.join(told.get(name, f'`{name}`') for name in outputs)} |",
        f"| normalisation | {entry.get('normalisation', '')} |",
        f"| licence | {entry.get('licence', '')} |",
        "",
        entry.get("notice", ""),
    ]
    if "training" in entry:
        lines += ["", "## Trained further", "", "| | |", "| --- | --- |"]
        lines += [f"| {name} | {value} |" for name, value in json.loads(entry["training"]).items()]
    if reliability := json.loads(entry.get("reliability", "{}")):
        lines += ["", "## Correlation on held-out crops", "", "| axis | r |", "| --- | ---: |"]
        lines += [f"| {name} | {value:.2f} |" for name, value in reliability.items()]
    if sources := json.loads(entry.get("sources", "{}")):
        lines += ["", "## Made from", "", "| file | SHA-256 |", "| --- | --- |"]
        lines += [f"| {name} | `{digest}` |" for name, digest in sources.items()]
    return "\n".join(lines) + "\n"
