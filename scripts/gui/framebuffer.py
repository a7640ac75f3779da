# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the screen of a virtual X server from the file that it keeps it in (``Xvfb -fbdir``): an XWD dump, version 7.

The layout is that of XWDFile.h of the X Window System: a header of big-endian 32-bit numbers, colours, pixels.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

COLOUR = 12
"""Bytes of an entry of the colour table."""


def read(path: Path) -> NDArray[np.uint8]:
    """(height, width, 3) BGR. Raises ``ValueError`` for a screen that has no 32 bits for a pixel."""
    data = np.fromfile(path, np.uint8)
    header = data[:100].view(">u4")
    size, version, width, height = (int(header[index]) for index in (0, 1, 4, 5))
    bits, line, colours = (int(header[index]) for index in (11, 12, 19))
    if version != 7 or bits != 32:
        raise ValueError(f"{path.name} is of version {version} with {bits} bits for a pixel, not 7 and 32")
    pixels = data[size + colours * COLOUR :][: height * line].reshape(height, line // 4, 4)
    return np.ascontiguousarray(pixels[:, :width, :3])
