# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m weights.face.pack RAW`` makes ``weights/assets`` from a folder of raw MakeHuman assets.

RAW has one folder per kind (brows, eyes, hair, lashes, skins, teeth, tongue) with .mhclo, .obj and pictures. Bindings
and meshes go into one npz; pictures are copied under the name of their asset.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from .assets import FOLDER, KINDS, save_proxies
from .proxy import read_mhclo


def pack(raw: Path, folder: Path = FOLDER) -> None:
    """Write the packed assets; what is there of the same name is replaced."""
    proxies = {}
    for kind in KINDS:
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for path in sorted((raw / kind).iterdir()):
            if path.suffix == ".mhclo":
                proxies[f"{kind}/{path.stem}"] = read_mhclo(path)
            elif path.suffix in (".png", ".jpg"):
                shutil.copyfile(path, folder / kind / path.name.replace("_diffuse", ""))
    save_proxies(proxies, folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="weights.face.pack", description=__doc__)
    parser.add_argument("raw", type=Path)
    pack(parser.parse_args().raw)
