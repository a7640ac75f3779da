# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user can put right."""

from __future__ import annotations

from .bridge.errors import UserError


class Refusal(UserError):
    """Nothing was done; the text is one sentence that says what to do next.

    ``remedy`` is the idname of an operator that does it, "" if none; the panel shows it as a button.
    """

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.remedy = remedy
