# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo: a head performs known curves, is filmed, solved through the whole chain, and compared with what it did."""
