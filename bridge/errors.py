# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of all errors that a user can cause."""


class UserError(Exception):
    """Something the user can put right. The text is one sentence that says what happened and what to do; programs show
    it as it is, without a traceback."""
