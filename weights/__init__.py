# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that makes what ships: the default head, the training renders and the default weights. Never imported at run time."""
