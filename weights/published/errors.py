# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong with the files that users bring."""

from __future__ import annotations

from bridge.errors import UserError


class SourceError(UserError):
    """A file of the release, or one to train on, that cannot be used; the text is one sentence for the user."""
