# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes the default head, the training renders and the default weights. Never imported at run time."""
