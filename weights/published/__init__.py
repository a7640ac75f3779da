# SPDX-License-Identifier: GPL-3.0-or-later
"""The authors' release: reads its files without TensorFlow, converts them, and trains their network further."""
