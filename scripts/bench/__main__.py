# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m scripts.bench``: prints the figures and writes out/bench/bench.json and out/bench/bench.md."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import bridge
from tests.support import pair

from ..paths import BUILD, OUT, ROOT
from . import chain, clip, pure


def inside_blender(video: Path) -> dict[str, dict[str, float]]:
    """What ``scripts.bench.blender`` measures, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = [sys.executable, "-m", "scripts.bench.blender", str(video), str(result)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if not result.exists():
            raise SystemExit(f"Blender measured nothing:\n{ended.stdout[-2000:]}{ended.stderr[-2000:]}")
        return json.loads(result.read_text("utf-8"))


def table(groups: dict[str, dict[str, float]]) -> str:
    """The figures as Markdown."""
    lines = ["| what | figure |", "|---|---:|"]
    for group, figures in groups.items():
        lines += [f"| {group}: {name} | {value:.3g} |" for name, value in figures.items()]
    return "\n".join(lines)


def main() -> int:
    video = clip.make(BUILD / "bench" / f"clip-{clip.WIDTH}x{clip.HEIGHT}-{clip.SECONDS}s.mp4")
    groups = {
        f"{clip.WIDTH}x{clip.HEIGHT} at {clip.RATE} frames/s": chain.measure(video),
        "two people": chain.several(pair.write(BUILD / "bench" / "two.mp4", passes=2)),
        "network": pure.network(),
        "curves of a minute": pure.curves(),
    } | inside_blender(video)
    machine = {"version": bridge.__version__, "python": platform.python_version(), "cores": os.cpu_count()}
    folder = OUT / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.json").write_text(json.dumps({"machine": machine, **groups}, indent=2), "utf-8")
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    about = f"Version {bridge.__version__}, Python {machine['python']}, {machine['cores']} cores, load {load}.\n"
    (folder / "bench.md").write_text(f"# Figures\n\n{about}\n{table(groups)}\n", "utf-8")
    print(f"{about}{table(groups)}\n\n{folder / 'bench.md'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
