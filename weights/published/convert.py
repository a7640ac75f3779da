# SPDX-License-Identifier: GPL-3.0-or-later
"""From the authors' folders to one file for the bridge."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bridge.published.architecture import AlexNet, ResNet

from .describe import properties
from .release import Places, Report, gather
from .target import check_target


def convert(
    places: Places,
    target: Path,
    force: bool = False,
    say: Callable[[str], None] = print,
    report: Report | None = None,
    resnet: ResNet | None = None,
    alexnet: AlexNet | None = None,
) -> None:
    """Writes ``target``. ``say`` is told what is worth a line, ``report`` how far the reading is; the nets are the
    released ones unless said otherwise. Raises ``UserError``."""
    check_target(target, force)
    release = gather(places, resnet, alexnet, report)
    from .write import write  # PyTorch takes seconds to load: what is wrong with the files is told before

    if release.ignored:
        some = ", ".join(release.ignored[:3])
        say(f"left out, as no part of the nets: {len(release.ignored)} variables of the checkpoints ({some}, ...)")
    say("writing, and comparing ONNX Runtime with PyTorch")
    size = write(release.spec, release.arrays, properties(release.spec, release.hashes), target)
    say(f"{', '.join(release.spec.outputs)} -> {target} ({size / 1e6:.0f} MB)")
