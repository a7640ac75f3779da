# SPDX-License-Identifier: GPL-3.0-or-later
"""The sender: opens a video, finds and follows a face, crops it, streams the crops to a bridge, relays the results."""
