# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings for every suite."""

from __future__ import annotations

import hypothesis

# The machine that runs the tests may be busy with other work: a slow example is no failure.
hypothesis.settings.register_profile("project", deadline=None, derandomize=True)
hypothesis.settings.load_profile("project")
