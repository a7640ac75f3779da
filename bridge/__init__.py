# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that runs outside Blender, and the pure logic that both sides share.

Importing this package costs numpy and the standard library at most; decoders, engines and sockets are imported by the
modules that use them. All imports inside are relative, because the same files run as ``bridge`` (a process of its own)
and as a sub-package of the Blender extension.
"""

__version__ = "0.1.0"

PORT = 9629
"""Where ``serve`` listens if nobody asks for another port."""

MOST_FACES = 8
"""Faces of one frame that can be solved. Each costs the network as much as the first: eight of them in a frame took 5.2
times as long as one on two cores, two took 1.9 times."""
