# SPDX-License-Identifier: GPL-3.0-or-later
"""One operator per file."""
